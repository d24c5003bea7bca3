import * as z from 'zod';
import { mistake } from '../../findings/mistake';
import { parseInput } from '../../findings/parse-input';
import { countFrom1, positiveDuration } from '../fields';
import { containerFields, SET_TWICE, variablesSetOnce } from './container';
import type { WorkloadKind } from './kind';
import { podFields } from './pod';

/** Five fields, or a name such as `@daily`; the API server checks the rest. */
const schedule = z
  .string()
  .regex(
    /^(@(yearly|annually|monthly|weekly|daily|midnight|hourly)|\S+( \S+){4})$/,
    mistake('not a cron schedule', "write five fields, e.g. '0 3 * * *', or @daily"),
  )
  .meta({ type: 'cron schedule' });

export const cronJobSchema = z
  .strictObject({
    ...containerFields,
    schedule: schedule.describe('When a job starts, e.g. `0 3 * * *`.'),
    timeZone: z
      .string()
      .min(1)
      .optional()
      .describe('Time zone of the schedule, e.g. `Europe/Berlin`. Absent: that of the control plane.'),
    succeedsWithin: positiveDuration.describe(
      'How old the last success may be before an alert fires: one interval of the schedule, the duration of a run, and some time for retries. E.g. `26h` for a daily job.',
    ),
    retries: z
      .number()
      .int(mistake('not a whole number', 'use 0 or more'))
      .min(0, mistake('below 0', 'use 0 or more'))
      .default(2)
      .meta({ type: 'whole number' })
      .describe('How often a failed job starts again before it counts as failed.'),
    deadlineSeconds: countFrom1
      .optional()
      .describe('Seconds after which a job that still runs is stopped and has failed. Absent: never.'),
    whenStillRunning: z
      .enum(['skip', 'replace', 'run both'])
      .default('skip')
      .describe('What happens to a job that is due while the one before it runs.'),
    ...podFields,
  })
  .refine(variablesSetOnce, SET_TWICE);

/** Jobs by a schedule. */
export interface CronJobWorkload extends Readonly<z.output<typeof cronJobSchema>> {
  readonly kind: 'cronJob';
}

/**
 * Runs a program by a schedule. It serves no requests, and needs neither `port` nor `metrics`: kube-state-metrics has what
 * its alerts read.
 * @throws InvalidInput with every wrong field
 * @example
 * const workload = cronJob({ image: 'invoices:1.0.0', schedule: '0 3 * * *', succeedsWithin: '26h' });
 */
export function cronJob(props: z.input<typeof cronJobSchema>): CronJobWorkload {
  return { kind: 'cronJob', ...parseInput(cronJobSchema, 'cronJob', props) };
}

export const cronJobKind: WorkloadKind<CronJobWorkload> = {
  definedBy: 'cronJob',
  schema: cronJobSchema,
  controller: ({ succeedsWithin }, service) => ({
    kind: 'CronJob',
    name: service,
    pods: 'named after the service',
    succeedsWithin,
  }),
  withoutReplicas: () => 'a CronJob starts one pod for each job and has no replicas',
};
