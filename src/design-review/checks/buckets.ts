import { HISTOGRAMS, metricCheck, thresholdCheck, type ReviewCheck } from '../check';
import type { PlannedMetric } from '../plan';
import { words } from '../../findings/words';
import { mentions, wordsOf } from '../words';

/** More buckets than a latency needs; each is a series for every set of labels. */
const MOST_BUCKETS = 20;
/** Quantiles are interpolated between bounds; further apart than this, they say little. */
const WIDEST_STEP = 3;
/** No request of a service should be observed above so many seconds: the bounds are milliseconds then. */
const LONGEST_SECONDS = 1000;
/** What may take hours. */
const LONG = words('job jobs batch build backup pipeline workflow migration training sync age lag');

/** Sizes are seldom below so many bytes. */
const SMALLEST_SIZE = 100;
/** What comes in whole numbers, as the last word of a name. */
const COUNTED = words(`
  size length items rows messages entries depth attempts retries results records events documents files batches
`);
/** The slowest request of a service is more than so many times as slow as the fastest. */
const LEAST_RANGE = 10;

/** The bounds of a histogram of durations, which thresholds are about. */
const latencyBuckets = ({ kind, name, buckets }: PlannedMetric): readonly number[] | undefined =>
  kind === 'histogram' && mentions(name, ['duration', 'latency', 'time', 'seconds']) ? buckets : undefined;

const ascending = (bounds: readonly number[]): string => bounds.toSorted((a, b) => a - b).join(', ');

export const bucketChecks: readonly ReviewCheck[] = [
  metricCheck({
    id: 'buckets-stated',
    severity: 'info',
    question: 'Are the buckets of histograms chosen?',
    see: HISTOGRAMS,
    path: 'buckets',
    wrong: ({ kind, buckets }) => kind === 'histogram' && buckets === undefined,
    message: 'buckets are not stated, so the client library chooses them',
    expected: 'upper bounds around the latencies that matter',
    fix: 'write them down, e.g. [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10], with one at each objective',
  }),
  metricCheck({
    id: 'buckets-ascend',
    severity: 'error',
    question: 'Do buckets ascend?',
    see: HISTOGRAMS,
    path: 'buckets',
    wrong: ({ buckets = [] }) =>
      buckets.some((bound, index) => !Number.isFinite(bound) || bound <= (buckets[index - 1] ?? -Infinity)) &&
      buckets,
    message: 'buckets are not strictly ascending and finite',
    expected: 'strictly ascending bounds',
    fix: (buckets) => `write [${ascending([...new Set(buckets.filter(Number.isFinite))])}]`,
  }),
  thresholdCheck({
    ofAll: true,
    id: 'buckets-threshold',
    severity: 'error',
    question: 'Is there a bucket at the threshold of the latency objective?',
    see: `${HISTOGRAMS}#apdex-score`,
    path: 'buckets',
    wrong: ({ metric, seconds }) => {
      const buckets = latencyBuckets(metric);
      return buckets?.includes(seconds) === false && buckets;
    },
    message: (_, { seconds }) =>
      `no bucket at the latency threshold ${seconds}, so the objective can only be estimated`,
    expected: (_, { seconds }) => `a bound at ${seconds}`,
    fix: (buckets, { seconds }) => `write [${ascending([...buckets, seconds])}]`,
  }),
  thresholdCheck({
    ofAll: true,
    id: 'buckets-around-threshold',
    severity: 'warning',
    question: 'Are there buckets close below and above the threshold?',
    see: `${HISTOGRAMS}#errors-of-quantile-estimation`,
    path: 'buckets',
    wrong: ({ metric, seconds }) => {
      const buckets = latencyBuckets(metric);
      if (!buckets?.includes(seconds)) return undefined;
      const below = buckets.findLast((bound) => bound < seconds);
      const above = buckets.find((bound) => bound > seconds);
      const add = [
        ...(below === undefined || seconds / below > WIDEST_STEP ? [seconds / 2] : []),
        ...(above === undefined || above / seconds > WIDEST_STEP ? [seconds * 2] : []),
      ];
      return add.length > 0 && { below, above, add };
    },
    message: ({ below = 'none', above = 'none' }, { seconds }) =>
      `buckets leave a gap around the latency threshold ${seconds} (next bounds: ${below} below, ${above} above)`,
    expected: `bounds within a factor of ${WIDEST_STEP} on both sides`,
    fix: ({ add }) => `add ${add.join(' and ')}`,
  }),
  metricCheck({
    id: 'buckets-unit',
    severity: 'warning',
    question: 'Are the buckets in the unit of the name?',
    see: HISTOGRAMS,
    path: 'buckets',
    wrong: ({ name, buckets = [] }) =>
      name.endsWith('_seconds') &&
      !mentions(name, LONG) &&
      (buckets.at(-1) ?? 0) >= LONGEST_SECONDS &&
      buckets,
    message: 'bounds look like milliseconds, but the unit of the name is seconds',
    expected: 'bounds in seconds',
    fix: (buckets) => `write [${buckets.map((bound) => bound / 1000).join(', ')}], and observe seconds`,
  }),
  metricCheck({
    id: 'buckets-size',
    severity: 'warning',
    question: 'Are the buckets of sizes bytes rather than the seconds of a default?',
    see: HISTOGRAMS,
    path: 'buckets',
    wrong: ({ kind, name, buckets = [] }) =>
      kind === 'histogram' &&
      name.endsWith('_bytes') &&
      buckets.length > 0 &&
      (buckets.at(-1) ?? 0) <= SMALLEST_SIZE,
    message: 'every size is above the largest bound, so all of them fall into +Inf',
    expected: 'bounds in bytes',
    fix: 'write bounds in bytes, e.g. [1024, 16384, 262144, 4194304, 67108864]',
  }),
  metricCheck({
    id: 'buckets-whole',
    severity: 'warning',
    question: 'Are the buckets of counts whole numbers rather than the seconds of a default?',
    see: HISTOGRAMS,
    path: 'buckets',
    wrong: ({ kind, name, buckets = [] }) =>
      kind === 'histogram' &&
      COUNTED.includes(wordsOf(name).at(-1) ?? '') &&
      buckets.filter((bound) => bound > 0 && bound < 1).length > 1 &&
      buckets,
    message: 'no whole number is between the bounds below 1, and those above are few',
    expected: 'whole numbers as bounds',
    fix: 'write bounds around the usual counts, e.g. [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000]',
  }),
  metricCheck({
    id: 'buckets-range',
    severity: 'warning',
    question: 'Do the buckets reach from fast to slow?',
    see: `${HISTOGRAMS}#errors-of-quantile-estimation`,
    path: 'buckets',
    wrong: (metric) => {
      const bounds = latencyBuckets(metric) ?? [];
      const [first, last] = [bounds.find((bound) => bound > 0), bounds.at(-1)];
      return (
        bounds.length > 2 && first !== undefined && last !== undefined && last / first < LEAST_RANGE && last
      );
    },
    message: (last, { buckets = [] }) =>
      `bounds from ${buckets[0]} to ${last} are close together, and everything above is in +Inf, where quantiles stop at ${last}`,
    expected: `a largest bound of at least ${LEAST_RANGE} times the smallest`,
    fix: (last) =>
      `add larger bounds, e.g. ${[10, 100].map((factor) => Number((last * factor).toPrecision(3))).join(' and ')}`,
  }),
  metricCheck({
    id: 'buckets-many',
    severity: 'warning',
    question: 'Are buckets few enough for the labels that multiply them?',
    see: HISTOGRAMS,
    path: 'buckets',
    wrong: ({ buckets = [] }) => buckets.length > MOST_BUCKETS && buckets.length,
    message: (count) => `${count} buckets each add a series to every label set`,
    found: ({ buckets }) => buckets?.length,
    expected: `at most ${MOST_BUCKETS}`,
    fix: 'keep those around the objectives, or use native histograms',
  }),
];
