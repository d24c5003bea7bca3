import type { Labels } from '../../certify/engine/series';
import { holds } from '../../certify/engine/matchers';
import type { MonitorTarget } from '../../doctor/expressions/scraped';
import type { PodTemplate } from '../../kubernetes/pod-template';
import type { Side } from '../side';
import { contractValues, namedValues, type Mentioned, type Values } from './label-values';
import type { StoredSeries } from './stored';

/** More series of one name on one target are not distinguished. */
const MOST_SERIES = 5000;

/** Pods of a workload whose number is not among the manifests. */
const PODS_OF_UNKNOWN = 3;

/** Where the series of a metric come from, and what is assumed of them. */
export interface SourceSeries {
  readonly series: readonly StoredSeries[];
  /** Rules alone say which labels there are. */
  readonly assumed: boolean;
}

/** The scraped series of a name that rules of a side read. */
export function sourceSeries(name: string, mentioned: Mentioned, side: Side): SourceSeries {
  const { analysis, prometheus } = side.facts;
  const targets = analysis.catalog.targets.filter((target) => isSource(name, target, mentioned));
  if (targets.length > 0) {
    const found = targets.map((target) => seriesOfTarget(name, target, mentioned));
    return {
      series: found.flatMap(({ series }) => series),
      assumed: found.some(({ assumed }) => assumed),
    };
  }
  const every = prometheus.scrapeInterval;
  return {
    series: ofCluster(mentioned, side.facts.manifests.pods.all).map((labels) => ({ labels, every, duty: 1 })),
    assumed: true,
  };
}

const OF_PROMETHEUS = /^(?:up|scrape_\w+)$/;

/** Labels that only targets have. */
const OF_TARGETS: readonly string[] = ['job', 'instance'];

/** Whether rules read a name of a target: by its labels, or because its metric table has it. */
function isSource(name: string, { modelled, contract }: MonitorTarget, mentioned: Mentioned): boolean {
  const isKnown = contract !== undefined && contractValues(name, contract, mentioned) !== undefined;
  return mentioned.selectors.some((matchers) => {
    const ofTarget = matchers.filter(({ label }) => OF_TARGETS.includes(label));
    if (ofTarget.length === 0) return isKnown || OF_PROMETHEUS.test(name);
    return ofTarget.every((matcher) => holds(matcher, modelled.labels[matcher.label] ?? ''));
  });
}

function seriesOfTarget(
  name: string,
  { modelled, contract, interval, target: { pod } }: MonitorTarget,
  mentioned: Mentioned,
): SourceSeries {
  const ofPrometheus = OF_PROMETHEUS.test(name);
  const known =
    contract === undefined || ofPrometheus ? undefined : contractValues(name, contract, mentioned);
  const free = [...mentioned.labels].filter((label) => !(label in modelled.labels));
  const values: Values = ofPrometheus ? {} : (known ?? valuesOfLabels(free, mentioned));
  const series = podNumbers(pod).flatMap((number) =>
    combinations(values).flatMap((exposed): readonly StoredSeries[] => {
      const stored = ofPrometheus ? modelled.labels : modelled.series(name, exposed);
      if (stored === undefined) return [];
      const own = Object.fromEntries(
        Object.entries(stored).map(([label, value]) => [
          label,
          modelled.varying.has(label) ? `${value}-${number}` : value,
        ]),
      );
      return [{ labels: own, every: interval, duty: 1 }];
    }),
  );
  return { series, assumed: known === undefined && !ofPrometheus };
}

const valuesOfLabels = (labels: readonly string[], mentioned: Mentioned): Values =>
  Object.fromEntries(labels.map((label) => [label, namedValues(label, mentioned)]));

/** Kinds of controllers by the label that kube-state-metrics has for their name. */
const KIND_LABELS = new Map([
  ['deployment', 'Deployment'],
  ['statefulset', 'StatefulSet'],
  ['daemonset', 'DaemonSet'],
]);

/** What exporters of the cluster have: one series for each object that a rule names, or for each pod of a namespace. */
function ofCluster(mentioned: Mentioned, pods: readonly PodTemplate[]): readonly Labels[] {
  const { labels } = mentioned;
  const byKind = [...KIND_LABELS.keys()].find((label) =>
    mentioned.matchers.some((each) => each.label === label),
  );
  const objects: readonly Labels[] =
    byKind !== undefined
      ? pods.flatMap((pod) =>
          pod.owner.kind === KIND_LABELS.get(byKind)
            ? [{ namespace: pod.namespace, [byKind]: pod.owner.name ?? '' }]
            : [],
        )
      : labels.has('pod') || labels.has('container')
        ? pods.flatMap((pod) =>
            podNumbers(pod).map((number) => ({
              namespace: pod.namespace,
              pod: `${pod.owner.name}-${number}`,
              container: pod.containers[0]?.name ?? '',
            })),
          )
        : [{}];
  const known = objects.length > 0 ? objects : [{}];
  return known.flatMap((object) => {
    const free = [...labels].filter((label) => !(label in object));
    return combinations(valuesOfLabels(free, mentioned)).map((others) => ({ ...others, ...object }));
  });
}

const podNumbers = ({ replicas = PODS_OF_UNKNOWN }: PodTemplate): readonly number[] =>
  Array.from({ length: Math.min(replicas, MOST_SERIES) }, (_, index) => index);

function combinations(values: Values): readonly Labels[] {
  let all: readonly Labels[] = [{}];
  for (const [label, some] of Object.entries(values))
    all = all
      .flatMap((labels) =>
        some.length === 0 ? [labels] : some.map((value) => ({ ...labels, [label]: value })),
      )
      .slice(0, MOST_SERIES);
  return all;
}
