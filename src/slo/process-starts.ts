import {
  add,
  and,
  clampMax,
  gt,
  le,
  lt,
  maxBy,
  maxOverTime,
  mul,
  offset,
  or,
  sub,
  sumBy,
  time,
  unless,
  type InstantVector,
} from '../promql/build';
import { duration, seconds, type Duration } from '../promql/window';
import { processLabel, scopeLabels, targetLabels, type Scope } from '../rules/scope';
import { fresh, GAP, type Recorded } from './evaluations';
import { FAST } from './recordings';
import type { Sums } from './sums';
import { firstOf, perTarget, startTime } from './targets';

/** Restarts are placed before or after the middle of the interval. */
export const HALF: Duration = duration(seconds(FAST.every) / 2);
/** How long a target is known to say when it started, and steps of the look-back in which that is read. */
const KNOWN: Duration = '15m';
const STEP: Duration = '5m';

/** Start times of every target's process. */
export interface Starts {
  /** What processes say of now. */
  readonly read: Recorded;
  readonly now: Recorded;
  readonly middle: Recorded;
  readonly before: Recorded;
  /** Those of processes that are new since the evaluation before, and no others. */
  readonly begun: Recorded;
}

/** A pod stays the same when its port changes, and `instance` with it. */
const perPod = (scope: Scope) => ({ on: [...scopeLabels(scope), processLabel(scope)] });

/** Processes that have started within the gap. */
export function young(start: InstantVector): InstantVector {
  return lt(sub(time(), start), seconds(GAP));
}

/**
 * The evaluation's time, for targets in which the sum of the series that are still exposed has fallen. Where processes
 * say when they have started, only that counts: samples of one scrape may arrive one after the other.
 */
function fell(scope: Scope, from: InstantVector, to: InstantVector, { idle }: Sums): InstantVector {
  const kept = or(add(from, clampMax(fresh(idle), 0)), from);
  const fallen = add(mul(0, lt(to, kept)), time());
  const start = startTime(scope);
  return start === undefined ? fallen : unless(fallen, maxOverTime(start, KNOWN, STEP), perTarget(scope));
}

/**
 * When the process of each target started, as of half an interval ago. Without the metric: when its counters last fell,
 * and -Inf before that.
 */
export function startInTheMiddle(scope: Scope, starts: Starts, total: Sums): InstantVector {
  // What an evaluation saw before the middle was there in the middle, or the process has restarted.
  const seen = or(offset(total.seen, HALF), total.before);
  const unknown = add(mul(0, total.seen), -Infinity);
  return sumBy(
    targetLabels(scope),
    firstOf(
      scope,
      startTime(scope, HALF),
      fell(scope, seen, fresh(total.middle), total),
      starts.before,
      unknown,
    ),
  );
}

/** The same as of now. */
export function startNow(scope: Scope, starts: Starts, total: Sums): InstantVector {
  const before = or(fresh(total.middle), fresh(total.before));
  return sumBy(
    targetLabels(scope),
    firstOf(scope, fresh(starts.read), fell(scope, before, fresh(total.seen), total), starts.middle),
  );
}

/**
 * When processes started that are new since the evaluation before: of known targets, and of new targets of a service that
 * is counted. One that is not newer than what was in its pod before is the same process under another address.
 */
export function begun(scope: Scope, { now, before }: Starts): InstantVector {
  const { on } = perPod(scope);
  const known = le(now, maxBy(on, before), { on, groupLeft: [] });
  const unknown = unless(and(now, before, { on: scopeLabels(scope) }), known);
  return sumBy(targetLabels(scope), and(or(gt(now, before), unknown), young(now)));
}
