import * as z from 'zod';
import { InvalidInput } from '../findings/invalid-input';
import { parseInput } from '../findings/parse-input';
import type { Countable, CountsEvents, Gauge, Metric } from '../metrics/metric';
import { eventCounter, sumBy, type LabelOf, type MatchersFor } from '../promql/build';
import { metricsOfPart, partOf } from './event-part';
import type { DurationHistogram } from './durations/index';
import { countable, durationHistogram, eventPart, matchers, metricOfKind } from './fields';
import type { GoldenSignalsFields } from './props';

export const goldenSignalsSchema = z.strictObject({
  requests: countable.describe(
    'Counts all requests: a counter, or the count of a histogram, native histogram or summary.',
  ),
  errors: eventPart.describe(
    "Labels of failed requests, e.g. `{ status: matching('5..') }`; or the metric that counts them.",
  ),
  latency: durationHistogram
    .optional()
    .describe(
      'Histogram of the durations of all requests, classic or native. Absent: no latency is recorded.',
    ),
  by: z
    .array(z.string())
    .readonly()
    .default([])
    .describe('Labels of all these metrics by which requests and latency are broken down, e.g. the route.'),
  inFlight: metricOfKind<Gauge>('gauge')
    .optional()
    .describe('Gauge of the requests in progress. Absent: saturation consists of CPU and memory alone.'),
  traffic: matchers
    .optional()
    .describe(
      "Requests that show that clients reach the service, e.g. `{ endpoint: not('unmatched') }`: an alert pages when they stop although there is traffic at this time on other days. Only labels of `by` can be selected. Absent: all.",
    ),
});

/** The metrics of a contract for traffic, errors, latency and saturation. */
export type GoldenSignals = Readonly<z.output<typeof goldenSignalsSchema>>;

type GoldenSignalsProps<
  R extends CountsEvents,
  H extends DurationHistogram,
  B extends LabelOf<R> & LabelOf<H>,
> = GoldenSignalsFields<R, MatchersFor<R> | CountsEvents, H, readonly B[], Pick<MatchersFor<R>, NoInfer<B>>>;

/**
 * Selects the metrics of the golden signals; a label that one of them lacks does not compile.
 * @throws InvalidInput with every invalid field, or when `traffic` selects a label that is not in `by`
 * @example
 * const signals = goldenSignals({
 *   requests,
 *   errors: { code: matching('5..') },
 *   latency: durations,
 *   by: ['method'],
 * });
 */
export function goldenSignals<
  R extends CountsEvents,
  H extends DurationHistogram,
  const B extends LabelOf<R> & LabelOf<H> = never,
>(props: GoldenSignalsProps<R, H, B>): GoldenSignals {
  const signals = parseInput(goldenSignalsSchema, 'golden signals', props);
  const { by, traffic = {} } = signals;
  const unrecorded = Object.keys(traffic).find((label) => !by.includes(label));
  if (unrecorded !== undefined)
    throw new InvalidInput({
      resource: `golden signals of ${props.requests.name}`,
      path: `traffic.${unrecorded}`,
      message: 'the request rate is not recorded by this label',
      found: unrecorded,
      fix: by.length === 0 ? 'add it to by' : `use one of ${by.join(', ')}, or add it to by`,
    });
  // Rejects labels that a metric lacks here rather than when the rules are printed.
  sumBy<string, string>(by, eventCounter<Countable>(signals.requests, traffic));
  sumBy<string, string>(by, partOf(signals.requests, signals.errors));
  return signals;
}

/** The metrics of golden signals, for checks against a contract. */
export function metricsOf({ requests, errors, latency, inFlight }: GoldenSignals): readonly Metric[] {
  return [requests, ...metricsOfPart(errors), latency, inFlight].filter((metric) => metric !== undefined);
}
