import { add, clampMin, div, eq, lastOverTime, le, or, type InstantVector } from '../promql/build';
import { duration, seconds, type Duration } from '../promql/window';
import { sloRecords } from '../rules/naming';
import type { Scope } from '../rules/scope';
import { paceOf } from '../slo/alerts';
import { toNumber } from '../slo/decimal';
import { BURN_RATE_WINDOW } from '../slo/error-budget';
import { FAST, recordedFor, SLOW } from '../slo/recordings';
import { errorBudgetOf, type Slo } from '../slo/slo';
import type { Tier } from '../slo/tiers';
import type { StatSpec } from './panel';

/**
 * Covers two evaluations of the slow group. Prometheus looks back five minutes, which is exactly the interval of the
 * group, so a late evaluation would leave a gap.
 */
const SLOW_LOOKBACK: Duration = duration(2 * seconds(SLOW.every));

/** A series that an SLO records every five minutes, without gaps. */
export function slowly(
  scope: Scope,
  slo: Slo,
  record: keyof typeof sloRecords,
  more: Readonly<Record<string, string>> = {},
): InstantVector {
  return lastOverTime(recordedFor(scope, slo, record, more), SLOW_LOOKBACK);
}

/** The same for a vector of any SLOs. */
export function withoutGaps<L extends string>(vector: InstantVector<L>): InstantVector<L> {
  return lastOverTime(vector, SLOW_LOOKBACK);
}

/** The format of the time to exhaustion. */
export const UNTIL_EXHAUSTED = {
  unit: 'remainingSeconds',
  decimals: 1,
  zero: 'Overdrawn',
  never: 'Nothing burns',
} as const satisfies Partial<StatSpec>;

/**
 * Seconds until the budget is used up: 0 if it is overdrawn, infinity if nothing burns. The rules record neither of
 * the two. The result is empty only without requests or without recorded events.
 */
export function untilExhausted<L extends string>(
  exhaustion: InstantVector<L>,
  remaining: InstantVector<L>,
  burnRate: InstantVector<L>,
): InstantVector<L> {
  const overdrawn = clampMin(le(remaining, 0), 0);
  return or(or(exhaustion, overdrawn), add(eq(burnRate, 0), Infinity));
}

/** Windows for which the rules record the burn rate in addition to the error ratio. */
const RECORDED_BURN_RATES: readonly Duration[] = ['5m', BURN_RATE_WINDOW];

/** Burn rate in a window of a tier: how many times faster than allowed the budget is spent. */
export function burnRate(scope: Scope, slo: Slo, tier: Tier, window: Duration): InstantVector {
  if (RECORDED_BURN_RATES.includes(window)) return recordedFor(scope, slo, 'burnRate', { window });
  const ratio =
    paceOf(tier) === FAST
      ? recordedFor(scope, slo, 'errorRatio', { window })
      : slowly(scope, slo, 'errorRatio', { window });
  return div(ratio, toNumber(errorBudgetOf(slo)));
}
