import { isBound, nearestBounds, type NativeHistogram } from '../../metrics/native-histogram';
import { countBy, nativeQuantile, nativeSeries, nativeUpTo, rate, sumBy } from '../../promql/build';
import type { DurationsKind } from './durations';

/** A native histogram: all buckets in one series, of Prometheus 3. */
export const nativeDurations: DurationsKind<NativeHistogram> = {
  problems: ({ name, buckets }, threshold) =>
    isBound(buckets, threshold)
      ? []
      : [
          {
            path: 'threshold',
            message: `the native histogram ${name} has no bucket with this bound, so requests within the threshold could only be estimated`,
            found: threshold,
            fix: `use ${nearestBounds(buckets, threshold).join(' or ') || 'a threshold above 0'}`,
          },
        ],
  all: (histogram, matchers) => nativeSeries<NativeHistogram>(histogram, matchers),
  upTo: (histogram, threshold, matchers) => nativeUpTo<NativeHistogram>(histogram, threshold, matchers),
  quantile: (quantile, histogram, matchers, by) =>
    nativeQuantile(
      quantile,
      sumBy<string, string>(by, rate(nativeSeries<NativeHistogram>(histogram, matchers), '5m')),
    ),
  allBuckets: (histogram, matchers) => nativeSeries<NativeHistogram>(histogram, matchers),
  bucketLabels: [],
  buckets: (histogram, matchers) =>
    countBy(Object.keys(matchers), nativeSeries<NativeHistogram>(histogram, matchers)),
};
