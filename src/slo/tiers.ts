import { duration, seconds, type Duration } from '../promql/window';
import type { Severity } from '../rules/rule';
import { compare, decimal, over, rational, times, type Rational } from './decimal';

export type TierName = 'page-fast' | 'page-slow' | 'ticket-fast' | 'ticket-slow';

interface TierRow {
  readonly name: TierName;
  readonly severity: Severity;
  /** Share of the error budget that is gone when the tier fires. */
  readonly budgetShare: Rational;
  /** Window in which that share is spent. */
  readonly long: Duration;
}

/**
 * Multiwindow, multi-burn-rate alerts: the severity for each share of the budget and the time in which it is spent.
 * @see https://sre.google/workbook/alerting-on-slos/#6-multiwindow-multi-burn-rate-alerts (table 5-8; 3 days added
 * to the ticket as in the text's recommendation)
 */
const TIERS: readonly TierRow[] = [
  { name: 'page-fast', severity: 'critical', budgetShare: decimal('0.02')!, long: '1h' },
  { name: 'page-slow', severity: 'critical', budgetShare: decimal('0.05')!, long: '6h' },
  { name: 'ticket-fast', severity: 'warning', budgetShare: decimal('0.1')!, long: '1d' },
  { name: 'ticket-slow', severity: 'warning', budgetShare: decimal('0.1')!, long: '3d' },
];

export const TIER_NAMES: readonly TierName[] = TIERS.map(({ name }) => name);

/** The short window, which ends an alert soon after its cause, is this many times shorter (same source). */
const LONG_TO_SHORT = 12;

/**
 * How a tier's windows are chosen. `fitting`: the table's, but shorter where they would be so long for the period
 * that the alert fired while the service is on budget. `standard`: the table's, whatever the period.
 */
export type WindowChoice = 'fitting' | 'standard';

/** One pair of windows. The alert fires while the burn rate is above the factor in both. */
export interface Tier {
  readonly name: TierName;
  readonly severity: Severity;
  readonly budgetShare: Rational;
  readonly long: Duration;
  readonly short: Duration;
  /** Burn rate; 1 uses up the budget exactly by the end of the period. */
  readonly factor: Rational;
}

/** Burn rate at which a share of the budget is spent in a window. */
export function burnRateFactor(budgetShare: Rational, period: Duration, long: Duration): Rational {
  return times(budgetShare, rational(seconds(period), seconds(long)));
}

/** The tiers of a period. Two that become the same are one. */
export function tiersFor(period: Duration, windows: WindowChoice): readonly Tier[] {
  const tiers = TIERS.map(({ long: standard, ...row }): Tier => {
    const tooLong = compare(burnRateFactor(row.budgetShare, period, standard), rational(1)) < 0;
    const long = tooLong && windows === 'fitting' ? fitting(row.budgetShare, period) : standard;
    const factor = burnRateFactor(row.budgetShare, period, long);
    return { ...row, long, short: duration(seconds(long) / LONG_TO_SHORT), factor };
  });
  return tiers.filter(
    (tier, index) =>
      !tiers.slice(index + 1).some(({ severity, long }) => severity === tier.severity && long === tier.long),
  );
}

/** The window in which a share of the budget is spent at burn rate 1: whole seconds, since periods are whole days. */
function fitting(budgetShare: Rational, period: Duration): Duration {
  const { numerator, denominator } = times(budgetShare, rational(seconds(period)));
  return duration(Number(numerator) / Number(denominator));
}

/** Error ratio above which a tier fires. */
export function thresholdOf(tier: Tier, errorBudget: Rational): Rational {
  return times(tier.factor, errorBudget);
}

/**
 * Time until a tier fires, in seconds, when errors start at this ratio after a time without any.
 * @param errorRatio above the tier's threshold
 */
export function detectionSeconds(tier: Tier, errorBudget: Rational, errorRatio: Rational): Rational {
  return over(times(rational(seconds(tier.long)), thresholdOf(tier, errorBudget)), errorRatio);
}

/** Time in which a constant burn rate uses up a whole budget, in seconds. */
export function exhaustionSeconds(period: Duration, burnRate: Rational): Rational {
  return over(rational(seconds(period)), burnRate);
}
