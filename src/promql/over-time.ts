import { InvalidInput } from '../findings/invalid-input';
import type { Call, Expr } from './expr';
import { print } from './print';
import { vectorOf, type InstantVector, type Series, type SeriesKind } from './vector';
import { seconds, type Duration } from './window';

/** For counters only: on a gauge every decrease would read as a restart. */
type OverCounter = <L extends string>(series: Series<L, 'counter'>, window: Duration) => InstantVector<L>;
/** For gauges only: a counter's restarts would read as falls. */
type OverGauge = <L extends string>(series: Series<L, 'gauge'>, window: Duration) => InstantVector<L>;
/** For any vector; other than a plain series it becomes a subquery with the given step. */
type OverVector = <L extends string>(
  vector: InstantVector<L>,
  window: Duration,
  step?: Duration,
) => InstantVector<L>;

/**
 * Per-second average rate of increase.
 * @example
 * rate(select(requests), '5m') // rate(http_requests_total[5m])
 */
export const rate = forKind('rate', 'counter');
/**
 * Increase over the window, extrapolated to its ends.
 * @example
 * increase(select(requests), '1h') // increase(http_requests_total[1h])
 */
export const increase = forKind('increase', 'counter');
/**
 * Number of restarts from 0.
 * @example
 * resets(select(requests), '1d') // resets(http_requests_total[1d])
 */
export const resets = forKind('resets', 'counter');
/**
 * Difference between the window's ends.
 * @example
 * delta(select(inFlight), '10m') // delta(http_requests_in_flight[10m])
 */
export const delta = forKind('delta', 'gauge');
/**
 * Per-second slope by linear regression.
 * @example
 * deriv(select(inFlight), '10m') // deriv(http_requests_in_flight[10m])
 */
export const deriv = forKind('deriv', 'gauge');

/**
 * Average over the window.
 * @example
 * avgOverTime(select(inFlight), '5m') // avg_over_time(http_requests_in_flight[5m])
 */
export const avgOverTime = forVector('avg_over_time');
/**
 * Smallest value in the window.
 * @example
 * minOverTime(select(inFlight), '5m') // min_over_time(http_requests_in_flight[5m])
 */
export const minOverTime = forVector('min_over_time');
/**
 * Largest value in the window.
 * @example
 * maxOverTime(rate(select(requests), '5m'), '1d', '1m') // max_over_time(rate(http_requests_total[5m])[1d:1m])
 */
export const maxOverTime = forVector('max_over_time');
/**
 * Sum of the values in the window.
 * @example
 * sumOverTime(select(inFlight), '5m') // sum_over_time(http_requests_in_flight[5m])
 */
export const sumOverTime = forVector('sum_over_time');
/**
 * Number of samples in the window.
 * @example
 * countOverTime(select(inFlight), '5m') // count_over_time(http_requests_in_flight[5m])
 */
export const countOverTime = forVector('count_over_time');
/**
 * Newest value in the window, for series that are scraped rarely.
 * @example
 * lastOverTime(select(inFlight), '1h') // last_over_time(http_requests_in_flight[1h])
 */
export const lastOverTime = forVector('last_over_time');
/**
 * Number of times that the value changed.
 * @example
 * changes(select(inFlight), '1h') // changes(http_requests_in_flight[1h])
 */
export const changes = forVector('changes');

function forKind(name: string, kind: 'counter'): OverCounter;
function forKind(name: string, kind: 'gauge'): OverGauge;
function forKind(name: string, kind: SeriesKind) {
  return <L extends string>(series: Series<L>, window: Duration): InstantVector<L> => {
    if (series.kind !== kind)
      throw new InvalidInput({
        resource: `PromQL ${print(series.expr)}`,
        path: name,
        message: `only ${kind}s are allowed here`,
        found: series.kind,
        fix: kind === 'counter' ? 'use deriv(...) or delta(...)' : 'use rate(...) or increase(...)',
      });
    const length = lengthOf(name, 'window', window);
    return call(name, series.labels, { node: 'range', selector: series.expr, window: length });
  };
}

function forVector(name: string): OverVector {
  return ({ expr, labels }, text, step) => {
    const window = lengthOf(name, 'window', text);
    if (step !== undefined)
      return call(name, labels, { node: 'subquery', expr, window, step: lengthOf(name, 'step', step) });
    return expr.node === 'selector'
      ? call(name, labels, { node: 'range', selector: expr, window })
      : call(name, labels, { node: 'subquery', expr, window });
  };
}

/** @throws InvalidInput for no time at all, which Prometheus refuses */
function lengthOf(name: string, field: 'window' | 'step', text: Duration): number {
  const length = seconds(text);
  if (length === 0)
    throw new InvalidInput({
      resource: `PromQL ${name}`,
      path: field,
      message: 'a window must be longer than 0',
      found: text,
      fix: 'give more than 0, e.g. 5m',
    });
  return length;
}

function call<L extends string>(name: string, labels: Iterable<string>, argument: Expr): InstantVector<L> {
  const expr: Call = { node: 'call', name, args: [argument] };
  return vectorOf(expr, labels);
}
