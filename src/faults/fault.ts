import * as z from 'zod';
import { mistake } from '../findings/mistake';
import { named, parseInput } from '../findings/parse-input';
import type { Change } from './signals';
import { TRAITS, type Trait } from './trait';

/** Something that breaks, as data: what differs from a healthy service. */
export interface Fault {
  /** What happens, as a clause without a full stop: `all requests fail`. */
  readonly name: string;
  /**
   * What differs from a healthy service.
   * @param seconds since it began
   * @param replicas pods that the service runs
   */
  readonly signals: (seconds: number, replicas: number) => Change;
  /** Seconds after which the signals no longer change, except for counters. @default 0 */
  readonly settles?: number;
  /** What a service must have for it to happen. @default nothing */
  readonly needs?: readonly Trait[];
  /** Pods that a service needs for it to happen. @default 1 */
  readonly fewestPods?: number;
  /** Why it is right that no receiver is notified, as a sentence. @default one should be */
  readonly accepted?: string;
}

/** Faults are simulated until they have settled, second by second in the worst case. */
const LONGEST = 24 * 3600;

const functionOf = z.custom<Fault['signals']>(
  (value) => typeof value === 'function',
  mistake('not a function', 'write (seconds, replicas) => ({ errors: 1 })'),
);

const schema = z.strictObject({
  name: z.string(mistake('not a string', 'say what happens')).min(1, mistake('empty', 'say what happens')),
  signals: functionOf,
  settles: z
    .number(mistake('not a number', 'give seconds'))
    .min(0, mistake('negative', 'give seconds from 0 on'))
    .max(LONGEST, mistake('longer than a day', `use ${LONGEST} or less`))
    .optional(),
  needs: z.array(z.enum(TRAITS), mistake('not a list', `list some of ${TRAITS.join(', ')}`)).optional(),
  fewestPods: z
    .number(mistake('not a number', 'give a number of pods'))
    .int(mistake('not a whole number', 'give a number of pods'))
    .min(1, mistake('below 1', 'use 1 or more'))
    .optional(),
  accepted: z.string(mistake('not a string', 'give the reason as a sentence')).optional(),
});

/**
 * A fault of your own, for `faults` of a service: `signalproof certify` shows who is notified of it, and how soon.
 * @throws InvalidInput with every wrong field
 * @example
 * const queueStuck = fault({
 *   name: 'the queue is stuck',
 *   signals: (seconds) => ({ metrics: { queue_oldest_message_age_seconds: seconds } }),
 *   settles: 3600,
 * });
 */
export function fault(props: Fault): Fault {
  const { settles, needs, fewestPods, accepted, ...rest } = parseInput(schema, named('fault', props), props);
  return {
    ...rest,
    ...(settles === undefined ? {} : { settles }),
    ...(needs === undefined ? {} : { needs }),
    ...(fewestPods === undefined ? {} : { fewestPods }),
    ...(accepted === undefined ? {} : { accepted }),
  };
}

/** Whether the value can be what {@link fault} returns. */
export const isFault = (value: unknown): value is Fault => schema.safeParse(value).success;
