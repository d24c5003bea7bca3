import { z } from 'zod';
import type { Histogram } from '../../metrics/metric';
import {
  bucketsOf,
  countBy,
  countOf,
  countUpTo,
  histogramQuantile,
  rate,
  sumBy,
  type MatchersFor,
} from '../../promql/build';
import { metricOfKind } from '../../rules/fields';
import { targetsOf, type Scope } from '../../rules/scope';
import { countedProblems } from '../counted';
import { eventsWithGood, type Events } from '../events';
import { checkObjective, objectiveFields, parseObjective, reject } from '../objective';
import type { SloKind } from './kind';
import type { LatencyFields } from './props';

export const schema = z.strictObject({
  ...objectiveFields,
  durations: metricOfKind<Histogram>('histogram').describe('Histogram of the durations of all requests.'),
  threshold: z
    .number("not a number; use one of the histogram's buckets")
    .describe("Longest duration that is good: one of the histogram's buckets, in its unit."),
});

/** An objective for the share of requests that are answered within a threshold. */
export interface LatencySlo extends Readonly<z.output<typeof schema>> {
  readonly kind: 'latency';
}

type LatencyProps<H extends Histogram> = LatencyFields<H, H['buckets'][number], MatchersFor<H>>;

/**
 * An objective for the share of requests that are answered within a threshold.
 * @throws InvalidInput with every wrong field
 * @example
 * const slo = latencySlo({ name: 'latency', durations, threshold: 0.25, objective: 99, period: '30d' });
 */
export function latencySlo<H extends Histogram>(props: LatencyProps<H>): LatencySlo {
  const slo: LatencySlo = { kind: 'latency', ...parseObjective(schema, props) };
  const { name, buckets } = slo.durations;
  checkObjective(
    slo,
    buckets.includes(slo.threshold)
      ? []
      : [
          {
            path: 'threshold',
            message: `the histogram ${name} has no such bucket, so requests within the threshold cannot be counted`,
            found: slo.threshold,
            fix: `use one of ${buckets.join(', ')}, or add it to the metric's buckets`,
          },
        ],
  );
  // Rejects wrong labels and values here rather than when the rules are printed.
  countUpTo<Histogram>(slo.durations, slo.threshold, slo.counted);
  reject(slo, countedProblems(slo.durations, slo.counted));
  return slo;
}

function eventsOf({ durations, threshold, counted }: LatencySlo, scope: Scope): Events {
  const matchers = { ...counted, ...targetsOf(scope) };
  return eventsWithGood(
    countOf<Histogram>(durations, matchers),
    countUpTo<Histogram>(durations, threshold, matchers),
  );
}

const unitOf = ({ unit }: Histogram): string => (unit === 'seconds' ? 's' : (unit ?? ''));

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
        query: ({ durations, counted }, scope) => {
          const buckets = rate(bucketsOf<Histogram>(durations, { ...counted, ...targetsOf(scope) }), '5m');
          return histogramQuantile(0.99, sumBy([...Object.keys(durations.labels), 'le'], buckets));
        },
      },
    ],
    dataMissing: [
      {
        ask: 'Latency: does the service expose a bucket for the threshold, spelled the same way?',
        query: ({ durations }, scope) => countBy(['le'], bucketsOf<Histogram>(durations, targetsOf(scope))),
      },
    ],
  },
};
