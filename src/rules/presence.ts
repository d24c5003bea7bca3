import type { Gauge, Metric } from '../metrics/metric';
import { platformMetrics } from '../metrics/platform';
import {
  countBy,
  eq,
  maxBy,
  maxOverTime,
  offset,
  quoteRegex,
  select,
  type InstantVector,
} from '../promql/build';
import { seriesOf, type Series } from '../promql/vector';
import type { Duration } from '../promql/window';
import { scopeLabels, targetsOf, type PushedSeries, type Scope } from './scope';

/** How far back a service must have been there for its absence to matter. */
const REMEMBERED: Duration = '1d';
/** Steps in which that is read: a service that was there for less may go unnoticed. */
const STEP: Duration = '15m';

/** `up` of the targets of a scraped service. */
export const upOf = (scope: Scope): Series<string, 'gauge'> =>
  select<Gauge>(platformMetrics.up, targetsOf(scope));

/** One series name for each metric of a pushed service: while any of them is there, it is alive. */
export function pushedSeries({ labels, instance, metrics }: PushedSeries): Series<string, 'gauge'> {
  const names = metrics.map((metric) => quoteRegex(seriesNameOf(metric)));
  const matchers = [
    { label: '__name__', operator: '=~', value: names.join('|') },
    ...Object.entries(labels).map(([label, value]) => ({ label, operator: '=', value }) as const),
  ] as const;
  return seriesOf({ node: 'selector', matchers }, 'gauge', [...Object.keys(labels), instance]);
}

/** The series that every value of a metric has. */
function seriesNameOf({ kind, name }: Metric): string {
  switch (kind) {
    case 'counter':
    case 'gauge':
    case 'native histogram':
      return name;
    case 'histogram':
    case 'summary':
      return `${name}_count`;
  }
}

/** Has a sample while a target answers, or series are pushed. */
export function alive(scope: Scope): InstantVector {
  const { pushed } = scope;
  return pushed === undefined
    ? eq(maxBy(scopeLabels(scope), upOf(scope)), 1)
    : countBy(scopeLabels(scope), pushedSeries(pushed));
}

/** Has a sample if there was a target, or series were pushed. */
export function existed(scope: Scope, ago: Duration): InstantVector {
  const { pushed } = scope;
  return pushed === undefined
    ? maxBy(scopeLabels(scope), offset(upOf(scope), ago))
    : countBy(scopeLabels(scope), offset(pushedSeries(pushed), ago));
}

/** Has a sample if some of these series were there in the last day. */
export function remembered(scope: Scope, series: InstantVector): InstantVector {
  return maxOverTime(countBy(scopeLabels(scope), series), REMEMBERED, STEP);
}
