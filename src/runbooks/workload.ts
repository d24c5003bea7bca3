import { requireReplicas } from '../rules/controllers/index';
import { platformMetrics } from '../metrics/platform';
import {
  countBy,
  deriv,
  div,
  eq,
  gt,
  increase,
  maxBy,
  recorded,
  select,
  sub,
  sumBy,
  type Series,
} from '../promql/build';
import { goldenSignalRecords } from '../rules/naming';
import { upOf } from '../rules/presence';
import { scopeLabels, containersOf, targetsOf } from '../rules/scope';
import type { Duration } from '../promql/window';
import type { FirstQueries, FirstQuery, ShownService } from './first-query';
import { askedMetrics } from './metrics';

type Signal = 'requestRate' | 'latencyP99';
type Saturation = 'cpuUsage' | 'memoryUtilization';

/** What a rule recorded for the requests of the service. */
export function recordedSignal(service: ShownService, signal: Signal): Series<string, 'gauge'> {
  const labels: readonly string[] = [...scopeLabels(service), ...service.signals.by];
  return recorded(goldenSignalRecords[signal](service.name), labels, targetsOf(service));
}

export const requestRate = (service: ShownService) =>
  sumBy(scopeLabels(service), recordedSignal(service, 'requestRate'));

export const available: FirstQuery['query'] = (service) => requireReplicas(service).available;

/** Selects series about the Deployment. */
export const ofDeployment = ({ name, namespace, controller }: ShownService) => ({
  namespace,
  deployment: controller?.name ?? name,
});

export const waitingReasons = (service: ShownService) =>
  sumBy(['pod', 'reason'], select(platformMetrics.containerWaitingReason, containersOf(service)));

const restarts = (service: ShownService, window: Duration) =>
  sumBy(['pod'], increase(select(platformMetrics.containerRestarts, containersOf(service)), window));

/** What a rule recorded for the pods of the service: those series have no job. */
function recordedSaturation({ name, namespace }: ShownService, record: Saturation) {
  return recorded(goldenSignalRecords[record](name), ['namespace', 'pod'], { namespace });
}

const limits = (service: ShownService, resource: string) =>
  maxBy(['pod'], select(platformMetrics.containerResourceLimits, { ...containersOf(service), resource }));

const memory = (service: ShownService) =>
  select(platformMetrics.containerMemoryWorkingSet, containersOf(service));

export const workloadQueries: FirstQueries = {
  Unavailable: [
    {
      ask: 'Since when (graph it over 6 hours)?',
      needs: 'replicas',
      query: available,
    },
    {
      ask: 'Are the pods scraped? 1 for each means that they run, and only their readiness fails.',
      query: (service) => select(platformMetrics.up, targetsOf(service)),
    },
    {
      ask: 'Why do they wait: an image, a volume, the next restart?',
      query: (service) =>
        sumBy(['reason'], select(platformMetrics.containerWaitingReason, containersOf(service))),
    },
  ],
  ScaledToZero: [
    {
      ask: 'Since when (graph it over 6 hours)?',
      needs: 'replicas',
      query: (service) => requireReplicas(service).wanted,
    },
    {
      ask: 'Which other Deployments of the namespace are scaled to 0? All of them point to a downscaler or a script.',
      needs: 'deployment',
      query: ({ namespace }) => eq(select(platformMetrics.deploymentSpecReplicas, { namespace }), 0),
    },
    {
      ask: 'How many requests came before it (graph it over 6 hours)?',
      needs: 'signals',
      query: requestRate,
    },
  ],
  PartialOutage: [
    {
      ask: 'How many pods are available, and since when (graph it over 6 hours)? A sawtooth is a crash loop.',
      needs: 'replicas',
      query: available,
    },
    {
      ask: 'How many does the Deployment want?',
      needs: 'replicas',
      query: (service) => requireReplicas(service).wanted,
    },
    {
      ask: 'Do they restart? No result above 0: they run, and fail their readiness probe.',
      query: (service) => restarts(service, '1h'),
    },
  ],
  PodsCrashing: [
    {
      ask: 'Which pods restart, and since when? A common start is a release, a configuration or a dependency.',
      query: (service) => restarts(service, '1h'),
    },
    {
      ask: 'Why did they end the last time? `OOMKilled` means memory, `Error` the program itself, `Completed` that it exits by itself.',
      query: (service) =>
        countBy(['reason'], eq(select(platformMetrics.containerLastEnd, containersOf(service)), 1)),
    },
    {
      ask: 'How many pods are available (graph it over 6 hours)? Between crashes they answer.',
      needs: 'replicas',
      query: available,
    },
  ],
  CrashLooping: [
    {
      ask: 'One pod or all of them? One: its node or its data. All: the release, its configuration or a dependency.',
      query: (service) => restarts(service, '1h'),
    },
    {
      ask: 'Why did it end the last time? `OOMKilled` means memory, `Error` the program itself.',
      query: (service) =>
        maxBy(['pod', 'reason'], select(platformMetrics.containerLastEnd, containersOf(service))),
    },
    {
      ask: 'How many pods are still up?',
      query: (service) => sumBy(scopeLabels(service), upOf(service)),
    },
  ],
  OomKilled: [
    {
      ask: 'Which pods, and how often in six hours? All of them: the limit or a leak. One: its requests or its node.',
      query: (service) => restarts(service, '6h'),
    },
    {
      ask: 'How does memory grow up to the kill (graph it over 6 hours)? A sawtooth is a leak, a cliff one large request.',
      query: (service) => maxBy(['pod'], memory(service)),
    },
    { ask: 'How much is allowed?', query: (service) => limits(service, 'memory') },
    {
      ask: 'Does it follow the traffic?',
      needs: 'signals',
      query: requestRate,
    },
  ],
  RolloutStuck: [
    {
      ask: 'How many pods are of the newest version? As many as wanted: they do not become ready. Fewer: they are not created.',
      needs: 'deployment',
      query: (service) => select(askedMetrics.deploymentUpdatedReplicas, ofDeployment(service)),
    },
    {
      ask: 'What does Kubernetes report? `Progressing` is `false` past the deadline, `ReplicaFailure` is `true` without pods.',
      needs: 'deployment',
      query: (service) => eq(select(platformMetrics.deploymentCondition, ofDeployment(service)), 1),
    },
    {
      ask: 'Why do containers wait: an image, a volume, the next restart?',
      query: waitingReasons,
    },
    {
      ask: 'Do the pods that are left suffice?',
      needs: 'replicas',
      query: available,
    },
  ],
  CpuThrottled: [
    {
      ask: 'Do users notice? Compare with an hour ago.',
      needs: 'latency',
      query: (service) => recordedSignal(service, 'latencyP99'),
    },
    {
      ask: 'How much CPU is used?',
      query: (service) => recordedSaturation(service, 'cpuUsage'),
    },
    { ask: 'How much is allowed?', query: (service) => limits(service, 'cpu') },
    {
      ask: 'Is it more traffic, or more work for the same traffic?',
      needs: 'signals',
      query: requestRate,
    },
  ],
  MemoryNearLimit: [
    {
      ask: 'Which pods, and how close?',
      query: (service) => recordedSaturation(service, 'memoryUtilization'),
    },
    {
      ask: 'In how many minutes is the limit reached at the growth of the last hour? No result: it does not grow.',
      query: (service) => {
        const left = sub(limits(service, 'memory'), maxBy(['pod'], memory(service)));
        const growth = gt(maxBy(['pod'], deriv(memory(service), '1h')), 0);
        return div(div(left, growth), 60);
      },
    },
    {
      ask: 'Does it follow the traffic (sized too small) or the time since the start (a leak)?',
      needs: 'signals',
      query: (service) => {
        const { inFlight } = service.signals;
        return inFlight === undefined
          ? requestRate(service)
          : sumBy(scopeLabels(service), select(inFlight, targetsOf(service)));
      },
    },
  ],
};
