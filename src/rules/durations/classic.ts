import type { Histogram } from '../../metrics/metric';
import { bucketsOf, countBy, countOf, countUpTo, histogramQuantile, rate, sumBy } from '../../promql/build';
import type { DurationsKind } from './durations';

/** A classic histogram: one series a bucket. */
export const classicDurations: DurationsKind<Histogram> = {
  problems: ({ name, buckets }, threshold) =>
    buckets.includes(threshold)
      ? []
      : [
          {
            path: 'threshold',
            message: `the histogram ${name} has no such bucket, so requests within the threshold cannot be counted`,
            found: threshold,
            fix: `use one of ${buckets.join(', ')}, or add it to the metric's buckets`,
          },
        ],
  all: (histogram, matchers) => countOf<Histogram>(histogram, matchers),
  upTo: (histogram, threshold, matchers) => countUpTo<Histogram>(histogram, threshold, matchers),
  quantile: (quantile, histogram, matchers, by) => {
    const buckets = rate(bucketsOf<Histogram>(histogram, matchers), '5m');
    return histogramQuantile(quantile, sumBy<string, string>([...by, 'le'], buckets));
  },
  allBuckets: (histogram, matchers) => bucketsOf<Histogram>(histogram, matchers),
  bucketLabels: ['le'],
  buckets: (histogram, matchers) => countBy(['le'], bucketsOf<Histogram>(histogram, matchers)),
};
