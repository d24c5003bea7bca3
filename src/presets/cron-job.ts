import * as z from 'zod';
import { existingWorkload, existingWorkloadSchema } from '../catalog/workload/existing';
import { mistake } from '../findings/mistake';
import { parseInput } from '../findings/parse-input';
import { lt, mul, sub } from '../promql/build';
import { seconds } from '../promql/window';
import { sinceSuccess, suspended } from '../rules/cron-job';
import { timeSliceSlo } from '../slo/slo';
import type { Preset } from './preset';
import { promiseFields } from './promises';

const existing = existingWorkloadSchema.shape;

export const cronJobSchema = z.strictObject({
  name: existing.name.describe("Name of the CronJob, in the service's namespace."),
  container: existing.container,
  succeedsWithin: existing.succeedsWithin
    .unwrap()
    .describe(
      'How old the last success may be: one interval of the schedule, the duration of a run, and some time for retries. E.g. `26h` for a daily job.',
    ),
  punctuality: z
    .union([z.literal('off'), z.number(mistake('not a number', 'write 99 for 99 %'))])
    .default(99)
    .describe(
      'Percentage of minutes in which the last success is young enough, or `off` for no such objective. It opens tickets and does not page.',
    ),
  period: promiseFields.period,
});

/**
 * A CronJob that something else deploys, as kube-state-metrics shows it: tickets when its last success is too old and when
 * a job fails, and a notice while it is suspended. Minutes in which it is suspended count as good.
 * @throws InvalidInput with every wrong option
 * @example
 * defineService({
 *   name: 'backup',
 *   namespace: 'db',
 *   team: 'storage',
 *   ...cronJob({ name: 'nightly-backup', succeedsWithin: '26h' }),
 * });
 */
export function cronJob(options: z.input<typeof cronJobSchema>) {
  const { name, container, succeedsWithin, punctuality, period } = parseInput(
    cronJobSchema,
    'cronJob',
    options,
  );
  return {
    workload: existingWorkload({
      kind: 'CronJob',
      name,
      succeedsWithin,
      ...(container === undefined ? {} : { container }),
    }),
    slos:
      punctuality === 'off'
        ? []
        : [
            timeSliceSlo({
              name: 'punctuality',
              objective: punctuality,
              period,
              // JobOverdue reports a late success at once, as a ticket.
              tiers: { 'page-fast': 'off', 'page-slow': 'off' },
              good: (_targets, scope) =>
                lt(mul(sinceSuccess(scope), sub(1, suspended(scope))), seconds(succeedsWithin)),
            }),
          ],
  } satisfies Preset;
}
