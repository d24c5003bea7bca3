import { CHART } from '../../helm-values/release';
import { manifestsOf } from '../../kubernetes/manifests';
import {
  kubernetesObject,
  listOf,
  mapOf,
  textOf,
  type Fields,
  type KubernetesObject,
} from '../../kubernetes/object';
import { assumedRelease, type GivenValues } from '../../operator/prometheus-settings';

/** Namespace of the chart where the values do not tell. */
const NAMESPACE = 'monitoring';

/**
 * The monitors and rules that the chart writes for values: `prometheus.additionalServiceMonitors`,
 * `prometheus.additionalPodMonitors`, `additionalPrometheusRulesMap` and `additionalPrometheusRules`. Without those that
 * were read, as when the rendered chart is among the files.
 * @param isFile whether the name of the values is that of a file
 */
export function valuesObjects(
  { values, name: file, release, namespace = NAMESPACE }: GivenValues,
  objects: readonly KubernetesObject[],
  isFile: boolean,
): readonly KubernetesObject[] {
  const own = release ?? assumedRelease(manifestsOf(objects)).release;
  const top = mapOf(values);
  const prometheus = mapOf(top['prometheus']);
  const labels = { release: own, app: CHART.name, heritage: 'Helm' };
  const map = Object.entries(mapOf(top['additionalPrometheusRulesMap']));
  const rules: readonly (readonly [string, Fields])[] =
    map.length > 0
      ? map.map(([key, item]) => [key, mapOf(item)] as const)
      : listOf(top['additionalPrometheusRules']).map((item) => [
          textOf(mapOf(item)['name']) ?? '',
          mapOf(item),
        ]);
  const made = [
    ...listOf(prometheus['additionalServiceMonitors']).map((item) => monitor('ServiceMonitor', mapOf(item))),
    ...listOf(prometheus['additionalPodMonitors']).map((item) => monitor('PodMonitor', mapOf(item))),
    ...rules.map(([key, { additionalLabels, groups }]) => ({
      kind: 'PrometheusRule',
      name: key,
      labels: additionalLabels,
      spec: { groups },
    })),
  ];
  return made.flatMap(({ kind, name, labels: more, spec }): readonly KubernetesObject[] => {
    // The chart puts its full name before that of rules.
    const isRead = objects.some(
      (one) =>
        one.kind === kind &&
        (one.name === name || (kind === 'PrometheusRule' && one.name.endsWith(`-${name}`))),
    );
    const object = kubernetesObject({
      apiVersion: 'monitoring.coreos.com/v1',
      kind,
      metadata: { name, namespace, labels: { ...labels, ...mapOf(more) } },
      spec,
    });
    return isRead || object === undefined || name === ''
      ? []
      : [{ ...object, fromValues: true, ...(isFile ? { at: { file } } : {}) }];
  });
}

function monitor(kind: 'ServiceMonitor' | 'PodMonitor', item: Fields) {
  const { name, additionalLabels, ...spec } = item;
  return { kind, name: textOf(name) ?? '', labels: additionalLabels, spec };
}
