import type { Signals } from '../../faults/signals';
import { controllerMetrics } from '../../metrics/controllers';
import type { Labels, Series } from '../engine/series';
import type { Subject } from './subject';
import type { Timeline } from './timeline';

/** Seconds: the CronJob is older than everything that alerts look back at. */
const CREATED = -1e7;

/** The last job before the fault has succeeded when it began, and the next one starts a second later. */
const LAST_SUCCESS = 0;
const START = 1;

/** A series about a CronJob or its newest job; undefined: there is none. */
interface Row {
  readonly name: string;
  readonly labels: Labels;
  readonly value: (state: Signals, time: number) => number | undefined;
}

const runs = ({ jobs }: Signals): boolean => jobs === 'fail' || jobs === 'hang';
const ifSo = (holds: boolean): number | undefined => (holds ? 1 : undefined);

/** What kube-state-metrics exposes about a CronJob and its jobs. Healthy jobs succeed at once, again and again. */
export function jobSeries(
  { namespace, controller, traits }: Subject,
  timeline: Timeline,
): readonly (readonly [name: string, series: Series])[] {
  if (!traits.has('jobs')) return [];
  const cronJob = { namespace, cronjob: controller.name };
  const job = { namespace, job_name: `${controller.name}-29384100` };
  const owned = { ...job, owner_kind: 'CronJob', owner_name: controller.name };
  const rows: readonly Row[] = [
    { name: controllerMetrics.cronJobCreated.name, labels: cronJob, value: () => CREATED },
    {
      name: controllerMetrics.cronJobLastSuccess.name,
      labels: cronJob,
      value: ({ jobs }, time) => (jobs === 'succeed' ? time : LAST_SUCCESS),
    },
    {
      name: controllerMetrics.cronJobSuspended.name,
      labels: cronJob,
      value: ({ jobs }) => Number(jobs === 'are suspended'),
    },
    { name: 'kube_cronjob_status_active', labels: cronJob, value: ({ jobs }) => Number(jobs === 'hang') },
    {
      name: 'kube_cronjob_next_schedule_time',
      labels: cronJob,
      value: ({ jobs }, time) => (jobs === 'do not start' ? START : Math.max(time, START)),
    },
    {
      name: controllerMetrics.jobStart.name,
      labels: job,
      value: (state) => (runs(state) ? START : undefined),
    },
    { name: controllerMetrics.jobOwner.name, labels: owned, value: (state) => ifSo(runs(state)) },
    {
      name: controllerMetrics.jobFailed.name,
      labels: { ...job, condition: 'true' },
      value: ({ jobs }) => ifSo(jobs === 'fail'),
    },
    { name: 'kube_job_status_failed', labels: job, value: ({ jobs }) => ifSo(jobs === 'fail') },
    {
      name: 'kube_job_status_active',
      labels: job,
      value: (state) => (runs(state) ? Number(state.jobs === 'hang') : undefined),
    },
  ];
  return rows.map(({ name, labels, value }) => [
    name,
    {
      labels,
      at: (scrape) => {
        const state = timeline.state(scrape);
        return state.kubeStateMetrics ? (value(state, timeline.timeOf(scrape)) ?? 'stale') : 'stale';
      },
    },
  ]);
}
