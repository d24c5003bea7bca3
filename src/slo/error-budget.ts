import {
  and,
  clampMin,
  countOverTime,
  div,
  eq,
  gt,
  hour,
  lastOverTime,
  mod,
  mul,
  offset,
  or,
  recorded,
  sub,
  sumBy,
  sumOverTime,
  unless,
  withLabels,
  type InstantVector,
} from '../promql/build';
import { duration, seconds } from '../promql/window';
import { sloRecords } from '../rules/naming';
import type { RecordingRule } from '../rules/rule';
import { targetsOf, type Scope } from '../rules/scope';
import { toNumber } from './decimal';
import { SLOW } from './events';
import { recordedFor, SLO_LABELS, tilesIn } from './recordings';
import { errorBudgetOf, type Slo } from './slo';

const EVENTS = [...SLO_LABELS, 'outcome'] as const;
const HALVES = [...EVENTS, 'hours'] as const;

/** Window of the burn rate from which the time to exhaustion is computed. */
export const BURN_RATE_WINDOW = '1h';

/**
 * The error budget over the SLO's whole period, exact at every evaluation. It is counted in clock hours: finished
 * hours are one sample each, and only the hour under way and the hour that is leaving the period are read as tiles.
 * That is a twelfth of the samples that adding up all tiles would read.
 */
export function errorBudgetRules(scope: Scope, slo: Slo): readonly RecordingRule[] {
  const name = sloRecords;
  const { name: service } = scope;
  const slots = { slo: slo.name };
  const budget = toNumber(errorBudgetOf(slo));
  const period = (outcome: string) => recordedFor(scope, slo, 'periodEvents', { outcome });
  const ratio = recordedFor(scope, slo, 'periodErrorRatio');
  const remaining = recordedFor(scope, slo, 'remainingBudget');
  const burnRate = recordedFor(scope, slo, 'burnRate', { window: BURN_RATE_WINDOW });
  const hours = recordedFor(scope, slo, 'hourEvents', { outcome: 'all' });
  const hoursInPeriod = seconds(slo.period) / 3600;
  const tiles = eventsOf(scope, slo);
  // An hour is recorded by a tile of the next one. While a service is down, empty tiles make sure that the hour in which
  // it went down is recorded too.
  const lastTile = lastOverTime(tiles, tilesIn(duration(3600 + seconds(SLOW.every))));
  return [
    ...(['even', 'odd'] as const).map((half, remainder): RecordingRule => ({
      record: name.eventsByHour(service),
      expr: and(or(tiles, mul(0, lastTile)), eq(mod(hour(), 2), remainder), { on: [] }),
      labels: { ...slots, hours: half },
    })),
    { record: name.hourEvents(service), expr: finishedHour(scope, slo), labels: slots },
    { record: name.periodEvents(service), expr: periodEvents(scope, slo), labels: slots },
    {
      record: name.periodErrorRatio(service),
      expr: div(period('bad'), gt(period('all'), 0), { ignoring: ['outcome'] }),
      labels: slots,
    },
    { record: name.remainingBudget(service), expr: sub(1, div(ratio, budget)), labels: slots },
    {
      record: name.exhaustion(service),
      // Without errors there is no sample, as the budget lasts for ever.
      expr: div(mul(clampMin(remaining, 0), seconds(slo.period)), gt(burnRate, 0), { on: SLO_LABELS }),
      labels: slots,
    },
    {
      record: name.coverage(service),
      expr: div(sumBy(SLO_LABELS, countOverTime(hours, tilesIn(slo.period))), hoursInPeriod),
      labels: slots,
    },
  ];
}

/** Five-minute tiles of an SLO, all and bad ones. */
function eventsOf(scope: Scope, slo: Slo): InstantVector<(typeof EVENTS)[number]> {
  return recorded(sloRecords.events(scope.name), EVENTS, { ...targetsOf(scope), slo: slo.name });
}

/** The same with the half that their clock hour belongs to. */
function tilesByHour(scope: Scope, slo: Slo) {
  return recorded(sloRecords.eventsByHour(scope.name), HALVES, { ...targetsOf(scope), slo: slo.name });
}

/** Keeps the half of which there is a tile right now. */
function underWay<L extends (typeof HALVES)[number]>(
  vector: InstantVector<L>,
  now: InstantVector,
): InstantVector<L> {
  return and(vector, now);
}

/** Events of the clock hour before this one, at the first evaluation of this one and not again. */
function finishedHour(scope: Scope, slo: Slo): InstantVector {
  const tiles = tilesByHour(scope, slo);
  const now = lastOverTime(tiles, tilesIn(SLOW.every));
  const first = eq(underWay(countOverTime(tiles, tilesIn('1h')), now), 1);
  // Two hours reach back over the whole hour before; its tiles are those of the other half.
  const before = unless(sumOverTime(tiles, tilesIn('2h')), now);
  return sumBy(EVENTS, and(before, first, { on: EVENTS }));
}

/** Events of the period: finished hours, plus the hour under way, minus what has left of the oldest hour. */
function periodEvents(scope: Scope, slo: Slo): InstantVector {
  const tiles = tilesByHour(scope, slo);
  const now = lastOverTime(tiles, tilesIn(SLOW.every));
  const finished = sumOverTime(
    recorded(sloRecords.hourEvents(scope.name), EVENTS, { ...targetsOf(scope), slo: slo.name }),
    tilesIn(slo.period),
  );
  const current = underWay(sumOverTime(tiles, tilesIn('1h')), now);
  // A period is whole days, so the hour that leaves it is of the same half as the hour under way.
  const left = underWay(sumOverTime(offset(tiles, slo.period), tilesIn('1h')), now);
  return sumBy(EVENTS, or(or(finished, current), withLabels(mul(-1, left), { part: 'left the period' })));
}
