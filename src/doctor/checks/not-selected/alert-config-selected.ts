import type { Manifests } from '../../../kubernetes/manifests';
import { isMap, mapOf, nameOf, type Fields } from '../../../kubernetes/object';
import { selectorOf, selects, showSelector } from '../../../kubernetes/selector';
import type { PrometheusSettings } from '../../../operator/settings';
import { defineCheck, type Found, type Subject } from '../../check';
import { namespaceMatches } from '../../../operator/selection';
import { aboutValues } from '../shared/given-values';
import { statesNamespace } from '../shared/namespaces';
import { labelFix, missingLabels } from './lib/missing-labels';
import { namespaceLabel } from './lib/namespace-label';

/**
 * Needs an Alertmanager resource, or values of the chart that select. Certain, as every Alertmanager that was read leaves the object out. Labels of a
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
  needs: ['manifests', 'prometheus'],
  find: ({ manifests, prometheus }) => {
    const readers = readersIn(manifests, prometheus);
    if (readers.length === 0) return undefined;
    return manifests.operator('AlertmanagerConfig').flatMap((config): Found => {
      const own = (reader: Reader) =>
        !statesNamespace(config) ||
        (reader.namespaces === undefined
          ? reader.namespace === config.namespace
          : namespaceMatches(reader.namespaces, config.namespace, manifests) !== 'no');
      const isSelected = readers.some(
        (reader) =>
          (reader.named === config.name && reader.namespace === config.namespace) ||
          (reader.objects !== undefined && selects(reader.objects, config.labels) && own(reader)),
      );
      const [first] = readers;
      if (isSelected || first === undefined) return undefined;
      const selecting = readers.find(({ objects }) => objects !== undefined) ?? first;
      const { objects } = selecting;
      const { about, path } = selecting;
      if (objects === undefined)
        return {
          ...about,
          path: `${path}.alertmanagerConfigSelector`,
          message: `without alertmanagerConfigSelector, the Alertmanager does not select ${nameOf(config)}`,
          expected: 'a selector; {} selects everything',
          fix: 'alertmanagerConfigSelector: {}',
        };
      if (!selects(objects, config.labels))
        return {
          object: config,
          path: 'metadata.labels',
          message: `the labels do not match alertmanagerConfigSelector of ${selecting.name}`,
          found: config.labels,
          expected: showSelector(objects),
          fix: labelFix(missingLabels(objects, config.labels)),
        };
      const { namespaces } = selecting;
      if (namespaces !== undefined)
        return {
          object: config,
          path: 'metadata.namespace',
          message: `alertmanagerConfigNamespaceSelector of ${selecting.name} does not select this namespace`,
          found: config.namespace,
          expected: `a namespace with ${showSelector(namespaces)}`,
          fix:
            namespaceLabel(namespaces, config.namespace) ??
            `in ${selecting.name}: alertmanagerConfigNamespaceSelector: {}`,
        };
      return {
        ...about,
        path: `${path}.alertmanagerConfigNamespaceSelector`,
        message: `without alertmanagerConfigNamespaceSelector, the Alertmanager selects only from its own namespace, which leaves out ${nameOf(config)}`,
        expected: 'a namespace selector; {} selects every namespace',
        fix: 'alertmanagerConfigNamespaceSelector: {}',
      };
    });
  },
});

interface Reader {
  readonly about: Subject;
  readonly path: string;
  readonly name: string;
  readonly namespace: string;
  /** The AlertmanagerConfig that replaces the configuration. */
  readonly named: unknown;
  /** @default none: it selects nothing */
  readonly objects?: ReturnType<typeof selectorOf>;
  /** @default its own namespace */
  readonly namespaces?: ReturnType<typeof selectorOf>;
}

function readersIn(manifests: Manifests, prometheus: PrometheusSettings): readonly Reader[] {
  const resources = manifests
    .operator('Alertmanager')
    .map((object) =>
      readerOf(
        { about: { object }, path: 'spec', name: nameOf(object), namespace: object.namespace },
        mapOf(object.fields['spec']),
      ),
    );
  const given = aboutValues(prometheus);
  const alertmanager = mapOf(mapOf(given?.values)['alertmanager']);
  if (resources.length > 0 || given === undefined || alertmanager['enabled'] === false) return resources;
  const path = 'alertmanager.alertmanagerSpec';
  const place = { about: given.about, path, name: 'the values', namespace: prometheus.namespace };
  const spec = mapOf(alertmanager['alertmanagerSpec']);
  // The chart selects everything unless the values have a selector: null counts as none.
  return [
    readerOf(place, {
      ...spec,
      alertmanagerConfigSelector: mapOf(spec['alertmanagerConfigSelector']),
      alertmanagerConfigNamespaceSelector: mapOf(spec['alertmanagerConfigNamespaceSelector']),
    }),
  ];
}

function readerOf(place: Pick<Reader, 'about' | 'path' | 'name' | 'namespace'>, spec: Fields): Reader {
  const objects = spec['alertmanagerConfigSelector'];
  const namespaces = spec['alertmanagerConfigNamespaceSelector'];
  return {
    ...place,
    named: mapOf(spec['alertmanagerConfiguration'])['name'],
    ...(isMap(objects) ? { objects: selectorOf(objects) } : {}),
    ...(isMap(namespaces) ? { namespaces: selectorOf(namespaces) } : {}),
  };
}
