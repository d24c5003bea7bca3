import { platformMetrics } from '../metrics/platform';
import {
  eq,
  maxBy,
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

/** Labels by which the series of one target do not differ: one bucket bound has several spellings. */
const COMMON: ReadonlySet<string> = new Set(['service', 'container', 'le', ...TARGET]);

/** Unix time at which each target's process started, where it exposes that. */
export function startTime(scope: Scope, ago?: Duration): InstantVector<Target> {
  return maxBy(TARGET, at(select(platformMetrics.processStartTime, targetsOf(scope)), ago));
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
  const own = [...counter.labels].filter((label) => !COMMON.has(label));
  return maxBy([...TARGET, ...own], wholeEvents(counter, at(counter, ago)));
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
