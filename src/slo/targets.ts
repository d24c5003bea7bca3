import type { Gauge } from '../metrics/metric';
import { platformMetrics } from '../metrics/platform';
import { TARGET_LABELS } from '../metrics/target-labels';
import {
  countBy,
  eq,
  maxBy,
  minBy,
  mul,
  offset,
  or,
  round,
  select,
  sumBy,
  unless,
  type InstantVector,
  type Series,
} from '../promql/build';
import type { Duration } from '../promql/window';
import { asEvents, type EventSeries } from '../rules/event-series';
import { pushedSeries, upOf } from '../rules/presence';
import { targetLabels, targetsOf, type Scope } from '../rules/scope';
import { ADDEND, united, type EventCounter } from './events';

/** Joins targets with what is recorded for each outcome. */
export const perTarget = (scope: Scope) => ({ on: targetLabels(scope) });

/**
 * Labels by which the series of one target do not differ (one bucket bound has several spellings), and those that say
 * what is recorded of them.
 */
const COMMON: ReadonlySet<string> = new Set([
  'service',
  'container',
  'le',
  'slo',
  'counter',
  ...TARGET_LABELS,
]);

/**
 * Unix time at which each target's process started, where it exposes that. Of two replicas of Prometheus in one store,
 * one may still show the old process: then its counters are the larger ones, and the restart is to come.
 */
export function startTime(scope: Scope, ago?: Duration): InstantVector | undefined {
  const { name } = platformMetrics.processStartTime;
  if (scope.pushed?.metrics.every((metric) => metric.name !== name) === true) return undefined;
  return minBy(
    targetLabels(scope),
    at(select<Gauge>(platformMetrics.processStartTime, targetsOf(scope)), ago),
  );
}

/** Targets whose last scrape succeeded, or processes whose series are pushed. */
export function isUp(scope: Scope, ago?: Duration): InstantVector {
  const { pushed } = scope;
  return pushed === undefined
    ? eq(maxBy(targetLabels(scope), at(upOf(scope), ago)), 1)
    : countBy(targetLabels(scope), at(pushedSeries(pushed), ago));
}

/**
 * One value for each series that the service exposes. Two replicas of Prometheus in one store, or a target whose labels
 * have just changed, show it twice for a while.
 */
export function exposed(scope: Scope, counter: EventCounter, ago?: Duration): InstantVector {
  return united(counter, (series) =>
    maxBy(exposedLabels(scope, [series]), wholeEvents(series, at(series, ago))),
  );
}

/** Labels of those values. */
export function exposedLabels(scope: Scope, counter: EventCounter): readonly string[] {
  const own = counter.flatMap((series) =>
    [...series.labels].filter((label) => !COMMON.has(label) && !isWithout(series, label)),
  );
  return [...new Set([...targetLabels(scope), ...own, ...(counter.length > 1 ? [ADDEND] : [])])];
}

/** Whether series are selected that do not have a label: a matcher for the empty value. */
const isWithout = ({ expr: { matchers } }: EventSeries, wanted: string): boolean =>
  matchers.some(({ label, operator, value }) => label === wanted && operator === '=' && value === '');

/**
 * What the counters of each target add up to. Series that do not exist yet are 0.
 * @param missing targets in which they would exist
 */
export function reached(
  scope: Scope,
  counter: EventCounter,
  ago?: Duration,
  missing?: InstantVector,
): InstantVector {
  const up = isUp(scope, ago);
  return or(
    sumBy(targetLabels(scope), exposed(scope, counter, ago)),
    mul(0, missing === undefined ? up : unless(up, missing, perTarget(scope))),
  );
}

/** A share of a histogram's observations is whole but for rounding. */
function wholeEvents(series: EventSeries, samples: InstantVector): InstantVector {
  return series.events === undefined ? samples : round(asEvents(series, samples));
}

function at<S extends Series>(series: S, ago: Duration | undefined): S {
  return ago === undefined ? series : (offset(series, ago) as S);
}

/** For each target, its value in the first vector that has one. */
export function firstOf(scope: Scope, ...vectors: readonly (InstantVector | undefined)[]): InstantVector {
  return vectors
    .filter((vector) => vector !== undefined)
    .reduce((first, otherwise) => or(first, otherwise, perTarget(scope)));
}
