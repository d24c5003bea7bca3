import { isMap, type Fields } from '../../../kubernetes/object';
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
      ([key, value]) => !REWRITTEN.test(key) && (isMap(value) || Array.isArray(value)),
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
