import { isCountable, type Countable, type Metric } from '../metrics/metric';
import { eventCounter, type MatchersFor } from '../promql/build';
import type { EventSeries } from './event-series';
import type { EventPart } from './fields';

/** Matchers of any metric; they are checked when the series are selected. */
type AnyMatchers = MatchersFor<Countable>;

/**
 * Selects some of the events of a metric.
 * @param among matchers for all of them; the metric of the part must have those labels too
 */
export function partOf(all: Countable, part: EventPart, among: AnyMatchers = {}): EventSeries {
  if (isCountable(part)) return eventCounter(part, among);
  const series = eventCounter(all, among);
  const some = eventCounter(all, part);
  // Both may match one label (all: not 4xx, part: 5xx), and both apply.
  return { ...series, expr: { ...series.expr, matchers: [...series.expr.matchers, ...some.expr.matchers] } };
}

/** The metric of a part that is not in the metric of all events. */
export const metricsOfPart = (part: EventPart): readonly Metric[] => (isCountable(part) ? [part] : []);

/** The labels by which the events of a part differ: those that it does not select by. */
export const breakdownOf = (all: Countable, part: EventPart): readonly string[] =>
  isCountable(part) ? Object.keys(part.labels) : Object.keys(all.labels).filter((label) => !(label in part));
