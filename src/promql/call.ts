import { InvalidInput } from '../findings/invalid-input';
import { LABEL_NAME } from '../metrics/names';
import type { Expr } from './expr';
import { print } from './print';
import { requireLabels, vectorOf, type InstantVector, type Scalar, type Series } from './vector';

type WithLe<L extends string> = 'le' extends L ? unknown : { readonly needs: 'the label le' };

/**
 * Quantile of a histogram's observations, interpolated within a bucket.
 * @param quantile between 0 and 1
 * @param buckets rates of buckets that still have `le`
 * @throws InvalidInput without `le`, or for a quantile outside 0 to 1
 * @example
 * histogramQuantile(0.95, sumBy(['le'], rate(bucketsOf(durations), '5m')))
 * // histogram_quantile(0.95, sum by (le) (rate(http_request_duration_seconds_bucket[5m])))
 */
export function histogramQuantile<L extends string>(
  quantile: number,
  buckets: InstantVector<L> & WithLe<L>,
): InstantVector<Exclude<L, 'le'>> {
  requireLabels(buckets, ['le'], 'histogram_quantile');
  if (!(quantile >= 0 && quantile <= 1))
    throw new InvalidInput({
      resource: 'PromQL histogram_quantile',
      path: 'quantile',
      message: 'a quantile must be between 0 and 1',
      found: quantile,
      fix: 'write the 95th percentile as 0.95',
    });
  const labels = [...buckets.labels].filter((label) => label !== 'le');
  return vectorOf(call('histogram_quantile', { node: 'number', value: quantile }, buckets.expr), labels);
}

/**
 * 1, with the labels that the selector requires by equality, when it selects nothing.
 * @example
 * absent(select(inFlight, { job: 'payments' })) // absent(http_requests_in_flight{job="payments"})
 */
export function absent<L extends string>(series: Series<L>): InstantVector<L> {
  const labels = series.expr.matchers
    // An empty value is an absent label.
    .filter(({ operator, value }) => operator === '=' && value !== '')
    .map(({ label }) => label);
  return vectorOf(call('absent', series.expr), labels);
}

/**
 * Values below the bound become the bound.
 * @example
 * clampMin(select(inFlight), 1) // clamp_min(http_requests_in_flight, 1)
 */
export function clampMin<L extends string>(vector: InstantVector<L>, bound: number): InstantVector<L> {
  return vectorOf(call('clamp_min', vector.expr, { node: 'number', value: bound }), vector.labels);
}

/**
 * Values above the bound become the bound.
 * @example
 * clampMax(select(inFlight), 100) // clamp_max(http_requests_in_flight, 100)
 */
export function clampMax<L extends string>(vector: InstantVector<L>, bound: number): InstantVector<L> {
  return vectorOf(call('clamp_max', vector.expr, { node: 'number', value: bound }), vector.labels);
}

/**
 * Values rounded to whole numbers.
 * @example
 * round(select(inFlight)) // round(http_requests_in_flight)
 */
export function round<L extends string>(vector: InstantVector<L>): InstantVector<L> {
  return vectorOf(call('round', vector.expr), vector.labels);
}

/**
 * Hour of the evaluation in UTC, 0 to 23, as a vector of one series without labels.
 * @example
 * ge(hour(), 8) // hour() >= 8
 */
export function hour(): InstantVector<never> {
  return vectorOf(call('hour'), []);
}

/**
 * Unix time of the evaluation, in seconds.
 * @example
 * sub(time(), recorded('backup:last_success:timestamp', ['job'])) // time() - backup:last_success:timestamp
 */
export function time(): Scalar {
  return { type: 'scalar', expr: call('time') };
}

/**
 * Unix time in seconds of the last sample of each series.
 * @example
 * sub(time(), timestamp(select(inFlight))) // time() - timestamp(http_requests_in_flight)
 */
export function timestamp<L extends string>(series: Series<L>): InstantVector<L> {
  return vectorOf(call('timestamp', series.expr), series.labels);
}

/**
 * A number as a vector of one series without labels.
 * @example
 * or(sum(select(inFlight)), vector(0)) // sum(http_requests_in_flight) or vector(0)
 */
export function vector(value: number): InstantVector<never> {
  return vectorOf(call('vector', { node: 'number', value }), []);
}

/**
 * Gives every series constant labels; an empty value takes a label away.
 * @throws InvalidInput for an illegal label name
 * @example
 * withLabels(vector(1), { team: 'payments' }) // label_replace(vector(1), "team", "payments", "", "")
 */
export function withLabels<L extends string, const A extends string>(
  input: InstantVector<L>,
  labels: Readonly<Record<A, string>>,
): InstantVector<L | A> {
  const entries = Object.entries<string>(labels);
  const illegal = entries.find(([name]) => !LABEL_NAME.test(name));
  if (illegal !== undefined)
    throw new InvalidInput({
      resource: `PromQL ${print(input.expr)}`,
      path: 'withLabels',
      message: 'invalid label name',
      found: illegal[0],
      fix: 'use letters, digits and underscores, not starting with a digit',
    });
  const text = (value: string): Expr => ({ node: 'string', value });
  const expr = entries.reduce<Expr>(
    // In a replacement $ would start a reference to a group.
    (inner, [name, value]) =>
      call('label_replace', inner, text(name), text(value.replaceAll('$', '$$$$')), text(''), text('')),
    input.expr,
  );
  const removed = new Set(entries.flatMap(([name, value]) => (value === '' ? [name] : [])));
  const kept = [...input.labels, ...Object.keys(labels)].filter((name) => !removed.has(name));
  return vectorOf(expr, kept);
}

function call(name: string, ...args: readonly Expr[]): Expr {
  return { node: 'call', name, args };
}
