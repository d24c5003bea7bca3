import type { InputSeries } from '../../../src/testing/rule-tests';
import type { AlertProofs } from '../alert-proof';

const KUBE_STATE_METRICS = 'job="kube-state-metrics", service="prometheus-kube-state-metrics"';

/** The CronJob of the cases and, with another name, its neighbours. */
const CRON_JOB = 'invoices';

const cronJob = (metric: string, values: string, name = CRON_JOB): InputSeries => ({
  series: `${metric}{namespace="default", cronjob="${name}", ${KUBE_STATE_METRICS}}`,
  values,
});

const created = (values: string, name?: string) => cronJob('kube_cronjob_created', values, name);
const suspended = (values: string, name?: string) => cronJob('kube_cronjob_spec_suspend', values, name);
const succeeded = (values: string, name?: string) =>
  cronJob('kube_cronjob_status_last_successful_time', values, name);

/** A job that starts at a Unix time and has failed in the samples of 1. */
const job = (name: string, start: number, failed: string, owner = CRON_JOB): readonly InputSeries[] => {
  const labels = `namespace="default", job_name="${name}", ${KUBE_STATE_METRICS}`;
  return [
    { series: `kube_job_status_start_time{${labels}}`, values: `${start}x200` },
    { series: `kube_job_failed{${labels}, condition="true"}`, values: failed },
    {
      series: `kube_job_owner{${labels}, owner_kind="CronJob", owner_name="${owner}", owner_is_controller="true"}`,
      values: '1x200',
    },
  ];
};

/** A CronJob whose jobs fail, are overdue and that is suspended. It must not matter in any case. */
export const brokenCronJob: readonly InputSeries[] = [
  created('0x200', 'reports'),
  suspended('1x200', 'reports'),
  ...job('reports-1', 600, '1x200', 'reports'),
];

const alert = (severity: string, summary: string, description: string, page: string) => ({
  labels: { team: 'billing', service: 'invoices', namespace: 'default', cronjob: 'invoices', severity },
  annotations: { summary, description, runbook_url: `https://runbooks.example.com/${page}.md` },
});

const failed = alert(
  'warning',
  'A job of invoices has failed.',
  'The last job of CronJob invoices in namespace default that ended has failed, with all its retries.',
  'job-failed',
);

const overdue = (age: string) =>
  alert(
    'warning',
    'No job of invoices has succeeded for too long.',
    `The last success of CronJob invoices in namespace default is ${age} ago.`,
    'job-overdue',
  );

/** Proofs of `cronJobAlerts`: samples every 30 seconds, evaluation every minute. */
export const cronJobProofs: AlertProofs = {
  JobFailed: {
    fires: [
      {
        name: 'the first job fails after five minutes',
        inputSeries: [created('0x80'), ...job('invoices-1', 60, '_x9 1x70')],
        firesAt: '7m',
        expected: [failed],
      },
      {
        name: 'a job fails after one that has succeeded',
        inputSeries: [created('0x80'), succeeded('120x80'), ...job('invoices-2', 300, '_x19 1x60')],
        firesAt: '12m',
        expected: [failed],
      },
    ],
    silent: [
      {
        name: 'a job succeeds after one that has failed',
        inputSeries: [created('0x80'), succeeded('_x2 400x80'), ...job('invoices-1', 60, '1x80')],
        until: '30m',
      },
      {
        name: 'a job runs and its retries go on',
        inputSeries: [created('0x80'), ...job('invoices-1', 60, '0x80')],
        until: '30m',
      },
      {
        name: 'only jobs of another CronJob fail',
        inputSeries: [created('0x80'), ...job('invoices-archive-1', 60, '1x80', 'invoices-archive')],
        until: '30m',
      },
    ],
  },
  JobSuspended: {
    fires: [
      {
        name: 'it is suspended',
        inputSeries: [created('0x200'), suspended('1x200')],
        firesAt: '1h',
        expected: [
          alert(
            'info',
            'The CronJob of invoices is suspended.',
            'CronJob invoices in namespace default starts no jobs, because it is suspended.',
            'job-suspended',
          ),
        ],
      },
    ],
    silent: [
      { name: 'it is not', inputSeries: [created('0x200'), suspended('0x200')], until: '65m' },
      {
        name: 'it is suspended for half an hour',
        inputSeries: [created('0x200'), suspended('1x60 0x140')],
        until: '65m',
      },
    ],
  },
};

/** Proofs of `punctualityAlerts`, with a limit of twenty minutes. */
export const punctualityProofs: AlertProofs = {
  JobOverdue: {
    fires: [
      {
        name: 'no job has succeeded since it was created',
        inputSeries: [created('0x80'), suspended('0x80')],
        // After 20 minutes the age is at the limit, which is not above it.
        firesAt: '23m',
        expected: [overdue('23m 0s')],
      },
      {
        name: 'the last success was five minutes after that',
        inputSeries: [created('0x80'), suspended('0x80'), succeeded('_x9 300x70')],
        firesAt: '28m',
        expected: [overdue('23m 0s')],
      },
    ],
    silent: [
      {
        name: 'jobs succeed every ten minutes',
        inputSeries: [created('0x80'), succeeded('_x19 600x19 1200x19 1800x20')],
        until: '35m',
      },
      {
        name: 'it is suspended, which JobSuspended reports',
        inputSeries: [created('0x80'), suspended('1x80')],
        until: '35m',
      },
      { name: 'nothing is known about it', inputSeries: [], until: '30m' },
    ],
  },
};
