import * as z from 'zod';
import { parseInput } from '../findings/parse-input';
import { contract } from '../metrics/contract';
import { counter, gauge } from '../metrics/metric';
import { gt, maxBy, select, type InstantVector } from '../promql/build';
import type { AlertRow } from '../rules/alert';
import { goldenSignals } from '../rules/golden-signals';
import { scopeLabels, targetsOf } from '../rules/scope';
import { ratioSlo } from '../slo/slo';
import type { Preset } from './preset';
import { promiseFields } from './promises';

export const queueConsumerSchema = z.strictObject({
  processed: z
    .string()
    .default('jobs_total')
    .describe('Name of the counter of all messages that were handled.'),
  failed: z.string().default('jobs_failed_total').describe('Name of the counter of those that failed.'),
  age: z
    .string()
    .default('queue_oldest_message_age_seconds')
    .describe('Name of the gauge of the age of the oldest message, in seconds.'),
  longestAge: z
    .number()
    .positive()
    .default(300)
    .describe('Seconds that a message may wait; longer, for five minutes, is a critical alert.'),
  availability: promiseFields.availability.describe(
    'Percentage of messages that do not fail, or `off` for no such objective.',
  ),
  period: promiseFields.period,
});

/**
 * A worker that takes messages from a queue: two counters and the age of the oldest message.
 * @throws InvalidInput with every wrong option
 * @example
 * defineService({
 *   name: 'mailer',
 *   team: 'mail',
 *   port: 9102,
 *   workload: 'external',
 *   ...queueConsumer({ processed: 'mails_total', failed: 'mails_failed_total', longestAge: 60 }),
 * });
 */
export function queueConsumer(options: z.input<typeof queueConsumerSchema> = {}) {
  const given = parseInput(queueConsumerSchema, 'queueConsumer', options);
  const metrics = contract({
    processed: counter(given.processed, { help: '' }),
    failed: counter(given.failed, { help: '' }),
    age: gauge(given.age, { help: '', unit: 'seconds' }),
  });
  const { processed, failed, age } = metrics;
  const stuck: AlertRow = {
    symptom: 'QueueStuck',
    severity: 'critical',
    for: '5m',
    summary: 'Messages for %s wait too long.',
    description: `The oldest message for %s in namespace {{ $labels.namespace }} has waited for {{ $value | humanizeDuration }}; ${given.longestAge} s are allowed.`,
    expr: (service) => {
      const oldest: InstantVector = select(age, targetsOf(service));
      return gt(maxBy(scopeLabels(service), oldest), given.longestAge);
    },
  };
  return {
    metrics,
    signals: goldenSignals({ requests: processed, errors: failed }),
    slos:
      given.availability === 'off'
        ? []
        : [
            ratioSlo({
              name: 'availability',
              objective: given.availability,
              period: given.period,
              total: processed,
              bad: failed,
            }),
          ],
    alerts: [stuck],
  } satisfies Preset;
}
