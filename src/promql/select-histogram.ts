import { InvalidInput } from '../findings/invalid-input';
import type { Histogram, Summary } from '../metrics/metric';
import { isBound, nearestBounds, type NativeHistogram } from '../metrics/native-histogram';
import type { Matcher } from './expr';
import { anyOf } from './matchers';
import { selectSeries, type LabelOf, type MatchersFor, type SeriesOf } from './metric-series';
import { histogramCount, histogramFraction } from './native-histogram';
import { ge, mul } from './operators';
import { seriesOf, type Series, type SeriesKind } from './vector';

/**
 * Selects the cumulative buckets of a histogram. Throws like {@link select}.
 * @example
 * bucketsOf(durations) // http_request_duration_seconds_bucket
 */
export function bucketsOf<M extends Histogram>(
  metric: M,
  matchers: MatchersFor<M> = {},
): SeriesOf<M, 'counter', 'le'> {
  return withLe(selectSeries(metric, `${metric.name}_bucket`, 'counter', matchers));
}

/**
 * Selects the number of observations of a histogram or summary. Throws like {@link select}.
 * @example
 * countOf(durations) // http_request_duration_seconds_count
 */
export function countOf<M extends Histogram | Summary>(
  metric: M,
  matchers: MatchersFor<M> = {},
): SeriesOf<M, 'counter'> {
  return selectSeries(metric, `${metric.name}_count`, 'counter', matchers);
}

/**
 * Selects the sum of the observed values of a histogram or summary. Throws like {@link select}.
 * @example
 * sumOf(durations) // http_request_duration_seconds_sum
 */
export function sumOf<M extends Histogram | Summary>(
  metric: M,
  matchers: MatchersFor<M> = {},
): SeriesOf<M, 'counter'> {
  return selectSeries(metric, `${metric.name}_sum`, 'counter', matchers);
}

/**
 * Selects a histogram's number of observations up to one of its bucket bounds.
 * @param bound an upper bound that the histogram declares, in its unit
 * @throws InvalidInput when the histogram has no such bucket; otherwise like {@link select}
 * @example
 * countUpTo(durations, 0.25) // http_request_duration_seconds_bucket{le="0.25"}
 */
export function countUpTo<M extends Histogram>(
  metric: M,
  bound: M['buckets'][number],
  matchers: MatchersFor<M> = {},
): SeriesOf<M, 'counter', 'le'> {
  if (!metric.buckets.includes(bound))
    throw new InvalidInput({
      resource: `histogram "${metric.name}"`,
      path: 'bucket',
      message: 'the histogram has no such bucket',
      found: bound,
      fix: `use one of ${metric.buckets.join(', ')}, or add it to the contract`,
    });
  const { operator, value } = anyOf(...bucketLabels(bound));
  const buckets = selectSeries<LabelOf<M>, 'counter'>(metric, `${metric.name}_bucket`, 'counter', matchers);
  return withLe(buckets, [{ label: 'le', operator, value }]);
}

/**
 * Selects the series of a native histogram, of which every observation is an event. Prometheus 3.
 * @throws InvalidInput for a label the metric does not have, or a value the label never holds
 * @example
 * histogramCount(rate(nativeSeries(nativeDurations), '5m')) // histogram_count(rate(http_request_duration_seconds[5m]))
 */
export function nativeSeries<M extends NativeHistogram>(
  metric: M,
  matchers: MatchersFor<M> = {},
): SeriesOf<M, 'counter'> {
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
): SeriesOf<M, 'counter'> {
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

/** Buckets have one label more than the metric declares; its values are the client library's business. */
function withLe<L extends string, K extends SeriesKind>(
  { expr, kind, labels }: Series<L, K>,
  matchers: readonly Matcher[] = [],
): Series<L | 'le', K> {
  return seriesOf({ ...expr, matchers: [...expr.matchers, ...matchers] }, kind, [...labels, 'le']);
}

/**
 * The texts that client libraries write for one bucket bound: Go and JavaScript write `1`, Python and Prometheus 3
 * write `1.0`; far from 1 some write an exponent, and Go one with two digits (`1e+06`, `2.5e-05`).
 */
function bucketLabels(bound: number): readonly string[] {
  const plain = String(bound);
  const [digits, exponent] = bound.toExponential().split('e');
  const power = Number(exponent);
  return [
    plain,
    ...(Number.isInteger(bound) && !plain.includes('e') ? [`${plain}.0`] : []),
    ...(power < -4 || power >= 6
      ? [`${digits}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`]
      : []),
  ].filter((text, index, all) => all.indexOf(text) === index);
}
