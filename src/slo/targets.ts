import { platformMetrics } from '../metrics/platform';
import {
  eq,
  maxBy,
  minBy,
  mul,
  offset,
  or,
  round,
  select,
  sumBy,
  type InstantVector,
  type Series,
} from '../promql/build';
import type { Duration } from '../promql/window';
import { SCOPE_LABELS, targetsOf, type Scope } from '../rules/scope';
import { asEvents, type EventCounter } from './events';

/** Labels that identify a target: a new pod may get the address of an old one. */
export const TARGET = [...SCOPE_LABELS, 'pod', 'instance'] as const;
type Target = (typeof TARGET)[number];

/** Joins targets with what is recorded for each outcome. */
export const PER_TARGET = { on: TARGET } as const;

/**
 * Labels by which the series of one target do not differ (one bucket bound has several spellings), and those that say
 * what is recorded of them.
 */
const COMMON: ReadonlySet<string> = new Set(['service', 'container', 'le', 'slo', 'counter', ...TARGET]);

/**
 * Unix time at which each target's process started, where it exposes that. Of two replicas of Prometheus in one store,
 * one may still show the old process: then its counters are the larger ones, and the restart is to come.
 */
export function startTime(scope: Scope, ago?: Duration): InstantVector<Target> {
  return minBy(TARGET, at(select(platformMetrics.processStartTime, targetsOf(scope)), ago));
}

/** Targets whose last scrape succeeded. */
export function isUp(scope: Scope, ago?: Duration): InstantVector<Target> {
  return eq(maxBy(TARGET, at(select(platformMetrics.up, targetsOf(scope)), ago)), 1);
}

/**
 * One value for each series that the service exposes. Two replicas of Prometheus in one store, or a target whose labels
 * have just changed, show it twice for a while.
 */
export function exposed(counter: EventCounter, ago?: Duration): InstantVector {
  return maxBy(exposedLabels(counter), wholeEvents(counter, at(counter, ago)));
}

/** Labels of those values. */
export function exposedLabels({ labels }: EventCounter): readonly string[] {
  return [...TARGET, ...[...labels].filter((label) => !COMMON.has(label))];
}

/** What the counters of each target add up to. Series that do not exist yet are 0. */
export function reached(scope: Scope, counter: EventCounter, ago?: Duration): InstantVector<Target> {
  return or(sumBy(TARGET, exposed(counter, ago)), mul(0, isUp(scope, ago)));
}

/** A share of a histogram's observations is whole but for rounding. */
function wholeEvents(counter: EventCounter, samples: InstantVector): InstantVector {
  return counter.events === undefined ? samples : round(asEvents(counter, samples));
}

function at<S extends Series>(series: S, ago: Duration | undefined): S {
  return ago === undefined ? series : (offset(series, ago) as S);
}
