import type { Manifests } from '../../../kubernetes/manifests';
import { mapOf, nameOf, numberOf, textOf } from '../../../kubernetes/object';
import type { PodTemplate } from '../../../kubernetes/pod-template';
import type { Relabeling } from '../../../kubernetes/relabeling';
import type { ScrapePath } from '../../../operator/scrape-path';
import type { PrometheusSettings } from '../../../operator/settings';
import { scrapeClassOf } from '../../../operator/scrape-class';
import { about, targetsOf } from '../shared/endpoint';
import type { ModelledTarget } from '../../target-labels';
import { defineCheck, type Facts, type Reported } from '../../check';

// Certain when the labels of two pods come out equal and there are two pods. With a relabeling that keeps or drops, or
// with shards, perhaps only one of them is left, so nothing is said.
export const check = defineCheck({
  id: 'replicas-distinct',
  severity: 'error',
  question: 'Do the series of two replicas differ in a label?',
  symptom:
    'Counters jump up and down, rates are absurd, and Prometheus logs "duplicate sample for timestamp" or "out of order".',
  why: 'Only `pod` and `instance` tell replicas apart. Where metricRelabelings drop both, or relabelings overwrite both, all replicas write into the same series. (Prometheus sets `instance` again when relabelings only drop it.)',
  remedy:
    'Leave `instance` or `pod` on the series; aggregate in queries (`sum without (pod, instance)`) instead.',
  see: 'https://prometheus.io/docs/concepts/jobs_instances/',
  needs: ['paths', 'targetLabels', 'prometheus', 'manifests'],
  find: (facts) => {
    const scaled = scaledWorkloads(facts.manifests);
    return facts.paths.flatMap((path) => alike(path, facts, scaled));
  },
});

function alike(
  path: ScrapePath,
  { targetLabels, prometheus }: Pick<Facts, 'targetLabels' | 'prometheus'>,
  scaled: ReadonlyMap<string, number>,
): readonly Reported[] {
  const { relabelings, metricRelabelings } = stepsOf(path, prometheus);
  // What the operator itself writes leaves both labels alone.
  if (relabelings.length + metricRelabelings.length === 0) return [];
  if (prometheus.shards > 1 || relabelings.some(selectsTargets)) return [];
  return targetsOf(path)
    .filter(([, { pod }]) => Math.max(replicasOf(pod), scaled.get(nameOf(pod.owner)) ?? 0) > 1)
    .flatMap(([link, target]) => {
      const field = mergedBy(targetLabels.of(path, link, target));
      return field === undefined ? [] : [{ field, pod: target.pod }];
    })
    .slice(0, 1)
    .map(({ field, pod }) => ({
      ...about(path, field),
      message: `leave no label that differs between the pods of ${nameOf(pod.owner)}: they write into the same series`,
      found: path.endpoint.fields[field],
      expected: 'series with instance or pod',
      fix:
        field === 'relabelings'
          ? 'relabelings: [{"action":"replace","sourceLabels":["__meta_kubernetes_pod_name"],"targetLabel":"pod"}]'
          : 'take instance and pod out of the step that drops or overwrites them',
    }));
}

/** The relabeling after which two pods look alike, if one does. */
function mergedBy(target: ModelledTarget): 'relabelings' | 'metricRelabelings' | undefined {
  const { labels, varying } = target;
  if (labels === undefined) return undefined;
  if (varying.size === 0) return 'relabelings';
  const stored = target.series(SOME_SERIES, {});
  if (stored === undefined) return undefined;
  const differing = [...varying].flatMap((name) => labels[name] ?? []);
  // A step may have copied the name of the pod, or a part of it, to another label.
  const survives = Object.entries(stored).some(([name, value]) =>
    differing.some(
      (own) =>
        value.includes(own) || (labels[name] === undefined && name !== '__name__' && own.includes(value)),
    ),
  );
  return survives ? undefined : 'metricRelabelings';
}

/** Steps that are about particular series leave it alone. */
const SOME_SERIES = 'a_series_of_any_name';

/** What is certain: a DaemonSet runs on every node. */
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

/** Every step that somebody wrote for the endpoint. */
function stepsOf({ endpoint, monitor }: ScrapePath, settings: PrometheusSettings) {
  const shared = scrapeClassOf(monitor.scrapeClass, settings);
  return {
    relabelings: [...(shared?.relabelings ?? []), ...endpoint.relabelings],
    metricRelabelings: [...(shared?.metricRelabelings ?? []), ...endpoint.metricRelabelings],
  };
}

const selectsTargets = ({ action = 'replace' }: Relabeling): boolean => /^(keep|drop|hashmod)/i.test(action);
