import { controllerMetrics } from '../metrics/controllers';
import type { Gauge } from '../metrics/metric';
import { and, eq, ge, gt, maxBy, or, select, sub, time, unless } from '../promql/build';
import { seconds, type Duration } from '../promql/window';
import type { AlertContext, AlertRow } from './alert';
import type { Scope } from './scope';

/** The fields of a CronJob that the alert on its last success depends on. */
export interface PunctualContext extends AlertContext {
  readonly succeedsWithin: Duration;
}

const BY = ['namespace', 'cronjob'] as const;

const nameOf = ({ controller, name }: Scope): string => controller?.name ?? name;

const own = (service: Scope, metric: Gauge) =>
  maxBy<string, string>(
    BY,
    select<Gauge>(metric, { namespace: service.namespace, cronjob: nameOf(service) }),
  );

/** Seconds since the last success of a CronJob; before the first one, since the CronJob was created. */
export const sinceSuccess = (service: Scope) =>
  sub(
    time(),
    or(own(service, controllerMetrics.cronJobLastSuccess), own(service, controllerMetrics.cronJobCreated)),
  );

/** 1 for a CronJob that starts no jobs, else 0. */
export const suspended = (service: Scope) => own(service, controllerMetrics.cronJobSuspended);

/** Alerts on the jobs of a CronJob, which is not scraped. */
export const cronJobAlerts: readonly AlertRow[] = [
  {
    symptom: 'JobFailed',
    severity: 'warning',
    for: '2m',
    summary: 'A job of %s has failed.',
    description:
      'The last job of CronJob {{ $labels.cronjob }} in namespace {{ $labels.namespace }} that ended has failed, with all its retries.',
    // Kubernetes keeps the last failed job for good, so only one that is newer than the last success counts.
    expr: (service) => {
      const { namespace } = service;
      const perJob = ['namespace', 'job_name'] as const;
      const failed = and(
        maxBy(perJob, select(controllerMetrics.jobStart, { namespace })),
        eq(maxBy(perJob, select(controllerMetrics.jobFailed, { namespace, condition: 'true' })), 1),
      );
      const owned = select(controllerMetrics.jobOwner, {
        namespace,
        owner_kind: 'CronJob',
        owner_name: nameOf(service),
      });
      const started = maxBy(['namespace'], and(failed, owned, { on: perJob }));
      const cronJob = own(service, controllerMetrics.cronJobCreated);
      const succeeded = own(service, controllerMetrics.cronJobLastSuccess);
      return unless(
        and(cronJob, started, { on: ['namespace'] }),
        ge(succeeded, started, { on: ['namespace'], groupLeft: [] }),
        { on: ['namespace'] },
      );
    },
  },
  {
    symptom: 'JobSuspended',
    severity: 'info',
    for: '60m',
    summary: 'The CronJob of %s is suspended.',
    description:
      'CronJob {{ $labels.cronjob }} in namespace {{ $labels.namespace }} starts no jobs, because it is suspended.',
    expr: (service) => eq(suspended(service), 1),
  },
];

/** The alert on the last success, for CronJobs whose schedule is known. */
export const punctualityAlerts: readonly AlertRow<PunctualContext>[] = [
  {
    symptom: 'JobOverdue',
    severity: 'warning',
    for: '2m',
    summary: 'No job of %s has succeeded for too long.',
    description:
      'The last success of CronJob {{ $labels.cronjob }} in namespace {{ $labels.namespace }} is {{ $value | humanizeDuration }} ago.',
    // JobSuspended reports one that starts no jobs.
    expr: (service) =>
      unless(gt(sinceSuccess(service), seconds(service.succeedsWithin)), eq(suspended(service), 1)),
  },
];
