import type { CronJobWorkload } from '../../../../catalog/workload/cron-job';
import * as k8s from '../k8s';
import type { WriteController } from './context';

const CONCURRENCY = { skip: 'Forbid', replace: 'Replace', 'run both': 'Allow' } as const;

export const writeCronJob: WriteController<CronJobWorkload> = (scope, { workload, metadata, template }) =>
  new k8s.KubeCronJob(scope, 'cron-job', {
    metadata,
    spec: {
      schedule: workload.schedule,
      ...(workload.timeZone === undefined ? {} : { timeZone: workload.timeZone }),
      concurrencyPolicy: CONCURRENCY[workload.whenStillRunning],
      jobTemplate: {
        metadata: { labels: template.metadata!.labels! },
        spec: {
          backoffLimit: workload.retries,
          ...(workload.deadlineSeconds === undefined
            ? {}
            : { activeDeadlineSeconds: workload.deadlineSeconds }),
          template,
        },
      },
    },
  });
