// Written by `npm run docs` from the schemas, and from the descriptions of their fields.
import type { Countable, Gauge } from '../metrics/metric';
import type { DurationHistogram } from './durations/index';
import type { ValueMatcher } from '../promql/matchers';

export interface GoldenSignalsFields<
  Requests = Countable,
  Errors = Readonly<Record<string, string | ValueMatcher>> | Countable,
  Latency = DurationHistogram,
  By = readonly string[],
  Traffic = Readonly<Record<string, string | ValueMatcher>>,
> {
  /** Counts all requests: a counter, or the count of a histogram, native histogram or summary. */
  readonly requests: Requests;
  /** Labels of failed requests, e.g. `{ status: matching('5..') }`; or the metric that counts them. */
  readonly errors: Errors;
  /** Histogram of the durations of all requests, classic or native. Absent: no latency is recorded. */
  readonly latency?: Latency;
  /** Labels of all these metrics by which requests and latency are broken down, e.g. the route. @default [] */
  readonly by?: By;
  /** Gauge of the requests in progress. Absent: saturation consists of CPU and memory alone. */
  readonly inFlight?: Gauge;
  /**
   * Requests that show that clients reach the service, e.g. `{ endpoint: not('unmatched') }`: an alert pages when they
   * stop although there is traffic at this time on other days. Only labels of `by` can be selected. Absent: all.
   */
  readonly traffic?: Traffic;
}
