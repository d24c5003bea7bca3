import type { Manifests } from '../../../kubernetes/manifests';
import { mapOf, nameOf, numberOf, ownValue, textOf } from '../../../kubernetes/object';
import type { PodTemplate } from '../../../kubernetes/pod-template';
import type { Relabeling } from '../../../kubernetes/relabeling';
import type { ScrapePath } from '../../../operator/scrape-path';
import type { PrometheusSettings } from '../../../operator/settings';
import { scrapeClassOf } from '../../../operator/scrape-class';
import { about, targetsOf } from '../shared/endpoint';
import type { ModelledTarget } from '../../target-labels';
import { defineCheck, type Facts, type Found } from '../../check';

// Certain if the computed labels of two pods are equal and at least two pods run. Silent with shards or a relabeling that
// keeps or drops targets, because one Prometheus may scrape only one of the pods.
export const check = defineCheck({
  id: 'replicas-distinct',
  severity: 'error',
  question: 'Do the series of two replicas differ in a label?',
  symptom:
    'Counters jump up and down, rates are wrong, and Prometheus logs "duplicate sample for timestamp" or "out of order".',
  why: 'Only `pod` and `instance` distinguish replicas. If metricRelabelings drop both, or relabelings overwrite both, all replicas write the same series. (Prometheus sets `instance` again if relabelings only drop it.)',
  remedy:
    'Keep `instance` or `pod` on the series; aggregate in queries (`sum without (pod, instance)`) instead.',
  see: 'https://prometheus.io/docs/concepts/jobs_instances/',
  needs: ['paths', 'targetLabels', 'prometheus', 'manifests'],
  find: (facts) => {
    const scaled = scaledWorkloads(facts.manifests);
    return facts.paths.flatMap((path) => indistinct(path, facts, scaled));
  },
});

function indistinct(
  path: ScrapePath,
  { targetLabels, prometheus }: Pick<Facts, 'targetLabels' | 'prometheus'>,
  scaled: ReadonlyMap<string, number>,
): Found {
  const { relabelings, metricRelabelings } = stepsOf(path, prometheus);
  // The steps that the operator adds keep both labels.
  if (relabelings.length + metricRelabelings.length === 0) return undefined;
  if (prometheus.shards > 1 || relabelings.some(selectsTargets)) return undefined;
  return targetsOf(path)
    .filter(([, { pod }]) => Math.max(replicasOf(pod), scaled.get(nameOf(pod.owner)) ?? 0) > 1)
    .flatMap(([link, target]) => {
      const field = mergedBy(targetLabels.of(path, link, target));
      return field === undefined ? [] : [{ field, pod: target.pod }];
    })
    .slice(0, 1)
    .map(({ field, pod }) => ({
      ...about(path, field),
      message: `the pods of ${nameOf(pod.owner)} have no distinguishing label and write the same series`,
      found: path.endpoint.fields[field],
      expected: 'series with instance or pod',
      fix:
        field === 'relabelings'
          ? 'relabelings: [{"action":"replace","sourceLabels":["__meta_kubernetes_pod_name"],"targetLabel":"pod"}]'
          : 'remove instance and pod from the step that drops or overwrites them',
    }));
}

/** The relabeling that makes the labels of two pods equal; undefined if neither does. */
function mergedBy(target: ModelledTarget): 'relabelings' | 'metricRelabelings' | undefined {
  const { labels, varying } = target;
  if (labels === undefined) return undefined;
  if (varying.size === 0) return 'relabelings';
  const stored = target.series(SOME_SERIES, {});
  if (stored === undefined) return undefined;
  const differing = [...varying].flatMap((name) => ownValue(labels, name) ?? []);
  // A step may have copied the pod name, or part of it, to another label.
  const survives = Object.entries(stored).some(([name, value]) =>
    differing.some(
      (own) =>
        value.includes(own) || (!Object.hasOwn(labels, name) && name !== '__name__' && own.includes(value)),
    ),
  );
  return survives ? undefined : 'metricRelabelings';
}

/** A name that no step for particular series matches. */
const SOME_SERIES = 'a_series_of_any_name';

/** A DaemonSet runs on every node, and so more than once. */
const replicasOf = ({ owner, replicas }: PodTemplate): number =>
  replicas ?? (owner.kind === 'DaemonSet' ? 2 : 1);

/** How many replicas autoscalers keep at least, by workload. */
const scaledWorkloads = (manifests: Manifests): ReadonlyMap<string, number> =>
  new Map(
    manifests.kind('HorizontalPodAutoscaler').map(({ namespace, fields }) => {
      const { scaleTargetRef, minReplicas } = mapOf(fields['spec']);
      const { kind, name } = mapOf(scaleTargetRef);
      return [
        nameOf({ kind: textOf(kind) ?? '', namespace, name: textOf(name) ?? '' }),
        numberOf(minReplicas) ?? 1,
      ];
    }),
  );

/** The configured steps of the endpoint and its scrape class. */
function stepsOf({ endpoint, monitor }: ScrapePath, settings: PrometheusSettings) {
  const shared = scrapeClassOf(monitor.scrapeClass, settings);
  return {
    relabelings: [...(shared?.relabelings ?? []), ...endpoint.relabelings],
    metricRelabelings: [...(shared?.metricRelabelings ?? []), ...endpoint.metricRelabelings],
  };
}

const selectsTargets = ({ action = 'replace' }: Relabeling): boolean => /^(keep|drop|hashmod)/i.test(action);
