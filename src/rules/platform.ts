import { platformMetrics } from '../metrics/platform';
import {
  absent,
  and,
  avgOverTime,
  div,
  eq,
  ge,
  gt,
  increase,
  le,
  maxBy,
  maxOverTime,
  minOverTime,
  offset,
  select,
  sumBy,
  unless,
} from '../promql/build';
import type { AlertContext, AlertRow } from './alert';
import { memoryUtilization } from './golden-signals';
import { containersOf, targetsOf } from './scope';

/** The fields of a service that the alert on its series depends on. */
export interface BudgetContext extends AlertContext {
  /** Samples that a healthy target may expose; more means that a label has grown. */
  readonly seriesBudget: number;
}

const CONTAINER = ['namespace', 'pod', 'container'] as const;

/** Alerts on the scrape itself, for every service. Without targets all its other alerts are silent. */
export const scrapeAlerts: readonly AlertRow[] = [
  {
    symptom: 'Down',
    severity: 'critical',
    for: '3m',
    summary: 'Prometheus cannot scrape any target of %s.',
    description:
      'All targets of %s in namespace {{ $labels.namespace }} fail their scrapes: it is down, or Prometheus cannot reach it.',
    expr: (service) => eq(maxBy(['namespace', 'job'], select(platformMetrics.up, targetsOf(service))), 0),
  },
  {
    symptom: 'TargetDown',
    severity: 'warning',
    for: '10m',
    summary: 'Prometheus cannot scrape a target of %s.',
    // A target behind an external Service need not be a pod.
    description:
      'Prometheus cannot scrape {{ $labels.instance }}{{ with $labels.pod }} (pod {{ . }}){{ end }} of %s.',
    expr: (service) => eq(select(platformMetrics.up, targetsOf(service)), 0),
  },
];

/** The alert on the number of series, for every service with a series budget. */
export const budgetAlerts: readonly AlertRow<BudgetContext>[] = [
  {
    symptom: 'SeriesBudgetExceeded',
    severity: 'warning',
    for: '15m',
    summary: 'A target of %s exposes more series than its metrics allow.',
    description:
      '{{ $labels.instance }} of %s exposes {{ $value }} samples, more than its metrics can have. A label has too many values; at the sample limit, every scrape fails.',
    expr: (service) => gt(select(platformMetrics.scrapeSamples, targetsOf(service)), service.seriesBudget),
  },
];

const up = (service: AlertContext) => absent(select(platformMetrics.up, targetsOf(service)));

/** Missing targets of a service that something else deploys, possibly without a Deployment. */
export const externalAlerts: readonly AlertRow[] = [
  {
    symptom: 'TargetMissing',
    severity: 'critical',
    for: '5m',
    summary: 'Prometheus has no target for %s.',
    description:
      'Prometheus discovers no target for %s in namespace {{ $labels.namespace }}. It is not monitored.',
    expr: up,
  },
];

/** Alerts on the pods of a service that this stack deploys. */
export const workloadAlerts: readonly AlertRow[] = [
  {
    symptom: 'TargetMissing',
    severity: 'critical',
    for: '5m',
    summary: 'Prometheus has no target for %s although its Deployment has replicas.',
    description:
      'Prometheus discovers no target for %s in namespace {{ $labels.namespace }}, and the Deployment is not scaled to 0. It is not monitored.',
    // Only a known 0 silences it: if kube-state-metrics is gone too, a missing target still pages.
    expr: (service) =>
      unless(
        up(service),
        eq(
          select(platformMetrics.deploymentSpecReplicas, {
            namespace: service.namespace,
            deployment: service.name,
          }),
          0,
        ),
        { on: ['namespace'] },
      ),
  },
  {
    symptom: 'Unavailable',
    severity: 'critical',
    for: '3m',
    summary: 'No pod of %s is ready to answer requests.',
    description:
      'The Deployment of %s in namespace {{ $labels.namespace }} has no available pod, although it is not scaled to 0: the Service cannot send requests anywhere.',
    // Pods that fail their readiness probe can still be scraped, and a service without requests looks idle.
    expr: (service) => {
      const deployment = { namespace: service.namespace, deployment: service.name };
      const by = ['namespace', 'deployment'] as const;
      return and(
        eq(maxBy(by, select(platformMetrics.deploymentAvailableReplicas, deployment)), 0),
        gt(maxBy(by, select(platformMetrics.deploymentSpecReplicas, deployment)), 0),
      );
    },
  },
  {
    symptom: 'PartialOutage',
    severity: 'critical',
    for: '2m',
    summary: 'Half or more of the pods of %s are not available.',
    description:
      'On average over two minutes, only {{ $value | humanizePercentage }} of the pods of %s in namespace {{ $labels.namespace }} were available.',
    // The average stays low when pods of a crash loop become ready between two waits. Replicas count once they were
    // wanted for ten minutes, so that neither scaling up nor a new Deployment looks like an outage.
    expr: (service) => {
      const deployment = { namespace: service.namespace, deployment: service.name };
      const by = ['namespace', 'deployment'] as const;
      const spec = select(platformMetrics.deploymentSpecReplicas, deployment);
      const available = select(platformMetrics.deploymentAvailableReplicas, deployment);
      const wanted = and(ge(maxBy(by, minOverTime(spec, '10m')), 2), gt(maxBy(by, offset(spec, '10m')), 0));
      return le(div(maxBy(by, avgOverTime(available, '2m')), wanted), 0.5);
    },
  },
  {
    symptom: 'CrashLooping',
    severity: 'warning',
    for: '15m',
    summary: 'A pod of %s keeps crashing.',
    description:
      'Container {{ $labels.container }} of pod {{ $labels.pod }} of %s keeps crashing and restarting.',
    // Between two waits the container runs. The kubelet forgets the crashes of one that ran for ten minutes, so this
    // window bridges every shorter run; the longer `for` still lets five minutes of waiting pass.
    expr: (service) =>
      ge(
        maxBy(
          CONTAINER,
          maxOverTime(
            select(platformMetrics.containerWaitingReason, {
              ...containersOf(service),
              reason: 'CrashLoopBackOff',
            }),
            '10m',
          ),
        ),
        1,
      ),
  },
  {
    symptom: 'CpuThrottled',
    severity: 'info',
    for: '15m',
    summary: 'A pod of %s is slowed down by its CPU limit.',
    description:
      'Pod {{ $labels.pod }} of %s was throttled in {{ $value | humanizePercentage }} of its CPU periods.',
    // The manifests set no CPU limit by default, but a LimitRange may add one that they do not show.
    expr: (service) => {
      const periods = (metric: 'containerCpuPeriods' | 'containerCpuThrottledPeriods') =>
        sumBy(CONTAINER, increase(select(platformMetrics[metric], containersOf(service)), '5m'));
      return gt(div(periods('containerCpuThrottledPeriods'), periods('containerCpuPeriods')), 0.25);
    },
  },
  {
    symptom: 'MemoryNearLimit',
    severity: 'warning',
    for: '10m',
    summary: 'A pod of %s is about to run out of memory.',
    description:
      'Pod {{ $labels.pod }} of %s uses {{ $value | humanizePercentage }} of its memory limit and is killed at 100%.',
    expr: (service) => gt(memoryUtilization(service), 0.9),
  },
];
