import { InvalidInput } from '../findings/invalid-input';
import type { LabelSchema, ValueOf } from '../metrics/labels';
import type { Countable, Counter, Gauge, Histogram, Metric, Summary } from '../metrics/metric';
import { isName, isUnselectable } from '../metrics/names';
import { isBound, nearestBounds, type NativeHistogram } from '../metrics/native-histogram';
import { TARGET_LABELS, type TargetLabel } from '../metrics/target-labels';
import type { Matcher } from './expr';
import { anyOf, matcher, type ValueMatcher } from './matchers';
import { histogramCount, histogramFraction } from './native-histogram';
import { ge, mul } from './operators';
import { requireLabels, seriesOf, type Series, type SeriesKind } from './vector';
import { seconds, type Duration } from './window';

/** Labels of a metric's series once they are scraped. */
export type LabelOf<M extends Metric> = (keyof M['labels'] & string) | TargetLabel;

/** What a selector may ask of each label. */
export type MatchersFor<M extends Metric> = {
  readonly [K in LabelOf<M>]?: Asked<K extends keyof M['labels'] ? ValueOf<M['labels'][K]> : string>;
};

type Asked<V extends string> = V | ValueMatcher<V>;

/**
 * Selects the series of a counter or a gauge.
 * @throws InvalidInput for a label the metric does not have, or a value the label never holds
 * @example
 * select(requests, { method: 'POST' }) // http_requests_total{method="POST"}
 */
export function select<M extends Counter | Gauge>(
  metric: M,
  matchers: MatchersFor<M> = {},
): Series<LabelOf<M>, M['kind']> {
  return selectSeries(metric, metric.name, metric.kind, matchers);
}

/**
 * Selects the cumulative buckets of a histogram. Throws like {@link select}.
 * @example
 * bucketsOf(durations) // http_request_duration_seconds_bucket
 */
export function bucketsOf<M extends Histogram>(
  metric: M,
  matchers: MatchersFor<M> = {},
): Series<LabelOf<M> | 'le', 'counter'> {
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
): Series<LabelOf<M>, 'counter'> {
  return selectSeries(metric, `${metric.name}_count`, 'counter', matchers);
}

/**
 * Selects the series in which every increase is an event: a counter, the count of a histogram or summary, or a native
 * histogram like {@link nativeSeries}, whose rates and sums {@link histogramCount} turns into events. Throws like
 * {@link select}.
 * @example
 * eventCounter(durations) // http_request_duration_seconds_count
 */
export function eventCounter<M extends Countable>(
  metric: M,
  matchers: MatchersFor<M> = {},
): Series<LabelOf<M>, 'counter'> {
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
 * Selects the sum of the observed values of a histogram or summary. Throws like {@link select}.
 * @example
 * sumOf(durations) // http_request_duration_seconds_sum
 */
export function sumOf<M extends Histogram | Summary>(
  metric: M,
  matchers: MatchersFor<M> = {},
): Series<LabelOf<M>, 'counter'> {
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
): Series<LabelOf<M> | 'le', 'counter'> {
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

function selectSeries<L extends string, K extends SeriesKind>(
  metric: Metric,
  name: string,
  kind: K,
  matchers: Matchers,
): Series<L, K> {
  const attached = Object.keys(matchers).filter((label) => attachmentOf(matchers[label]) !== undefined);
  const labels = [...Object.keys(metric.labels), ...TARGET_LABELS, ...attached];
  return seriesWith(metric.name, { name, kind, labels, schema: metric.labels, matchers });
}

type Matchers = Readonly<Record<string, string | ValueMatcher | undefined>>;

interface Wanted<K extends SeriesKind> {
  readonly name: string;
  readonly kind: K;
  readonly labels: readonly string[];
  /** What the labels can hold, as far as it is known. */
  readonly schema?: LabelSchema;
  readonly matchers: Matchers;
}

function seriesWith<L extends string, K extends SeriesKind>(
  metric: string,
  { name, kind, labels, schema = {}, matchers }: Wanted<K>,
): Series<L, K> {
  const valuesOf = new Map(Object.entries(schema));
  const checked = Object.entries(matchers).flatMap(([label, wanted]) =>
    wanted === undefined || attachmentOf(wanted) === 'any value'
      ? []
      : [matcher(metric, label, wanted, valuesOf.get(label))],
  );
  const series = seriesOf<L, K>({ node: 'selector', name, matchers: checked }, kind, labels);
  requireLabels(
    series,
    checked.map(({ label }) => label),
    'matchers',
  );
  return series;
}

const attachmentOf = (wanted: Matchers[string]) => (typeof wanted === 'object' ? wanted.attached : undefined);

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
