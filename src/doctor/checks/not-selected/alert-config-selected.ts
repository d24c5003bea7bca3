import { isMap, mapOf, nameOf } from '../../../kubernetes/object';
import { selectorOf, selects, showSelector } from '../../../kubernetes/selector';
import { defineCheck, type Found } from '../../check';
import { statesNamespace } from '../shared/namespaces';

/**
 * Needs an Alertmanager resource. Labels of namespaces are not compared, as manifests seldom hold them. An error where
 * the selector is absent; a warning where labels differ, because another Alertmanager may select the object.
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
        anyNamespace: isMap(spec['alertmanagerConfigNamespaceSelector']),
      };
    });
    if (readers.length === 0) return undefined;
    return manifests.operator('AlertmanagerConfig').flatMap((config): Found => {
      const own = (reader: (typeof readers)[number]) =>
        reader.anyNamespace || reader.object.namespace === config.namespace || !statesNamespace(config);
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
          severity: 'warning',
          path: 'metadata.labels',
          message: `the labels do not match alertmanagerConfigSelector of ${nameOf(selecting.object)}`,
          found: config.labels,
          expected: showSelector(objects),
          fix: `labels: ${JSON.stringify({ ...config.labels, ...objects.matchLabels })}`,
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
