import { isMap, type Fields, type KubernetesObject } from '../../../kubernetes/object';
import { fieldMistakes, type FieldMistake } from '../../../operator/fields/mistakes';
import type { AboutValues } from './given-values';

/** `prometheus.prometheusSpec`, most of which the chart copies into the spec of its Prometheus. */
const SECTION = 'prometheus.prometheusSpec';

/** Keys whose values the chart rewrites, or reads in a form of its own. */
const REWRITTEN =
  /^(image|thanos|storageSpec|containers|initContainers|volumes|volumeMounts|additional\w+|alertingEndpoints|podMetadata|affinity|\w+Selector)$/;

/** Mistakes in maps and lists of the values that the chart copies, with their paths in the values. */
export function copiedMistakes({ prometheusSpec }: AboutValues): readonly FieldMistake[] {
  // The chart writes scalars itself, in quotes where the field takes a string.
  const spec: Fields = Object.fromEntries(
    Object.entries(prometheusSpec).filter(
      ([key, value]) =>
        (!REWRITTEN.test(key) && (isMap(value) || Array.isArray(value))) ||
        // A map in quotes is a text, which the chart copies, too.
        (key.endsWith('Selector') && typeof value === 'string' && value !== ''),
    ),
  );
  const object = {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'Prometheus',
    namespace: 'default',
    name: 'prometheus',
    labels: {},
    annotations: {},
    fields: { spec },
  };
  return fieldMistakes(object)
    .filter(({ kind, path }) => kind === 'type' || !LISTED.test(path))
    .map((mistake) => ({ ...mistake, path: mistake.path.replace(/^spec\b/, SECTION) }));
}

/** Unknown keys here are reported by values-unknown-key. */
const LISTED = /^spec\.(\w+|remoteWrite\[\d+\]\.\w+)$/;

/** Monitors of the values are checked as the objects that the chart writes. */
const AS_OBJECTS = /^prometheus\.(prometheusSpec|additional\w+)$/;

/** Mistakes in the relabelings of the components, e.g. `kubelet.serviceMonitor.cAdvisorMetricRelabelings`. */
export function relabelingMistakes(value: unknown, path = ''): readonly FieldMistake[] {
  if (AS_OBJECTS.test(path)) return [];
  if (Array.isArray(value))
    return value.flatMap((item: unknown, index) => relabelingMistakes(item, `${path}[${index}]`));
  if (!isMap(value)) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const place = path === '' ? key : `${path}.${key}`;
    if (!/relabelings$/i.test(key) || !Array.isArray(inner)) return relabelingMistakes(inner, place);
    return fieldMistakes(withRelabelings(inner)).map((mistake) => ({
      ...mistake,
      path: mistake.path.replace(STEPS, place),
    }));
  });
}

const STEPS = 'spec.endpoints[0].metricRelabelings';

const withRelabelings = (metricRelabelings: readonly unknown[]): KubernetesObject => ({
  apiVersion: 'monitoring.coreos.com/v1',
  kind: 'ServiceMonitor',
  namespace: 'default',
  name: 'component',
  labels: {},
  annotations: {},
  fields: { spec: { endpoints: [{ metricRelabelings }] } },
});
