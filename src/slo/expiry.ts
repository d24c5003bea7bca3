import {
  and,
  clampMax,
  eq,
  gt,
  maxBy,
  mul,
  or,
  sub,
  sumBy,
  unless,
  withLabels,
  type InstantVector,
} from '../promql/build';
import type { Duration } from '../promql/window';
import { targetLabels, type Scope } from '../rules/scope';
import { earlier, fresh, type Recorded } from './evaluations';
import type { EventCounter } from './events';
import { FAST } from './recordings';
import { exposed, exposedLabels, isUp, perTarget } from './targets';

/**
 * Exporters expire series that have been idle for a while, and expose them again with their old values. What such a series
 * had is remembered, so that it is not counted twice.
 */

/**
 * How long before now series are looked for: at the evaluation before; earlier, as the scrape that does not show them may be
 * older than that evaluation and stored after it; and long before, as the target or Prometheus may have been away then.
 */
const BEFORE: readonly Duration[] = [FAST.every, '90s', '5m'];

/** A counter, and what is recorded of those of its series that are expired. */
export interface Expiring {
  /** Which events it counts: the value of the label `counter`, as the series' own labels may include `outcome`. */
  readonly outcome: string;
  readonly counter: EventCounter;
  readonly expired: Recorded;
}

/**
 * What series had that are expired by now. Of those that have just been exposed again: 0, or less when they have less
 * than they had, and so are new.
 */
export function expiredNow(scope: Scope, counters: readonly Expiring[]): InstantVector {
  return counters
    .map((one) => {
      const { outcome, counter } = one;
      const now = exposed(scope, counter);
      const before = expiredBefore(scope, one);
      const lately = BEFORE.map((ago) => exposed(scope, counter, ago)).reduce((first, otherwise) =>
        or(first, otherwise),
      );
      // A target that does not answer exposes no series, which does not mean that they are expired.
      const gone = and(lately, isUp(scope, FAST.every), perTarget(scope));
      const expiredOrGone = and(unless(or(before, gone), now), isUp(scope), perTarget(scope));
      return withLabels<string, string>(or(expiredOrGone, clampMax(sub(now, before), 0)), {
        counter: outcome,
      });
    })
    .reduce((first, otherwise) => or(first, otherwise));
}

/**
 * What the series of each target had that were expired since the evaluation before, negative, and what those had that came
 * back. Most targets have none.
 * @param young start times of processes in which a series that seems to be back may be an older process'
 */
export function moved(scope: Scope, one: Expiring, young: InstantVector): InstantVector {
  const now = maxBy(exposedLabels(scope, one.counter), fresh(one.expired));
  const before = expiredBefore(scope, one);
  const gone = mul(-1, unless(gt(now, 0), before));
  const back = unless(and(before, eq(now, 0)), young, perTarget(scope));
  return sumBy(targetLabels(scope), or(gone, back));
}

/** What series had that were expired at the evaluation before. */
function expiredBefore(scope: Scope, { counter, expired }: Expiring): InstantVector {
  return gt(maxBy(exposedLabels(scope, counter), earlier(expired)), 0);
}
