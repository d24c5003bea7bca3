import { InvalidInput } from '../findings/invalid-input';
import { isBound, nearestBounds, type NativeHistogram } from '../metrics/native-histogram';
import type { Expr } from './expr';
import { ge, mul } from './operators';
import { selectSeries, type LabelOf, type MatchersFor } from './select';
import { vectorOf, type InstantVector, type Series } from './vector';

const number = (value: number): Expr => ({ node: 'number', value });

const call = <L extends string>(
  name: string,
  { expr, labels }: InstantVector<L>,
  ...before: readonly number[]
): InstantVector<L> => vectorOf({ node: 'call', name, args: [...before.map(number), expr] }, labels);

/**
 * Selects the series of a native histogram, of which every observation is an event. Prometheus 3.
 * @throws InvalidInput for a label the metric does not have, or a value the label never holds
 * @example
 * histogramCount(rate(nativeSeries(nativeDurations), '5m')) // histogram_count(rate(http_request_duration_seconds[5m]))
 */
export function nativeSeries<M extends NativeHistogram>(
  metric: M,
  matchers: MatchersFor<M> = {},
): Series<LabelOf<M>, 'counter'> {
  return {
    ...selectSeries<LabelOf<M>, 'counter'>(metric, metric.name, 'counter', matchers),
    events: histogramCount,
  };
}

/**
 * Selects the series of a native histogram, of which every observation up to a bound is an event.
 * @param bound a bucket bound, in the histogram's unit
 * @throws InvalidInput when the histogram has no such bound, naming the nearest; otherwise like {@link nativeSeries}
 * @example
 * const upTo = nativeUpTo(nativeDurations, 0.25);
 */
export function nativeUpTo<M extends NativeHistogram>(
  metric: M,
  bound: number,
  matchers: MatchersFor<M> = {},
): Series<LabelOf<M>, 'counter'> {
  if (!isBound(metric.buckets, bound))
    throw new InvalidInput({
      resource: `native histogram "${metric.name}"`,
      path: 'bucket',
      message: 'the histogram has no such bucket bound',
      found: bound,
      fix: `use ${nearestBounds(metric.buckets, bound).join(' or ') || 'a bound above 0'}`,
    });
  return {
    ...nativeSeries(metric, matchers),
    // A histogram without observations has no fraction: NaN, which no comparison keeps.
    events: (samples) => ge(mul(histogramFraction(-Infinity, bound, samples), histogramCount(samples)), 0),
  };
}

/**
 * Number of observations in native histograms.
 * @example
 * histogramCount(increase(nativeSeries(nativeDurations), '1h')) // histogram_count(increase(http_request_duration_seconds[1h]))
 */
export function histogramCount<L extends string>(histograms: InstantVector<L>): InstantVector<L> {
  return call('histogram_count', histograms);
}

/**
 * Share of the observations of native histograms in a range, 0 to 1. NaN without observations. Exact where both ends are
 * bucket bounds; interpolated elsewhere.
 * @example
 * histogramFraction(0, 0.25, rate(nativeSeries(nativeDurations), '5m'))
 * // histogram_fraction(0, 0.25, rate(http_request_duration_seconds[5m]))
 */
export function histogramFraction<L extends string>(
  above: number,
  upTo: number,
  histograms: InstantVector<L>,
): InstantVector<L> {
  return call('histogram_fraction', histograms, above, upTo);
}

/**
 * Quantile of the observations of native histograms.
 * @param quantile between 0 and 1
 * @example
 * nativeQuantile(0.95, rate(nativeSeries(nativeDurations), '5m'))
 * // histogram_quantile(0.95, rate(http_request_duration_seconds[5m]))
 */
export function nativeQuantile<L extends string>(
  quantile: number,
  histograms: InstantVector<L>,
): InstantVector<L> {
  return call('histogram_quantile', histograms, quantile);
}

/**
 * Values rounded to whole numbers.
 * @example
 * round(select(inFlight)) // round(http_requests_in_flight)
 */
export function round<L extends string>(vector: InstantVector<L>): InstantVector<L> {
  return call('round', vector);
}
