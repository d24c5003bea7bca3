import {
  add,
  and,
  clampMin,
  countBy,
  gt,
  le,
  maxBy,
  mul,
  or,
  sub,
  sumBy,
  timestamp,
  unless,
  withLabels,
  type InstantVector,
} from '../promql/build';
import { sloRecords } from '../rules/naming';
import type { RecordingRule } from '../rules/rule';
import { scopeLabels, scopeValues, targetLabels, type Scope } from '../rules/scope';
import { earlier, fresh, justBefore, type Recorded } from './evaluations';
import type { Events } from './events';
import { moved } from './expiry';
import { hourHalfRule } from './hours';
import type { Minutes } from './minutes';
import { READ, readNow, type Read } from './one-read';
import { begun, HALF, startInTheMiddle, startNow, young, type Starts } from './process-starts';
import { FAST, recordedFor, tilesOf } from './recordings';
import { kindOf, type Slo } from './slo';
import type { Counted, Sums } from './sums';
import { exposedLabels, firstOf, isUp, perTarget, reached } from './targets';

/**
 * Counting events. Every evaluation records for each target what its counters add up to (`slo_seen`). A tile is the
 * difference to what was recorded before, whenever that was, so that tiles add up to what scrapes showed although
 * samples arrive late, evaluations are missed and Prometheus restarts. docs/slo.md explains it with an example.
 */

/** The rules that count the events of one objective, in the order in which they read each other. */
export function countingRules(scope: Scope, slo: Slo): readonly RecordingRule[] {
  const events = kindOf(slo).events(slo, scope);
  return events.by === 'counter' ? counterRules(scope, slo, events) : minuteRules(scope, slo, events);
}

/** What is read once a minute is a tile as it is. */
function minuteRules(scope: Scope, slo: Slo, { all, bad }: Minutes): readonly RecordingRule[] {
  const record = sloRecords.minuteEvents(scope.name);
  const labels = { ...scopeValues(scope), slo: slo.name };
  return [
    { record, expr: all, labels: { ...labels, outcome: 'all' } },
    { record, expr: bad, labels: { ...labels, outcome: 'bad' } },
    hourHalfRule(scope, slo),
  ];
}

function counterRules(
  scope: Scope,
  slo: Slo,
  { all, part, together = false, bad }: Events,
): readonly RecordingRule[] {
  const { name: service } = scope;
  const ofTarget = targetLabels(scope);
  const record = (name: keyof typeof sloRecords, expr: InstantVector, outcome?: Counted): RecordingRule => ({
    record: sloRecords[name](service),
    expr,
    labels: { slo: slo.name, ...(outcome === undefined ? {} : { outcome }) },
  });
  const read = (what: Read, more: Readonly<Record<string, string>> = {}, others = ofTarget): Recorded =>
    recordedFor(scope, slo, 'read', { [READ]: what, ...more }, others);
  const starts: Starts = {
    read: read('start'),
    now: recordedFor(scope, slo, 'processStart', {}, ofTarget),
    middle: recordedFor(scope, slo, 'processStartMiddle', {}, ofTarget),
    before: recordedFor(scope, slo, 'processStartBefore', {}, ofTarget),
    begun: recordedFor(scope, slo, 'processBegun', {}, ofTarget),
  };
  const sumsOf = ({ outcome, counter }: Pick<Sums, 'outcome' | 'counter'>): Sums => ({
    outcome,
    counter,
    read: read(outcome),
    expired: read('expired', { counter: outcome }, exposedLabels(scope, counter)),
    seen: recordedFor(scope, slo, 'seen', { outcome }, ofTarget),
    middle: recordedFor(scope, slo, 'seenMiddle', { outcome }, ofTarget),
    before: recordedFor(scope, slo, 'seenBefore', { outcome }, ofTarget),
    idle: recordedFor(scope, slo, 'idle', { outcome }, ofTarget),
  });
  const total = sumsOf({ outcome: 'all', counter: all });
  const some = sumsOf(part);
  const both = [total, some] as const;
  const lacking = (of: Recorded) => (together ? gt(fresh(of), 0) : undefined);
  // Series that do not exist yet are 0 where the target answers.
  const zero = mul(0, fresh(read('answers')));
  const zeroPart = together ? unless(zero, gt(fresh(total.read), 0), perTarget(scope)) : zero;
  const ofAnyOutcome = (name: 'seen' | 'seenBefore' | 'counted') =>
    recordedFor(scope, slo, name, {}, [...ofTarget, 'outcome']);
  return [
    record('processStartBefore', earlier(starts.now)),
    record(
      'seenBefore',
      or(endedAfterTiles(scope, slo, ofAnyOutcome('seen')), earlier(ofAnyOutcome('counted'))),
    ),
    record('read', readNow(scope, both)),
    record('seenMiddle', reached(scope, all, HALF), 'all'),
    // A target that has just gone is read as it was in the middle.
    record('seen', sumBy(ofTarget, firstOf(scope, fresh(total.read), zero, fresh(total.middle))), 'all'),
    record('seenMiddle', reached(scope, part.counter, HALF, lacking(total.middle)), part.outcome),
    record(
      'seen',
      sumBy(ofTarget, firstOf(scope, fresh(some.read), zeroPart, fresh(some.middle))),
      part.outcome,
    ),
    record(
      'idle',
      both
        .map((sums) =>
          withLabels<string, string>(moved(scope, sums, young(starts.before)), { outcome: sums.outcome }),
        )
        .reduce((first, otherwise) => or(first, otherwise)),
    ),
    record('processStartMiddle', startInTheMiddle(scope, starts, total)),
    record('processStart', startNow(scope, starts, total)),
    record('processBegun', begun(scope, starts)),
    record('minuteEvents', events(scope, total, starts, together ? some : undefined), 'all'),
    record(
      'minuteEvents',
      bad(sumBy(scopeLabels(scope), tilesOf(scope, slo, 'all')), events(scope, some, starts)),
      'bad',
    ),
    hourHalfRule(scope, slo),
    // After the tiles: an evaluation that Prometheus ends before them is counted by the next one.
    record(
      'counted',
      or(
        heldBack(scope, ofAnyOutcome('seenBefore'), ofAnyOutcome('seen'), starts),
        fresh(ofAnyOutcome('seen')),
      ),
    ),
  ];
}

/**
 * What the evaluation before saw, if Prometheus ended it after its tiles and before the rule that says that they are
 * counted, as it stops or reloads rules.
 */
function endedAfterTiles(scope: Scope, slo: Slo, seen: Recorded): InstantVector {
  const at = (series: Recorded) => maxBy(scopeLabels(scope), timestamp(justBefore(series)));
  const tiles = at(recordedFor(scope, slo, 'eventsByHour', { outcome: 'all' }));
  const counted = at(recordedFor(scope, slo, 'counted', { outcome: 'all' }));
  // The evaluation that said so last may be more than five minutes ago.
  return and(justBefore(seen), unless(tiles, le(tiles, counted)), { on: scopeLabels(scope) });
}

/**
 * What was counted of targets that answer again and have less than that without a restart: samples of their first scrape
 * may arrive one after the other, and those that are missing yet are not new when they come.
 */
function heldBack(scope: Scope, before: Recorded, seen: Recorded, { begun }: Starts): InstantVector {
  const answersAgain = unless(gt(before, fresh(seen)), isUp(scope, FAST.every), perTarget(scope));
  return unless(answersAgain, fresh(begun), perTarget(scope));
}

/**
 * Events since the evaluation before: what each target's counters add up to, minus what was already counted of it.
 * @param needed without them a target is not measured
 */
function events(scope: Scope, sums: Sums, starts: Starts, needed?: Sums): InstantVector {
  const { read, seen, middle } = sums;
  const grown = sub(fresh(seen), alreadyCounted(scope, sums, starts), perTarget(scope));
  const measured = needed === undefined ? grown : and(grown, fresh(needed.seen), perTarget(scope));
  const since = clampMin(measured, 0);
  // Without any series there is nothing to count, and that is not 0 events.
  const exists = or(
    countBy(scopeLabels(scope), fresh(read)),
    countBy(scopeLabels(scope), gt(fresh(middle), 0)),
  );
  return and(sumBy(scopeLabels(scope), since), exists);
}

/** What of it is in the tiles already. */
function alreadyCounted(scope: Scope, { middle, before, idle }: Sums, starts: Starts): InstantVector {
  const restarts = fresh(starts.begun);
  return firstOf(
    scope,
    // The old process was still there in the middle: what it had reached by then is to be counted, too.
    and(le(sub(before, middle), 0), gt(restarts, starts.middle), perTarget(scope)),
    // A new process has counted from 0.
    mul(0, restarts),
    add(before, fresh(idle)),
    before,
    // Of a target whose past is unknown, only what two scrapes show counts.
    fresh(middle),
  );
}
