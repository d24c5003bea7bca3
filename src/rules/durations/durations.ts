import type { PartProblem } from '../../findings/finding';
import type { Histogram } from '../../metrics/metric';
import type { NativeHistogram } from '../../metrics/native-histogram';
import type { InstantVector, ValueMatcher } from '../../promql/build';
import type { EventSeries } from '../event-series';

/** A histogram of the durations of requests. */
export type DurationHistogram = Histogram | NativeHistogram;

/** Matchers of labels that the histogram has; they are checked when series are selected. */
export type DurationMatchers = Readonly<Record<string, string | ValueMatcher>>;

/** How an objective reads one kind of histogram. */
export interface DurationsKind<H extends DurationHistogram> {
  /** Why observations up to a threshold cannot be counted exactly. */
  problems(histogram: H, threshold: number): readonly PartProblem[];
  /** All observations. */
  all(histogram: H, matchers: DurationMatchers): EventSeries;
  /** Observations up to a threshold without problems. */
  upTo(histogram: H, threshold: number, matchers: DurationMatchers): EventSeries;
  /** A quantile of the last 5 minutes. */
  quantile(quantile: number, histogram: H, matchers: DurationMatchers, by: readonly string[]): InstantVector;
  /** The series of all buckets, for a heatmap of their rates. */
  allBuckets(histogram: H, matchers: DurationMatchers): EventSeries;
  /** The label that tells buckets apart, unless one series holds all of them. */
  readonly bucketLabels: readonly 'le'[];
  /** The series that hold the threshold's bucket. */
  buckets(histogram: H, matchers: DurationMatchers): InstantVector;
}
