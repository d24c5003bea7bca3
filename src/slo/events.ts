import { platformMetrics } from '../metrics/platform';
import type { Counter, Histogram } from '../metrics/metric';
import {
  clampMin,
  countOf,
  countOverTime,
  countUpTo,
  gt,
  lastOverTime,
  le,
  lt,
  maxOverTime,
  minOverTime,
  mul,
  offset,
  or,
  select,
  sub,
  sumBy,
  sumOverTime,
  withLabels,
  type InstantVector,
  type Series,
} from '../promql/build';
import { duration, seconds, type Duration } from '../promql/window';
import { SCOPE_LABELS, targetsOf, type Scope } from '../rules/scope';
import type { AvailabilitySlo, Slo } from './slo';

/** How often events are counted, and how long a gap between two scrapes may be. */
export interface Tile {
  /** Interval of the group that counts, so that every event falls into one tile. */
  readonly every: Duration;
  /** Events of a gap up to this long are counted in the first tile after it. */
  readonly gap: Duration;
}

/** For windows of an hour, which must not lag. */
export const FAST: Tile = { every: '1m', gap: '10m' };
/** For windows of days. */
export const SLOW: Tile = { every: '5m', gap: '1h' };

/** What tells one scraped process from another; a new pod may get an old one's address. */
const TARGET = ['namespace', 'pod', 'instance'] as const;

/**
 * How many events the scrapes of the last tile show, as whole numbers: what counters have grown by, plus what they
 * have reached since a restart. Explained with an example in docs/slo.md.
 */
export function eventCount(
  counter: Series<string, 'counter'>,
  scope: Scope,
  { every, gap }: Tile,
): InstantVector<(typeof SCOPE_LABELS)[number]> {
  const highest = maxOverTime(counter, every);
  const lowest = minOverTime(counter, every);
  const last = lastOverTime(counter, every);
  const before = lastOverTime(offset(counter, every), gap);
  const scrapes = sumOverTime(
    select(platformMetrics.up, targetsOf(scope)),
    duration(seconds(every) + seconds(gap)),
  );
  // A counter that ends below its highest value restarted within the tile, and began it at most that high.
  const start = or(gt(highest, last), lowest);
  // No value before, or a higher one, although its target was scraped without it: born or restarted since, at 0.
  const born = mul(0, lt(countOverTime(counter, every), scrapes, { on: TARGET, groupLeft: [] }));
  // Otherwise it came with its target, and what it had counted by then happened at an unknown time.
  const alreadyCounted = or(or(le(before, start), born), lowest);
  const sinceRestart = withLabels(lt(last, highest), { part: 'since restart' });
  return sumBy(SCOPE_LABELS, or(sub(highest, alreadyCounted), sinceRestart));
}

/** The counter of all events of an SLO. */
export function allEvents(slo: Slo, scope: Scope): Series<string, 'counter'> {
  const matchers = { ...slo.counted, ...targetsOf(scope) };
  return slo.kind === 'availability'
    ? select<Counter>(slo.requests, matchers)
    : countOf<Histogram>(slo.durations, matchers);
}

/** The counter of failed requests. */
export function errorEvents(slo: AvailabilitySlo, scope: Scope): Series<string, 'counter'> {
  const all = allEvents(slo, scope);
  const own = select<Counter>(slo.requests, slo.errors);
  // Both may speak about one label (counted: not 4xx, errors: 5xx), and both hold.
  return { ...all, expr: { ...all.expr, matchers: [...all.expr.matchers, ...own.expr.matchers] } };
}

/**
 * How many of the events of the last tile were bad.
 * @param all how many there were, as just recorded
 */
export function badEventCount(slo: Slo, scope: Scope, tile: Tile, all: InstantVector): InstantVector {
  const join = { on: SCOPE_LABELS };
  if (slo.kind === 'availability')
    // Before the first error there is no such series, and that means 0.
    return or(eventCount(errorEvents(slo, scope), scope, tile), mul(0, all), join);
  const matchers = { ...slo.counted, ...targetsOf(scope) };
  const good = countUpTo<Histogram>(slo.durations, slo.threshold, matchers);
  // A bucket that appears under a new spelling of `le` counts as born once; it must not make bad events negative.
  return clampMin(sub(all, eventCount(good, scope, tile), join), 0);
}
