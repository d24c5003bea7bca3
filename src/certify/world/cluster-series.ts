import type { PodSignals, Signals } from '../../faults/signals';
import { platformMetrics } from '../../metrics/platform';
import type { Labels, Point, Series } from '../engine/series';
import { autoscalerSeries } from './autoscaler-series';
import { controllerSeries } from './controller-series';
import { jobSeries } from './job-series';
import { containerName, podName, type Subject } from './subject';
import type { Timeline } from './timeline';

type Named = readonly [name: string, series: Series];

const MEMORY_LIMIT = 2 ** 29;

type OfPod = (pod: PodSignals) => number | undefined;

/** What kube-state-metrics and the kubelet expose about the pods of a service. */
export function clusterSeries(subject: Subject, timeline: Timeline): readonly Named[] {
  return [
    ...controllerSeries(subject, timeline),
    ...autoscalerSeries(subject, timeline),
    ...jobSeries(subject, timeline),
    ...podSeries(subject, timeline),
    ...cpuSeries(subject, timeline),
  ];
}

function podSeries(subject: Subject, timeline: Timeline): readonly Named[] {
  return timeline.podNumbers.flatMap((number) => {
    const pod = { namespace: subject.namespace, pod: podName(subject, number) };
    const container = { ...pod, container: containerName(subject) };
    const series = (
      metric: { readonly name: string },
      labels: Labels,
      value: OfPod,
      needs: (state: Signals) => boolean = ({ kubeStateMetrics }) => kubeStateMetrics,
    ): Named => [
      metric.name,
      {
        labels,
        at: (scrape): Point => {
          const state = timeline.state(scrape);
          const own = state.pods[number];
          return own === undefined || !needs(state) ? 'stale' : (value(own) ?? 'stale');
        },
      },
    ];
    const waiting =
      (reason: string): OfPod =>
      (own) =>
        own.waiting === reason ? 1 : undefined;
    const ended =
      (reason: string): OfPod =>
      (own) =>
        own.terminated === reason ? 1 : undefined;
    const reasons = { waiting: ['CrashLoopBackOff', 'ImagePullBackOff'], ended: ['Error', 'OOMKilled'] };
    return [
      series(platformMetrics.podReady, { ...pod, condition: 'true' }, ({ ready }) => Number(ready)),
      series(platformMetrics.containerRestarts, container, ({ restarts }) => restarts),
      ...reasons.waiting.map((reason) =>
        series(platformMetrics.containerWaitingReason, { ...container, reason }, waiting(reason)),
      ),
      ...reasons.ended.map((reason) =>
        series(platformMetrics.containerLastEnd, { ...container, reason }, ended(reason)),
      ),
      series(
        platformMetrics.containerResourceLimits,
        { ...container, resource: 'memory', unit: 'byte' },
        () => MEMORY_LIMIT,
      ),
      // The kubelet exposes containers that run.
      series(
        platformMetrics.containerMemoryWorkingSet,
        container,
        ({ waiting: reason, memory }) => (reason === undefined ? memory * MEMORY_LIMIT : undefined),
        () => true,
      ),
    ];
  });
}

function cpuSeries(subject: Subject, timeline: Timeline): readonly Named[] {
  return timeline.podNumbers.flatMap((number) => {
    const labels = {
      namespace: subject.namespace,
      pod: podName(subject, number),
      container: containerName(subject),
    };
    const series = (metric: { readonly name: string }, count: 'periods' | 'throttled'): Named => [
      metric.name,
      {
        labels,
        at: (scrape) => {
          const own = timeline.pod(number, scrape);
          return own === undefined || own.waiting !== undefined
            ? 'stale'
            : timeline.counted(number, scrape)[count];
        },
      },
    ];
    return [
      series(platformMetrics.containerCpuPeriods, 'periods'),
      series(platformMetrics.containerCpuThrottledPeriods, 'throttled'),
    ];
  });
}
