import { described, rejecting } from './described';
import type { LabelSchema } from './labels';
import type { NativeHistogram } from './native-histogram';

/**
 * Base units of the Prometheus naming practice; a metric that has one ends in it.
 * @see https://prometheus.io/docs/practices/naming/#base-units
 */
export type BaseUnit =
  | 'seconds'
  | 'bytes'
  | 'ratio'
  | 'celsius'
  | 'meters'
  | 'volts'
  | 'amperes'
  | 'joules'
  | 'grams';

/** What a page declares of a metric in place of its type. */
export type TypeOnPage = 'untyped' | 'gauge';

export interface Described<L extends LabelSchema> {
  /** The name on the /metrics page. */
  readonly name: string;
  /** The HELP text: what one sample says. */
  readonly help: string;
  /** The base unit. Absent for plain counts. */
  readonly unit?: BaseUnit;
  /** What the service itself attaches; Prometheus adds the target labels later. */
  readonly labels: L;
  /** Set where the page declares no type, the type `untyped`, or another one than the metric has. */
  readonly typeOnPage?: TypeOnPage;
}

/** Only ever rises, or starts again at 0. */
export interface Counter<L extends LabelSchema = LabelSchema> extends Described<L> {
  readonly kind: 'counter';
}

/** Goes up and down. */
export interface Gauge<L extends LabelSchema = LabelSchema> extends Described<L> {
  readonly kind: 'gauge';
}

/** Counts observations in cumulative buckets (a classic histogram). */
export interface Histogram<
  L extends LabelSchema = LabelSchema,
  B extends number = number,
> extends Described<L> {
  readonly kind: 'histogram';
  /** Upper bounds in the metric's unit, ascending. `+Inf` is implied. */
  readonly buckets: readonly B[];
}

/** Counts observations and adds them up. Its quantiles, if it has any, cannot be aggregated. */
export interface Summary<L extends LabelSchema = LabelSchema> extends Described<L> {
  readonly kind: 'summary';
  /** The quantiles that it exposes, between 0 and 1; empty where it exposes only count and sum. */
  readonly quantiles: readonly number[];
}

export type Metric = Counter | Gauge | Histogram | NativeHistogram | Summary;

/** A metric that counts events: each increase of a counter, each observation of a histogram or summary. */
export type Countable<L extends LabelSchema = LabelSchema> =
  | Counter<L>
  | Histogram<L>
  | NativeHistogram<L>
  | Summary<L>;

/**
 * The same for parameters: of a metric of another kind, the compiler says that its kind is wrong. Of the union it would
 * say that a property of the last member is missing, such as `quantiles`.
 */
export interface CountsEvents<L extends LabelSchema = LabelSchema> extends Described<L> {
  readonly kind: Countable['kind'];
}

const COUNTABLE_KINDS: readonly string[] = [
  'counter',
  'histogram',
  'native histogram',
  'summary',
] satisfies readonly Countable['kind'][];

/** Whether a value is a metric that counts events, and not e.g. a map of labels to values. */
export function isCountable(value: unknown): value is Countable {
  return (
    typeof value === 'object' &&
    value !== null &&
    'kind' in value &&
    COUNTABLE_KINDS.includes(String(value.kind)) &&
    'help' in value &&
    'labels' in value
  );
}

export interface MetricProps<L extends LabelSchema> {
  /** The HELP text; empty where the program has none, or any. */
  readonly help: string;
  /** @default none: the metric is a plain count */
  readonly unit?: BaseUnit;
  /** @default no labels */
  readonly labels?: L;
  /**
   * `untyped` where the page declares no type, or this one; `gauge` where an exporter declares a counter as a gauge
   * (NATS). `contract check` does not report it then.
   * @default the page declares the type of the metric
   */
  readonly typeOnPage?: TypeOnPage;
}

interface HistogramProps<L extends LabelSchema, B extends number> extends MetricProps<L> {
  /** Upper bounds in the metric's unit, strictly ascending and finite. */
  readonly buckets: readonly B[];
}

/**
 * Declares a counter.
 * @throws InvalidInput for a name or label that Prometheus cannot store or query; `signalproof review` advises on naming
 * @example
 * const requests = counter('http_requests_total', {
 *   help: 'Requests that were answered.',
 *   labels: { code: pattern(/[1-5]\d\d/, { atMost: 20 }) },
 * });
 */
export function counter<const L extends LabelSchema = Record<never, never>>(
  name: string,
  props: MetricProps<L>,
): Counter<NoInfer<L>> {
  return { kind: 'counter', ...described('counter', name, props) };
}

/**
 * Declares a gauge.
 * @throws InvalidInput for a name or label that Prometheus cannot store or query; `signalproof review` advises on naming
 * @example
 * const inFlight = gauge('http_requests_in_flight', { help: 'Requests being handled.' });
 */
export function gauge<const L extends LabelSchema = Record<never, never>>(
  name: string,
  props: MetricProps<L>,
): Gauge<NoInfer<L>> {
  return { kind: 'gauge', ...described('gauge', name, props) };
}

/**
 * Declares a classic histogram.
 * @throws InvalidInput for a name, label or bucket that Prometheus cannot store or query; `signalproof review` advises on
 * naming
 * @example
 * const durations = histogram('http_request_duration_seconds', {
 *   help: 'Time from request to answer.',
 *   unit: 'seconds',
 *   buckets: [0.1, 0.25, 1],
 * });
 */
export function histogram<
  const L extends LabelSchema = Record<never, never>,
  const B extends number = number,
>(name: string, props: HistogramProps<L, B>): Histogram<NoInfer<L>, B> {
  const { buckets } = props;
  const reject = rejecting('histogram', name);
  if (buckets.length === 0) reject('buckets', 'no buckets', buckets, 'list at least one upper bound');
  for (const [index, bound] of buckets.entries()) {
    if (!Number.isFinite(bound))
      reject(
        'buckets',
        'a bucket bound is not finite',
        bound,
        'leave +Inf out: every client library adds it',
      );
    if (index > 0 && bound <= buckets[index - 1]!)
      reject(
        'buckets',
        'bucket bounds are not strictly ascending',
        buckets,
        `put ${bound} in its place once`,
      );
  }
  return { kind: 'histogram', ...described('histogram', name, props), buckets };
}

interface SummaryProps<L extends LabelSchema> extends MetricProps<L> {
  /** The quantiles that it exposes, between 0 and 1. @default none, as most libraries expose only count and sum */
  readonly quantiles?: readonly number[];
}

/**
 * Declares a summary: what a client library counts and adds up without buckets, such as a timer of Micrometer.
 * @throws InvalidInput for a name, label or quantile that Prometheus cannot store or query; `signalproof review` advises
 * on naming
 * @example
 * const tasks = summary('executor_seconds', { help: 'Time that tasks ran.', unit: 'seconds' });
 */
export function summary<const L extends LabelSchema = Record<never, never>>(
  name: string,
  props: SummaryProps<L>,
): Summary<NoInfer<L>> {
  const { quantiles = [] } = props;
  const wrong = quantiles.find((quantile) => !(quantile >= 0 && quantile <= 1));
  if (wrong !== undefined)
    rejecting('summary', name)(
      'quantiles',
      'a quantile is not between 0 and 1',
      wrong,
      'write the 95th percentile as 0.95',
    );
  return { kind: 'summary', ...described('summary', name, props), quantiles };
}
