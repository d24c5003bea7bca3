import type { LabelSchema } from './labels';
import { described, rejecting } from './described';
import type { Described, MetricProps } from './metric';

/**
 * Counts observations in one series (a native histogram): in buckets of a fixed ratio, or in those of the classic
 * histogram that Prometheus converts it from.
 */
export interface NativeHistogram<L extends LabelSchema = LabelSchema> extends Described<L> {
  readonly kind: 'native histogram';
  readonly buckets: NativeBuckets;
}

/** Buckets whose bounds are powers of `2^(2^-schema)`, or an ascending list of finite bounds. */
export type NativeBuckets = { readonly schema: number } | { readonly bounds: readonly number[] };

interface SchemaProps<L extends LabelSchema> extends MetricProps<L> {
  /**
   * Resolution, a whole number from -4 to 8: each bucket's bound is `2^(2^-schema)` times the one before. State the
   * coarsest that the service may use: Prometheus (`native_histogram_bucket_limit`) and client libraries merge buckets
   * of histograms that grow, to the next lower schema each time.
   */
  readonly schema: number;
  readonly buckets?: never;
}

interface ConvertedProps<L extends LabelSchema> extends MetricProps<L> {
  /**
   * Upper bounds in the metric's unit, strictly ascending and finite: those of the classic histogram on the page, which
   * the scrape converts (`convertClassicHistogramsToNHCB`).
   */
  readonly buckets: readonly number[];
  readonly schema?: never;
}

/** Resolutions that Prometheus stores. */
const SCHEMAS = { lowest: -4, highest: 8 } as const;

/**
 * Declares a native histogram, of Prometheus 3.
 * @throws InvalidInput for a name, label, schema or bucket that Prometheus cannot store or query
 * @see https://prometheus.io/docs/specs/native_histograms/
 * @example
 * const durations = nativeHistogram('http_request_duration_seconds', {
 *   help: 'Time from request to answer.',
 *   unit: 'seconds',
 *   schema: 3,
 * });
 */
export function nativeHistogram<const L extends LabelSchema = Record<never, never>>(
  name: string,
  props: SchemaProps<L> | ConvertedProps<L>,
): NativeHistogram<L> {
  const reject = rejecting('native histogram', name);
  const { schema, buckets: bounds = [] } = props;
  if (schema !== undefined) {
    if (!Number.isInteger(schema) || schema < SCHEMAS.lowest || schema > SCHEMAS.highest)
      reject(
        'schema',
        'unknown schema',
        schema,
        `use a whole number from ${SCHEMAS.lowest} to ${SCHEMAS.highest}`,
      );
    return { kind: 'native histogram', ...described('native histogram', name, props), buckets: { schema } };
  }
  if (bounds.length === 0)
    reject('buckets', 'neither schema nor buckets given', bounds, 'give one of them, e.g. schema: 3');
  const wrong = bounds.find(
    (bound, index) => !Number.isFinite(bound) || bound <= (bounds[index - 1] ?? -Infinity),
  );
  if (wrong !== undefined)
    reject(
      'buckets',
      'bucket bounds are not finite and strictly ascending',
      wrong,
      'list each bound once, without +Inf',
    );
  return { kind: 'native histogram', ...described('native histogram', name, props), buckets: { bounds } };
}

/** Computed powers differ from those of Prometheus by rounding. */
const ROUNDING = 1e-12;

/**
 * The bucket bounds next to a value, ascending: one if the value is itself a bound, so that observations up to it can be
 * counted exactly.
 */
export function nearestBounds(buckets: NativeBuckets, value: number): readonly number[] {
  if ('bounds' in buckets) {
    const { bounds } = buckets;
    if (bounds.includes(value)) return [value];
    const above = bounds.findIndex((bound) => bound > value);
    return above < 0 ? bounds.slice(-1) : bounds.slice(Math.max(0, above - 1), above + 1);
  }
  const { schema } = buckets;
  // The bounds of observations above 0.
  if (!(value > 0)) return [];
  const index = Math.log2(value) * 2 ** schema;
  const nearest = boundOf(schema, Math.round(index));
  if (Math.abs(nearest / value - 1) < ROUNDING) return [value];
  return [boundOf(schema, Math.floor(index)), boundOf(schema, Math.ceil(index))];
}

const boundOf = (schema: number, index: number): number => 2 ** (index / 2 ** schema);

/** Whether a value is a bound of the buckets. */
export const isBound = (buckets: NativeBuckets, value: number): boolean =>
  nearestBounds(buckets, value)[0] === value;
