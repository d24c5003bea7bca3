import { platformMetrics } from '../metrics/platform';
import {
  clampMin,
  countOverTime,
  div,
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

/** Labels that identify one scraped process; a new pod may get the address of an old one. */
const TARGET = ['namespace', 'pod', 'instance'] as const;

/**
 * How many events the scrapes of the last tile show, as whole numbers: what counters have grown by, plus what they
 * have reached since a restart. Explained with an example in docs/slo.md.
 */
function eventCount(
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

/** How the events of one objective are counted. */
export interface Events {
  /** How many there were in the last tile. */
  readonly all: (tile: Tile) => InstantVector;
  /**
   * How many of them were bad.
   * @param all how many there were, as just recorded
   */
  readonly bad: (tile: Tile, all: InstantVector) => InstantVector;
  /** Share of bad events over scraped series: 0 without errors, no sample without traffic. */
  readonly badRatio: (growth: Growth, window: Duration) => InstantVector;
}

type EventCounter = Series<string, 'counter'>;

/** `rate` or `increase`. */
export type Growth = (counter: EventCounter, window: Duration) => InstantVector;

/** Events of two counters: all of them, and the bad ones. */
export function eventsWithBad(all: EventCounter, bad: EventCounter, scope: Scope): Events {
  return {
    all: (tile) => eventCount(all, scope, tile),
    // Before the first error there is no such series, and that means 0.
    bad: (tile, recorded) => or(eventCount(bad, scope, tile), mul(0, recorded), { on: SCOPE_LABELS }),
    badRatio: (growth, window) => {
      const total = sumBy(SCOPE_LABELS, growth(all, window));
      return div(or(sumBy(SCOPE_LABELS, growth(bad, window)), mul(0, total)), gt(total, 0));
    },
  };
}

/** Events of two counters: all of them, and the good ones. */
export function eventsWithGood(all: EventCounter, good: EventCounter, scope: Scope): Events {
  return {
    all: (tile) => eventCount(all, scope, tile),
    // A bucket that appears under a new spelling of `le` counts as born once; it must not make bad events negative.
    bad: (tile, recorded) => clampMin(sub(recorded, eventCount(good, scope, tile), { on: SCOPE_LABELS }), 0),
    badRatio: (growth, window) => {
      const total = sumBy(SCOPE_LABELS, growth(all, window));
      return sub(1, div(sumBy(SCOPE_LABELS, growth(good, window)), gt(total, 0)));
    },
  };
}
