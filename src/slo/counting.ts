import {
  add,
  and,
  clampMax,
  clampMin,
  countBy,
  gt,
  le,
  lt,
  maxOverTime,
  mul,
  offset,
  or,
  sub,
  sumBy,
  time,
  unless,
  withLabels,
  type InstantVector,
} from '../promql/build';
import { duration, seconds, type Duration } from '../promql/window';
import { sloRecords } from '../rules/naming';
import type { RecordingRule } from '../rules/rule';
import { SCOPE_LABELS, targetsOf, type Scope } from '../rules/scope';
import { earlier, fresh, GAP, type Recorded } from './evaluations';
import type { Events } from './events';
import { expiredNow, moved, type Expiring } from './expiry';
import type { Minutes } from './minutes';
import { FAST, recordedFor, tilesOf } from './recordings';
import { kindOf, type Slo } from './slo';
import { exposedLabels, isUp, PER_TARGET, reached, startTime, TARGET } from './targets';

/**
 * Counting events. Every evaluation records for each target what its counters add up to (`slo_seen`). A tile is the
 * difference to what was recorded before, whenever that was, so that tiles add up to what scrapes showed although
 * samples arrive late, evaluations are missed and Prometheus restarts. docs/slo.md explains it with an example.
 */

/** Restarts are placed before or after the middle of the interval. */
const HALF: Duration = duration(seconds(FAST.every) / 2);
/** How long a target is known to say when it started, and steps of the look-back in which that is read. */
const KNOWN: Duration = '15m';
const STEP: Duration = '5m';

/** A pod stays the same when its port changes, and `instance` with it. */
const PER_POD = { on: [...SCOPE_LABELS, 'pod'] } as const;

/** Which events a counter counts. */
type Counted = 'all' | Events['part']['outcome'];

/** A counter, and what is recorded of it for every target. */
interface Sums extends Expiring {
  readonly outcome: Counted;
  readonly seen: Recorded;
  readonly middle: Recorded;
  readonly before: Recorded;
  readonly idle: Recorded;
}

/** Start times of every target's process. */
interface Starts {
  readonly now: Recorded;
  readonly middle: Recorded;
  readonly before: Recorded;
  /** Those of processes that are new since the evaluation before, and no others. */
  readonly begun: Recorded;
}

/** The rules that count the events of one objective, in the order in which they read each other. */
export function countingRules(scope: Scope, slo: Slo): readonly RecordingRule[] {
  const events = kindOf(slo).events(slo, scope);
  return events.by === 'counter' ? counterRules(scope, slo, events) : minuteRules(scope, slo, events);
}

/** What is read once a minute is a tile as it is. */
function minuteRules(scope: Scope, { name: slo }: Slo, { all, bad }: Minutes): readonly RecordingRule[] {
  const record = sloRecords.minuteEvents(scope.name);
  const labels = { ...targetsOf(scope), slo };
  return [
    { record, expr: all, labels: { ...labels, outcome: 'all' } },
    { record, expr: bad, labels: { ...labels, outcome: 'bad' } },
  ];
}

function counterRules(scope: Scope, slo: Slo, { all, part, bad }: Events): readonly RecordingRule[] {
  const { name: service } = scope;
  const record = (name: keyof typeof sloRecords, expr: InstantVector, outcome?: Counted): RecordingRule => ({
    record: sloRecords[name](service),
    expr,
    labels: { slo: slo.name, ...(outcome === undefined ? {} : { outcome }) },
  });
  const starts: Starts = {
    now: recordedFor(scope, slo, 'processStart', {}, TARGET),
    middle: recordedFor(scope, slo, 'processStartMiddle', {}, TARGET),
    before: recordedFor(scope, slo, 'processStartBefore', {}, TARGET),
    begun: recordedFor(scope, slo, 'processBegun', {}, TARGET),
  };
  const sumsOf = ({ outcome, counter }: Pick<Sums, 'outcome' | 'counter'>): Sums => ({
    outcome,
    counter,
    expired: recordedFor(scope, slo, 'expired', { counter: outcome }, exposedLabels(counter)),
    seen: recordedFor(scope, slo, 'seen', { outcome }, TARGET),
    middle: recordedFor(scope, slo, 'seenMiddle', { outcome }, TARGET),
    before: recordedFor(scope, slo, 'seenBefore', { outcome }, TARGET),
    idle: recordedFor(scope, slo, 'idle', { outcome }, TARGET),
  });
  const total = sumsOf({ outcome: 'all', counter: all });
  const some = sumsOf(part);
  const both = [total, some] as const;
  const ofAnyOutcome = (name: 'seen' | 'seenBefore' | 'counted') =>
    recordedFor(scope, slo, name, {}, [...TARGET, 'outcome']);
  return [
    record('processStartBefore', earlier(starts.now)),
    record('seenBefore', earlier(ofAnyOutcome('counted'))),
    ...both.flatMap(({ outcome, counter, middle }) => [
      record('seenMiddle', reached(scope, counter, HALF), outcome),
      // A target that has just gone is read as it was in the middle.
      record('seen', or(reached(scope, counter), fresh(middle), PER_TARGET), outcome),
    ]),
    record('expired', expiredNow(scope, both)),
    record(
      'idle',
      both
        .map((sums) =>
          withLabels<string, string>(moved(sums, young(starts.before)), { outcome: sums.outcome }),
        )
        .reduce((first, otherwise) => or(first, otherwise)),
    ),
    record('processStartMiddle', startInTheMiddle(scope, starts, total)),
    record('processStart', startNow(scope, starts, total)),
    record('processBegun', begun(starts, total)),
    record('minuteEvents', events(total, starts), 'all'),
    record('minuteEvents', bad(sumBy(SCOPE_LABELS, tilesOf(scope, slo, 'all')), events(some, starts)), 'bad'),
    // Right after the tiles: an evaluation that Prometheus ends in the middle is counted by the next one.
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
 * What was counted of targets that answer again and have less than that without a restart: samples of their first scrape
 * may arrive one after the other, and those that are missing yet are not new when they come.
 */
function heldBack(scope: Scope, before: Recorded, seen: Recorded, { begun }: Starts): InstantVector {
  const answersAgain = unless(gt(before, fresh(seen)), isUp(scope, FAST.every), PER_TARGET);
  return unless(answersAgain, fresh(begun), PER_TARGET);
}

/** Processes that have started within the gap. */
function young(start: InstantVector): InstantVector {
  return lt(sub(time(), start), seconds(GAP));
}

/**
 * The evaluation's time, for targets in which the sum of the series that are still exposed has fallen. Where processes
 * say when they have started, only that counts: samples of one scrape may arrive one after the other.
 */
function fell(scope: Scope, from: InstantVector, to: InstantVector, { idle }: Sums): InstantVector {
  const kept = or(add(from, clampMax(fresh(idle), 0)), from);
  return unless(add(mul(0, lt(to, kept)), time()), maxOverTime(startTime(scope), KNOWN, STEP), PER_TARGET);
}

/**
 * When the process of each target started, as of half an interval ago. Without the metric: when its counters last fell,
 * and -Inf before that.
 */
function startInTheMiddle(scope: Scope, starts: Starts, total: Sums): InstantVector {
  // What an evaluation saw before the middle was there in the middle, or the process has restarted.
  const seen = or(offset(total.seen, HALF), total.before);
  const unknown = add(mul(0, total.seen), -Infinity);
  return sumBy(
    TARGET,
    firstOf(startTime(scope, HALF), fell(scope, seen, fresh(total.middle), total), starts.before, unknown),
  );
}

/** The same as of now. */
function startNow(scope: Scope, starts: Starts, total: Sums): InstantVector {
  const before = or(fresh(total.middle), fresh(total.before));
  return sumBy(
    TARGET,
    firstOf(startTime(scope), fell(scope, before, fresh(total.seen), total), starts.middle),
  );
}

/** When processes started that are new since the evaluation before: of known targets, and of new pods of a service that is counted. */
function begun({ now, before }: Starts, { before: seenBefore }: Sums): InstantVector {
  const unknown = and(unless(now, seenBefore, PER_POD), seenBefore, { on: SCOPE_LABELS });
  return sumBy(TARGET, and(or(gt(now, before), unknown), young(now)));
}

/** Events since the evaluation before: what each target's counters add up to, minus what was already counted of it. */
function events(sums: Sums, starts: Starts): InstantVector {
  const { counter, seen } = sums;
  const since = clampMin(sub(fresh(seen), alreadyCounted(sums, starts)), 0);
  // Without any series there is nothing to count, and that is not 0 events.
  const exists = or(countBy(SCOPE_LABELS, counter), countBy(SCOPE_LABELS, offset(counter, FAST.every)));
  return and(sumBy(SCOPE_LABELS, since), exists);
}

/** What of it is in the tiles already. */
function alreadyCounted({ seen, middle, before, idle }: Sums, starts: Starts): InstantVector {
  const restarts = fresh(starts.begun);
  return firstOf(
    // The old process was still there in the middle: what it had reached by then is to be counted, too.
    and(le(sub(before, middle), 0), gt(restarts, starts.middle), PER_TARGET),
    // A new process has counted from 0.
    mul(0, and(seen, restarts, PER_TARGET)),
    add(before, fresh(idle)),
    before,
    // Of a target whose past is unknown, only what two scrapes show counts.
    fresh(middle),
  );
}

/** For each target, its value in the first vector that has one. */
function firstOf(...vectors: readonly InstantVector[]): InstantVector {
  return vectors.reduce((first, otherwise) => or(first, otherwise, PER_TARGET));
}
