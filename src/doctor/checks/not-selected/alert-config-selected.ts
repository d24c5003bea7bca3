import { isMap, mapOf, nameOf } from '../../../kubernetes/object';
import { selectorOf, selects, showSelector } from '../../../kubernetes/selector';
import { defineCheck, type Found } from '../../check';
import { namespaceMatches } from '../../../operator/selection';
import { statesNamespace } from '../shared/namespaces';
import { labelFix, missingLabels } from './lib/missing-labels';
import { namespaceLabel } from './lib/namespace-label';

/**
 * Needs an Alertmanager resource. Certain, as every Alertmanager that was read leaves the object out. Labels of a
 * namespace that was not read count as matching.
 */
export const check = defineCheck({
  id: 'alert-config-selected',
  severity: 'error',
  question: 'Does an Alertmanager select every AlertmanagerConfig?',
  symptom: 'Alerts show in Alertmanager, but its configuration lacks the routes of the team.',
  why: 'An Alertmanager resource without `alertmanagerConfigSelector` selects no AlertmanagerConfig; without `alertmanagerConfigNamespaceSelector` it selects only those of its own namespace.',
  remedy: 'Set both selectors of the Alertmanager; {} selects everything.',
  see: 'https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1.AlertmanagerSpec',
  needs: ['manifests'],
  find: ({ manifests }) => {
    const readers = manifests.operator('Alertmanager').map((object) => {
      const spec = mapOf(object.fields['spec']);
      const objects = spec['alertmanagerConfigSelector'];
      return {
        object,
        named: mapOf(spec['alertmanagerConfiguration'])['name'],
        objects: isMap(objects) ? selectorOf(objects) : undefined,
        namespaces: isMap(spec['alertmanagerConfigNamespaceSelector'])
          ? selectorOf(spec['alertmanagerConfigNamespaceSelector'])
          : undefined,
      };
    });
    if (readers.length === 0) return undefined;
    return manifests.operator('AlertmanagerConfig').flatMap((config): Found => {
      const own = (reader: (typeof readers)[number]) =>
        !statesNamespace(config) ||
        (reader.namespaces === undefined
          ? reader.object.namespace === config.namespace
          : namespaceMatches(reader.namespaces, config.namespace, manifests) !== 'no');
      const isSelected = readers.some(
        (reader) =>
          (reader.named === config.name && reader.object.namespace === config.namespace) ||
          (reader.objects !== undefined && selects(reader.objects, config.labels) && own(reader)),
      );
      const [first] = readers;
      if (isSelected || first === undefined) return undefined;
      const selecting = readers.find(({ objects }) => objects !== undefined) ?? first;
      const { objects } = selecting;
      const about = { object: selecting.object };
      if (objects === undefined)
        return {
          ...about,
          path: 'spec.alertmanagerConfigSelector',
          message: `without alertmanagerConfigSelector, the Alertmanager does not select ${nameOf(config)}`,
          found: undefined,
          expected: 'a selector; {} selects everything',
          fix: 'alertmanagerConfigSelector: {}',
        };
      if (!selects(objects, config.labels))
        return {
          object: config,
          path: 'metadata.labels',
          message: `the labels do not match alertmanagerConfigSelector of ${nameOf(selecting.object)}`,
          found: config.labels,
          expected: showSelector(objects),
          fix: labelFix(missingLabels(objects, config.labels)),
        };
      const { namespaces } = selecting;
      if (namespaces !== undefined)
        return {
          object: config,
          path: 'metadata.namespace',
          message: `alertmanagerConfigNamespaceSelector of ${nameOf(selecting.object)} does not select this namespace`,
          found: config.namespace,
          expected: `a namespace with ${showSelector(namespaces)}`,
          fix:
            namespaceLabel(namespaces, config.namespace) ??
            `in ${nameOf(selecting.object)}: alertmanagerConfigNamespaceSelector: {}`,
        };
      return {
        ...about,
        path: 'spec.alertmanagerConfigNamespaceSelector',
        message: `without alertmanagerConfigNamespaceSelector, the Alertmanager selects only from its own namespace, which leaves out ${nameOf(config)}`,
        found: undefined,
        expected: 'a namespace selector; {} selects every namespace',
        fix: 'alertmanagerConfigNamespaceSelector: {}',
      };
    });
  },
});
