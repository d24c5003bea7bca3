import {
  and,
  countOverTime,
  eq,
  hour,
  lastOverTime,
  mod,
  mul,
  offset,
  or,
  recorded,
  sumBy,
  sumOverTime,
  unless,
  withLabels,
  type InstantVector,
} from '../promql/build';
import { duration, seconds, type Duration } from '../promql/window';
import { sloRecords } from '../rules/naming';
import type { RecordingRule } from '../rules/rule';
import { targetsOf, type Scope } from '../rules/scope';
import { sloLabels, tilesIn, type Outcome } from './recordings';
import type { Slo } from './slo';

/**
 * Long windows are counted in clock hours (UTC): finished hours are one sample each, and only the hour under way and the
 * hour that is leaving the window are read as tiles. That is a sixtieth of the samples that adding up all tiles would read.
 */

/** Up to this length, adding up tiles is simpler and reads hardly more samples. */
const LONGEST_OF_TILES = seconds('4h');
const HOUR = 3600;

/** PromQL has no range that starts with the hour, so tiles have a label by whether the number of theirs is even. */
const HALVES = ['even', 'odd'] as const;
type Half = (typeof HALVES)[number];

const labelsOfEvents = (scope: Scope) => [...sloLabels(scope), 'outcome'];
const labelsByHalf = (scope: Scope) => [...labelsOfEvents(scope), 'hours'];

/** Copies the tiles with the half of their hour. Belongs into the group that records them. */
export function hourHalfRule(scope: Scope, slo: Slo): RecordingRule {
  const tiles = recorded(sloRecords.minuteEvents(scope.name), labelsOfEvents(scope), {
    ...targetsOf(scope),
    slo: slo.name,
  });
  const [even, odd] = HALVES.map((hours) =>
    withLabels(and(lastOverTime(tiles, '1s'), isHour(hours), { on: [] }), { hours }),
  );
  return { record: sloRecords.eventsByHour(scope.name), expr: or(even!, odd!), labels: { slo: slo.name } };
}

/** Records the events of the clock hour before this one, at the first evaluation of this one. */
export function finishedHourRule(scope: Scope, slo: Slo): RecordingRule {
  const matchers = { ...targetsOf(scope), slo: slo.name };
  // Two hours reach back over the whole hour before; its tiles are those of the other half.
  const before = (hours: Half) =>
    sumOverTime(
      recorded(sloRecords.eventsByHour(scope.name), labelsByHalf(scope), { ...matchers, hours }),
      tilesIn('2h'),
    );
  const hours = recorded(sloRecords.hourEvents(scope.name), labelsByHalf(scope), matchers);
  return {
    record: sloRecords.hourEvents(scope.name),
    expr: unless(inHour(before('odd'), before('even')), countOverTime(hours, tilesIn('1h'))),
    labels: { slo: slo.name },
  };
}

/** Records the events of the clock hour under way, once for all windows. */
export function hourUnderWayRule(scope: Scope, slo: Slo): RecordingRule {
  const matchers = { ...targetsOf(scope), slo: slo.name };
  const [even, odd] = HALVES.map((hours) =>
    sumOverTime(
      recorded(sloRecords.eventsByHour(scope.name), labelsByHalf(scope), { ...matchers, hours }),
      tilesIn('1h'),
    ),
  );
  return {
    record: sloRecords.hourUnderWay(scope.name),
    expr: inHour(even!, odd!),
    labels: { slo: slo.name },
  };
}

/** Whether a window is so long that its events are added up from hours. */
function isCountedInHours(window: Duration): boolean {
  return seconds(window) > LONGEST_OF_TILES;
}

/**
 * Events in a window that ends now.
 * @param outcome for one outcome alone; otherwise for each of them
 */
export function eventsIn(scope: Scope, slo: Slo, window: Duration, outcome?: Outcome): InstantVector {
  const matchers = { ...targetsOf(scope), slo: slo.name, outcome };
  const tiles = recorded(sloRecords.minuteEvents(scope.name), labelsOfEvents(scope), matchers);
  if (!isCountedInHours(window)) return sumOverTime(tiles, tilesIn(window));

  // The hour that leaves an even number of hours belongs to the same half as the hour under way.
  const rest = seconds(window) % (2 * HOUR);
  const whole = duration(seconds(window) - rest);
  const hours = recorded(sloRecords.hourEvents(scope.name), labelsByHalf(scope), matchers);
  const tilesOf = (half: Half) =>
    recorded(sloRecords.eventsByHour(scope.name), labelsByHalf(scope), { ...matchers, hours: half });
  const left = (half: Half) => sumOverTime(offset(tilesOf(half), whole), tilesIn('1h'));
  const parts: Readonly<Record<string, InstantVector>> = {
    'under way': recorded(sloRecords.hourUnderWay(scope.name), labelsByHalf(scope), matchers),
    left: mul(-1, inHour(left('even'), left('odd'))),
    ...(rest === 0 ? {} : { rest: sumOverTime(offset(tiles, whole), tilesIn(duration(rest))) }),
  };
  return sumBy(
    labelsOfEvents(scope),
    Object.entries(parts).reduce<InstantVector>(
      (sum, [part, events]) => or(sum, withLabels(events, { part })),
      sumOverTime(hours, tilesIn(whole)),
    ),
  );
}

/** Has a sample in the hours of one half. */
function isHour(half: Half): InstantVector<never> {
  return eq(mod(hour(), 2), HALVES.indexOf(half));
}

/** One vector in even hours, the other one in odd hours. */
function inHour<L extends string>(even: InstantVector<L>, odd: InstantVector<L>): InstantVector<L> {
  return or(and(even, isHour('even'), { on: [] }), and(odd, isHour('odd'), { on: [] }));
}
