import type { Expr } from './expr';
import { vectorOf, type InstantVector } from './vector';

const number = (value: number): Expr => ({ node: 'number', value });

const call = <L extends string>(
  name: string,
  { expr, labels }: InstantVector<L>,
  ...before: readonly number[]
): InstantVector<L> => vectorOf({ node: 'call', name, args: [...before.map(number), expr] }, labels);

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
