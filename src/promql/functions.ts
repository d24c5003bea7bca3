/** What an expression evaluates to. */
export type ValueType = 'scalar' | 'string' | 'vector' | 'range';

export interface Signature {
  readonly args: readonly ValueType[];
  /** How many of the last arguments may be left out. @default 0 */
  readonly optional?: number;
  /** The last argument may be repeated. @default false */
  readonly variadic?: true;
  readonly returns: ValueType;
}

const vectorToVector: Signature = { args: ['vector'], returns: 'vector' };
const rangeToVector: Signature = { args: ['range'], returns: 'vector' };
const timeToVector: Signature = { args: ['vector'], optional: 1, returns: 'vector' };
const constant: Signature = { args: [], returns: 'scalar' };

const ofEach = <S>(signature: S, names: readonly string[]): Record<string, S> =>
  Object.fromEntries(names.map((name) => [name, signature]));

const words = (text: string): readonly string[] => text.trim().split(/\s+/);

const GENERAL = words(`
  abs absent ceil deg exp floor ln log10 log2 rad sgn sort sort_desc sqrt timestamp histogram_count histogram_sum
`);
const TRIGONOMETRY = words('acos acosh asin asinh atan atanh cos cosh sin sinh tan tanh');
const OVER_TIME = words(`
  rate irate increase delta idelta deriv resets changes
  avg_over_time min_over_time max_over_time sum_over_time count_over_time last_over_time
  present_over_time absent_over_time stddev_over_time stdvar_over_time
`);
const CALENDAR = words('year month day_of_month day_of_week day_of_year days_in_month hour minute');

/**
 * Functions and aggregations of Prometheus 3.5 behind its flag promql-experimental-functions.
 * @see https://prometheus.io/docs/prometheus/3.5/feature_flags/#experimental-promql-functions
 */
export const EXPERIMENTAL: ReadonlySet<string> = new Set(
  words(`
    double_exponential_smoothing info limit_ratio limitk mad_over_time sort_by_label sort_by_label_desc
    ts_of_last_over_time ts_of_max_over_time ts_of_min_over_time
  `),
);

/** Functions that only some versions or configurations of Prometheus have. */
export const NEWER_FUNCTIONS: ReadonlySet<string> = new Set([
  ...EXPERIMENTAL,
  ...words(`
    end first_over_time histogram_avg histogram_quantiles histogram_stddev histogram_stdvar range start start_timestamp
    step ts_of_first_over_time
  `),
]);

/** Functions that only older versions of Prometheus have. */
export const DROPPED_FUNCTIONS: ReadonlySet<string> = new Set(['holt_winters']);

/** What is wrong with a function that only some configurations of Prometheus have. */
export const experimentalMessage = (name: string): string =>
  `experimental function ${name} needs --enable-feature=promql-experimental-functions`;

/**
 * The functions that every Prometheus since 2.42 has, with their signatures. `holt_winters` is missing: Prometheus 3
 * renamed it and made it experimental.
 * @see https://prometheus.io/docs/prometheus/latest/querying/functions/
 */
export const FUNCTIONS: ReadonlyMap<string, Signature> = new Map(
  Object.entries<Signature>({
    ...ofEach(vectorToVector, GENERAL),
    ...ofEach(vectorToVector, TRIGONOMETRY),
    ...ofEach(rangeToVector, OVER_TIME),
    ...ofEach(timeToVector, CALENDAR),
    ...ofEach(constant, ['time', 'pi']),
    scalar: { args: ['vector'], returns: 'scalar' },
    vector: { args: ['scalar'], returns: 'vector' },
    round: { args: ['vector', 'scalar'], optional: 1, returns: 'vector' },
    clamp: { args: ['vector', 'scalar', 'scalar'], returns: 'vector' },
    clamp_max: { args: ['vector', 'scalar'], returns: 'vector' },
    clamp_min: { args: ['vector', 'scalar'], returns: 'vector' },
    histogram_quantile: { args: ['scalar', 'vector'], returns: 'vector' },
    histogram_fraction: { args: ['scalar', 'scalar', 'vector'], returns: 'vector' },
    quantile_over_time: { args: ['scalar', 'range'], returns: 'vector' },
    predict_linear: { args: ['range', 'scalar'], returns: 'vector' },
    label_replace: { args: ['vector', 'string', 'string', 'string', 'string'], returns: 'vector' },
    label_join: {
      args: ['vector', 'string', 'string', 'string'],
      optional: 1,
      variadic: true,
      returns: 'vector',
    },
  }),
);
