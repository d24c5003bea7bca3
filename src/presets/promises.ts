import * as z from 'zod';
import { mistake } from '../findings/mistake';
import type { Countable, Histogram } from '../metrics/metric';
import type { ValueMatcher } from '../promql/matchers';
import { tryMilliseconds, type Duration } from '../promql/window';
import type { EventPart } from '../rules/fields';
import { availabilitySlo, latencySlo, type Slo } from '../slo/slo';

const percentage = z.number(mistake('not a number', 'write 99.9 for 99.9 %'));

/** Fields of presets for programs that answer requests. */
export const promiseFields = {
  availability: z
    .union([z.literal('off'), percentage])
    .default(99.9)
    .describe('Percentage of requests that do not fail, or `off` for no such objective.'),
  latency: z
    .union([
      z.literal('off'),
      z.strictObject({
        objective: percentage.default(99).describe('Percentage of requests that are fast enough.'),
        threshold: z
          .number(mistake('not a number', 'use one of the buckets'))
          .optional()
          .describe(
            "Longest duration that is fast enough: a bucket, in the histogram's unit. Absent: the first bucket from 0.25 s on.",
          ),
      }),
    ])
    .prefault({})
    .describe('Objective for the duration of requests, or `off`. Without a histogram there is none.'),
  period: z
    .custom<Duration>(
      (value) => typeof value === 'string' && tryMilliseconds(value) !== undefined,
      mistake('not a duration', 'write it like 7d, 28d or 30d'),
    )
    .default('30d')
    .meta({ type: 'duration' })
    .describe('Time over which the objectives hold, in whole days.'),
};

const promiseSchema = z.object(promiseFields);

type Promises = z.output<typeof promiseSchema>;

/** Which metrics an instrumentation counts requests with. */
interface Requests {
  readonly requests: Countable;
  readonly errors: EventPart;
  /** @default all */
  readonly counted?: Readonly<Record<string, string | ValueMatcher>>;
  /** Histogram of the durations. @default no objective for latency */
  readonly durations?: Histogram;
}

/** Below this a page feels immediate to most people; the first bucket from here on is the default threshold. */
const FAST_ENOUGH_SECONDS = 0.25;

/** The objectives that are not off. */
export function objectivesOf(
  { requests, errors, counted = {}, durations }: Requests,
  { availability, latency, period }: Promises,
): readonly Slo[] {
  const slos: Slo[] = [];
  if (availability !== 'off')
    slos.push(
      availabilitySlo<Countable>({
        name: 'availability',
        objective: availability,
        period,
        requests,
        errors,
        counted,
      }),
    );
  if (latency !== 'off' && durations !== undefined)
    slos.push(
      latencySlo<Histogram>({
        name: 'latency',
        objective: latency.objective,
        period,
        durations,
        threshold: latency.threshold ?? defaultThreshold(durations),
        counted,
      }),
    );
  return slos;
}

function defaultThreshold({ buckets, name }: Histogram): number {
  const wanted = name.endsWith('_milliseconds') ? FAST_ENOUGH_SECONDS * 1000 : FAST_ENOUGH_SECONDS;
  return buckets.find((bound) => bound >= wanted) ?? buckets.at(-1)!;
}
