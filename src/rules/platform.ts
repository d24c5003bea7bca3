import { platformMetrics } from '../metrics/platform';
import {
  absent,
  and,
  avgOverTime,
  countBy,
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
  or,
  select,
  sumBy,
  unless,
  type InstantVector,
} from '../promql/build';
import type { Duration } from '../promql/window';
import type { AlertContext, AlertRow } from './alert';
import { memoryUtilization } from './saturation';
import { upOf } from './presence';
import { CONTAINER, outOfMemory, restartingSlowly, steadyShare, waitingToRestart } from './restarts';
import { requireReplicas } from './controllers/index';
import { containersOf, hasNamespace, scopeLabels, targetsOf } from './scope';
import { limitsOf, restOf } from './thresholds';

/** The fields of a service that the alert on its series depends on. */
export interface BudgetContext extends AlertContext {
  /** Samples that a healthy target may expose; more means that a label has grown. */
  readonly seriesBudget: number;
}

/**
 * Pages on outages go on firing for so long: the kubelet takes a container for recovered when it has run for ten
 * minutes, so until then a crash loop is one incident.
 */
const RECOVERED: Duration = '10m';

/** Alerts on the scrape itself, for every service. Without targets all its other alerts are silent. */
export const scrapeAlerts: readonly AlertRow[] = [
  {
    symptom: 'Down',
    severity: 'critical',
    for: '3m',
    keepFiringFor: RECOVERED,
    summary: 'Prometheus cannot scrape any target of %s.',
    description:
      'All targets of %s in namespace {{ $labels.namespace }} fail their scrapes: it is down, or Prometheus cannot reach it.',
    expr: (service) => eq(maxBy(scopeLabels(service), upOf(service)), 0),
  },
  {
    symptom: 'TargetsFailing',
    severity: 'critical',
    for: '3m',
    keepFiringFor: RECOVERED,
    summary: 'Prometheus cannot scrape half or more of the targets of %s.',
    description:
      '{{ $value | humanizePercentage }} of the targets of %s in namespace {{ $labels.namespace }} fail their scrapes. TargetDown is the ticket for fewer, Down the page for all.',
    // The average stays low when targets of a crash loop answer between two waits. Targets count as failing when they
    // are ten minutes old, so that pods that start, of a rollout or for more traffic, are not an outage.
    expr: (service) => {
      const up = upOf(service);
      const failing = and(and(le(avgOverTime(up, '2m'), 0.5), offset(up, '10m')), up);
      return ge(
        div(countBy(scopeLabels(service), failing), ge(countBy(scopeLabels(service), up), 2)),
        limitsOf(service, 'TargetsFailing').threshold,
      );
    },
  },
  {
    symptom: 'TargetDown',
    severity: 'warning',
    for: '7m',
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
    for: '3m',
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
    for: '3m',
    summary: 'Prometheus has no target for %s although its Deployment has replicas.',
    description:
      'Prometheus discovers no target for %s in namespace {{ $labels.namespace }}, and the Deployment is not scaled to 0. It is not monitored.',
    // Only a known 0 silences it: if kube-state-metrics is gone too, a missing target still pages.
    expr: (service) =>
      unless(up(service), eq(requireReplicas(service).wanted, 0), {
        on: hasNamespace(service) ? ['namespace'] : [],
      }),
  },
  {
    symptom: 'Unavailable',
    severity: 'critical',
    for: '3m',
    keepFiringFor: RECOVERED,
    summary: 'No pod of %s is ready to answer requests.',
    description:
      'The Deployment of %s in namespace {{ $labels.namespace }} has no available pod, although it is not scaled to 0: the Service cannot send requests anywhere.',
    // Pods that fail their readiness probe can still be scraped, and a service without requests looks idle.
    expr: (service) => {
      const { by, available, wanted } = requireReplicas(service);
      return and(eq(maxBy(by, available), 0), gt(maxBy(by, wanted), 0));
    },
  },
  {
    symptom: 'ScaledToZero',
    // Users lose all of the service, whoever asked for it: a mistake that no other alert reports.
    severity: 'critical',
    for: '2m',
    summary: 'Kubernetes is asked to run no pod of %s.',
    description:
      'Deployment {{ $labels.deployment }} in namespace {{ $labels.namespace }} is scaled to 0, so %s answers no request. If this is deliberate, silence the alert or turn it off with builtInAlerts.',
    expr: (service) => {
      const { by, wanted } = requireReplicas(service);
      return eq(maxBy(by, wanted), 0);
    },
  },
  {
    symptom: 'PartialOutage',
    severity: 'critical',
    for: '2m',
    keepFiringFor: RECOVERED,
    summary: 'Half or more of the pods of %s are not available.',
    description:
      'Only {{ $value | humanizePercentage }} of the pods of %s in namespace {{ $labels.namespace }} were available in the last two minutes.',
    // The maximum is low earlier when pods stay away. The average stays low when pods of a crash loop become ready
    // between two waits. Replicas count once they were wanted for ten minutes, so that neither scaling up nor a new
    // Deployment looks like an outage.
    expr: (service) => {
      const { by, available, wanted: spec } = requireReplicas(service);
      const wanted = and(ge(maxBy(by, minOverTime(spec, '10m')), 2), gt(maxBy(by, offset(spec, '10m')), 0));
      const most = restOf(limitsOf(service, 'PartialOutage').threshold);
      const tooFew = (pods: InstantVector) => le(div(pods, wanted), most);
      return or(
        tooFew(maxBy(by, avgOverTime(available, '2m'))),
        tooFew(maxBy(by, maxOverTime(available, '90s'))),
      );
    },
  },
  {
    symptom: 'PodsCrashing',
    severity: 'critical',
    for: '2m',
    keepFiringFor: RECOVERED,
    summary: 'Half or more of the pods of %s keep crashing.',
    description:
      'Only {{ $value | humanizePercentage }} of the pods that %s in namespace {{ $labels.namespace }} needs are ready and were not restarted twice in the last 15 minutes.',
    // Pods that run for a minute or two between crashes are available most of the time, and answer most scrapes.
    expr: (service) => steadyShare(service, restOf(limitsOf(service, 'PodsCrashing').threshold)),
  },
  {
    symptom: 'CrashLooping',
    severity: 'warning',
    for: '15m',
    summary: 'A pod of %s keeps crashing.',
    description:
      'Container {{ $labels.container }} of pod {{ $labels.pod }} of %s keeps crashing and restarting.',
    // Longer than the window in which a wait counts, so that five minutes of waiting pass.
    expr: (service) => or(waitingToRestart(service), restartingSlowly(service)),
  },
  {
    symptom: 'OomKilled',
    severity: 'warning',
    for: '2m',
    summary: 'A pod of %s was killed because it used all memory of its limit.',
    description:
      'Pod {{ $labels.pod }} of %s restarted {{ $value }} times in the last hour, the last time because it reached its memory limit.',
    // The window makes kills that repeat within an hour one ticket.
    expr: (service) => outOfMemory(service, '1h'),
  },
  {
    symptom: 'RolloutStuck',
    severity: 'warning',
    for: '5m',
    summary: 'The Deployment of %s makes no progress.',
    description:
      'Kubernetes cannot bring Deployment {{ $labels.deployment }} in namespace {{ $labels.namespace }} to its newest version or its number of pods.',
    expr: (service) => requireReplicas(service).stuck,
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
      return gt(
        div(periods('containerCpuThrottledPeriods'), periods('containerCpuPeriods')),
        limitsOf(service, 'CpuThrottled').threshold,
      );
    },
  },
  {
    symptom: 'MemoryNearLimit',
    severity: 'warning',
    for: '10m',
    summary: 'A pod of %s is about to run out of memory.',
    description:
      'Pod {{ $labels.pod }} of %s uses {{ $value | humanizePercentage }} of its memory limit and is killed at 100%.',
    expr: (service) => gt(memoryUtilization(service), limitsOf(service, 'MemoryNearLimit').threshold),
  },
];
