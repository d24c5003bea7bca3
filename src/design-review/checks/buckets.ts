import { HISTOGRAMS, ofMetrics, type Remark, type Review, type ReviewCheck } from '../check';
import type { LatencyThreshold, PlannedMetric } from '../plan';
import { mentions } from '../words';

/** More buckets than a latency needs; each is a series for every set of labels. */
const MOST_BUCKETS = 20;
/** Quantiles are interpolated between bounds; further apart than this, they say little. */
const WIDEST_STEP = 3;
/** No request of a service should be observed above so many seconds: the bounds are milliseconds then. */
const LONGEST_SECONDS = 1000;

const isDuration = ({ name }: PlannedMetric): boolean =>
  mentions(name, ['duration', 'latency', 'time', 'seconds']);

/** The thresholds that are about a histogram of durations. */
function thresholdsOf(metric: PlannedMetric, { thresholds }: Review): readonly LatencyThreshold[] {
  if (metric.kind !== 'histogram' || !isDuration(metric)) return [];
  return thresholds.filter((threshold) => threshold.metric === undefined || threshold.metric === metric.name);
}

/** Asks about every threshold that a histogram with known buckets has to meet. */
const ofThresholds =
  (
    ask: (threshold: number, buckets: readonly number[]) => Omit<Remark, 'metric'> | undefined,
  ): ReviewCheck['find'] =>
  (review) =>
    review.plan.metrics.flatMap((metric) =>
      thresholdsOf(metric, review).flatMap(({ seconds }) => {
        const remark = metric.buckets === undefined ? undefined : ask(seconds, metric.buckets);
        return remark === undefined ? [] : [{ ...remark, metric }];
      }),
    );

export const bucketChecks: readonly ReviewCheck[] = [
  {
    id: 'buckets-stated',
    severity: 'info',
    question: 'Are the buckets of histograms chosen?',
    see: HISTOGRAMS,
    find: ofMetrics(({ kind, buckets }) =>
      kind === 'histogram' && buckets === undefined
        ? {
            path: 'buckets',
            message: 'buckets are not stated, so the client library chooses them',
            found: undefined,
            expected: 'upper bounds around the latencies that matter',
            fix: 'write them down, e.g. [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10], with one at each objective',
          }
        : undefined,
    ),
  },
  {
    id: 'buckets-ascend',
    severity: 'error',
    question: 'Do buckets ascend?',
    see: HISTOGRAMS,
    find: ofMetrics(({ buckets = [] }) =>
      buckets.some((bound, index) => !Number.isFinite(bound) || bound <= (buckets[index - 1] ?? -Infinity))
        ? {
            path: 'buckets',
            message: 'buckets are not strictly ascending and finite',
            found: buckets,
            expected: 'strictly ascending bounds',
            fix: `write [${[...new Set(buckets.filter(Number.isFinite))].toSorted((a, b) => a - b).join(', ')}]`,
          }
        : undefined,
    ),
  },
  {
    id: 'buckets-threshold',
    severity: 'error',
    question: 'Is there a bucket at the threshold of the latency objective?',
    see: `${HISTOGRAMS}#apdex-score`,
    find: ofThresholds((threshold, buckets) =>
      buckets.includes(threshold)
        ? undefined
        : {
            path: 'buckets',
            message: `no bucket at the latency threshold ${threshold}, so the objective can only be estimated`,
            found: buckets,
            expected: `a bound at ${threshold}`,
            fix: `write [${[...buckets, threshold].toSorted((a, b) => a - b).join(', ')}]`,
          },
    ),
  },
  {
    id: 'buckets-around-threshold',
    severity: 'warning',
    question: 'Are there buckets close below and above the threshold?',
    see: `${HISTOGRAMS}#errors-of-quantile-estimation`,
    find: ofThresholds((threshold, buckets) => {
      if (!buckets.includes(threshold)) return undefined;
      const below = buckets.findLast((bound) => bound < threshold);
      const above = buckets.find((bound) => bound > threshold);
      const add = [
        ...(below === undefined || threshold / below > WIDEST_STEP ? [threshold / 2] : []),
        ...(above === undefined || above / threshold > WIDEST_STEP ? [threshold * 2] : []),
      ];
      return add.length === 0
        ? undefined
        : {
            path: 'buckets',
            message: `buckets leave a gap around the latency threshold ${threshold} (next bounds: ${below ?? 'none'} below, ${above ?? 'none'} above)`,
            found: buckets,
            expected: `bounds within a factor of ${WIDEST_STEP} on both sides`,
            fix: `add ${add.join(' and ')}`,
          };
    }),
  },
  {
    id: 'buckets-unit',
    severity: 'warning',
    question: 'Are the buckets in the unit of the name?',
    see: HISTOGRAMS,
    find: ofMetrics(({ name, buckets = [] }) =>
      name.endsWith('_seconds') && (buckets.at(-1) ?? 0) >= LONGEST_SECONDS
        ? {
            path: 'buckets',
            message: 'bounds look like milliseconds, but the unit of the name is seconds',
            found: buckets,
            expected: 'bounds in seconds',
            fix: `write [${buckets.map((bound) => bound / 1000).join(', ')}], and observe seconds`,
          }
        : undefined,
    ),
  },
  {
    id: 'buckets-many',
    severity: 'warning',
    question: 'Are buckets few enough for the labels that multiply them?',
    see: HISTOGRAMS,
    find: ofMetrics(({ buckets = [] }) =>
      buckets.length > MOST_BUCKETS
        ? {
            path: 'buckets',
            message: `${buckets.length} buckets each add a series to every label set`,
            found: buckets.length,
            expected: `at most ${MOST_BUCKETS}`,
            fix: 'keep those around the objectives, or use native histograms',
          }
        : undefined,
    ),
  },
];
