import { InvalidInput } from '../findings/invalid-input';
import type { Counter, CountsEvents, Gauge } from '../metrics/metric';
import { isName, isUnselectable } from '../metrics/names';
import type { ValueMatcher } from './matchers';
import { selectSeries, seriesWith, type MatchersFor, type SeriesOf } from './metric-series';
import { histogramCount } from './native-histogram';
import type { Series, SeriesKind } from './vector';
import { seconds, type Duration } from './window';

/**
 * Selects the series of a counter or a gauge.
 * @throws InvalidInput for a label the metric does not have, or a value the label never holds
 * @example
 * select(requests, { method: 'POST' }) // http_requests_total{method="POST"}
 */
export function select<M extends Counter | Gauge>(
  metric: M,
  matchers: MatchersFor<M> = {},
): SeriesOf<M, M['kind']> {
  return selectSeries(metric, metric.name, metric.kind, matchers);
}

/**
 * Selects the series in which every increase is an event: a counter, the count of a histogram or summary, or a native
 * histogram like {@link nativeSeries}, whose rates and sums {@link histogramCount} turns into events. Throws like
 * {@link select}.
 * @example
 * eventCounter(durations) // http_request_duration_seconds_count
 */
export function eventCounter<M extends CountsEvents>(
  metric: M,
  matchers: MatchersFor<M> = {},
): SeriesOf<M, 'counter'> {
  switch (metric.kind) {
    case 'counter':
      return selectSeries(metric, metric.name, 'counter', matchers);
    case 'histogram':
    case 'summary':
      return selectSeries(metric, `${metric.name}_count`, 'counter', matchers);
    case 'native histogram':
      return { ...selectSeries(metric, metric.name, 'counter', matchers), events: histogramCount };
  }
}

/**
 * Selects a recorded series, which has exactly the labels that its rule gives it.
 * @param name the rule's `record`
 * @throws InvalidInput for a name that no rule can have, or when a matcher names another label
 * @example
 * recorded('payments:requests:rate5m', ['job'], { job: 'payments' }) // payments:requests:rate5m{job="payments"}
 */
export function recorded<const L extends string>(
  name: string,
  labels: readonly L[],
  matchers: { readonly [K in L]?: string | ValueMatcher } = {},
): Series<L, 'gauge'> {
  if (!isName(name) || isUnselectable(name))
    throw new InvalidInput({
      resource: `recorded series "${name}"`,
      path: 'name',
      message: 'not a recorded name that a query can select',
      found: name,
      fix: 'name it level:metric:operations, in letters, digits, underscores and colons',
    });
  return seriesWith(name, { name, kind: 'gauge', labels, matchers });
}

/**
 * The same series as they were some time ago.
 * @example
 * offset(select(inFlight), '1d') // http_requests_in_flight offset 1d
 */
export function offset<L extends string, K extends SeriesKind>(
  series: Series<L, K>,
  by: Duration,
): Series<L, K> {
  return { ...series, expr: { ...series.expr, offset: (series.expr.offset ?? 0) + seconds(by) } };
}
