import * as z from 'zod';
import type { Histogram } from '../../metrics/metric';
import type { MatchersFor } from '../../promql/build';
import { durationHistogram } from '../../rules/fields';
import { targetsOf, type Scope } from '../../rules/scope';
import { countedProblems } from '../counted';
import { durationUnit, readingOf, type DurationHistogram } from '../../rules/durations/index';
import { eventsWithGood, type Events } from '../events';
import { checkObjective, objectiveFields, parseObjective, reject } from '../objective';
import type { SloKind } from './kind';
import type { LatencyFields } from './props';

export const schema = z.strictObject({
  ...objectiveFields,
  durations: durationHistogram.describe('Histogram of the durations of all requests, classic or native.'),
  threshold: z
    .number("not a number; use one of the histogram's buckets")
    .describe("Longest duration that is good: one of the histogram's bucket bounds, in its unit."),
});

/** An objective for the share of requests that are answered within a threshold. */
export interface LatencySlo extends Readonly<z.output<typeof schema>> {
  readonly kind: 'latency';
}

type LatencyProps<H extends DurationHistogram> = LatencyFields<H, ThresholdOf<H>, MatchersFor<H>>;

/** Bounds of a native histogram are not in its type. */
type ThresholdOf<H extends DurationHistogram> = H extends Histogram ? H['buckets'][number] : number;

/**
 * An objective for the share of requests that are answered within a threshold.
 * @throws InvalidInput with every wrong field
 * @example
 * const slo = latencySlo({ name: 'latency', durations, threshold: 0.25, objective: 99, period: '30d' });
 */
export function latencySlo<H extends DurationHistogram>(props: LatencyProps<H>): LatencySlo {
  const slo: LatencySlo = { kind: 'latency', ...parseObjective(schema, props) };
  const reading = readingOf(slo.durations);
  checkObjective(slo, reading.problems(slo.durations, slo.threshold));
  // Rejects wrong labels and values here rather than when the rules are printed.
  reading.upTo(slo.durations, slo.threshold, slo.counted);
  reject(slo, countedProblems(slo.durations, slo.counted));
  return slo;
}

function eventsOf({ durations, threshold, counted }: LatencySlo, scope: Scope): Events {
  const matchers = { ...counted, ...targetsOf(scope) };
  const reading = readingOf(durations);
  return eventsWithGood(
    scope,
    [reading.all(durations, matchers)],
    [reading.upTo(durations, threshold, matchers)],
    { together: true },
  );
}

const unitOf = (durations: DurationHistogram): string =>
  durations.unit === undefined || durations.unit === 'seconds'
    ? durationUnit(durations).symbol
    : durations.unit;

export const latencyKind: SloKind<LatencySlo> = {
  definedBy: 'latencySlo',
  schema,
  metrics: ({ durations }) => [durations],
  events: eventsOf,
  words: {
    events: 'requests',
    eventsOf: 'requests to',
    present: 'are slow',
    past: 'were too slow',
    state: 'too slow',
  },
  promise: ({ threshold, durations }) => `are answered within ${threshold} ${unitOf(durations)}`,
  limits: ({ durations, threshold }) => ({ latency: { durations, threshold } }),
  runbook: {
    burn: [
      {
        ask: 'Latency: which requests are slow?',
        query: ({ durations, counted }, scope) =>
          readingOf(durations).quantile(
            0.99,
            durations,
            { ...counted, ...targetsOf(scope) },
            Object.keys(durations.labels),
          ),
      },
    ],
    dataMissing: [
      {
        ask: 'Latency: does the service expose a bucket for the threshold, spelled the same way?',
        query: ({ durations }, scope) => readingOf(durations).buckets(durations, targetsOf(scope)),
      },
    ],
  },
};
