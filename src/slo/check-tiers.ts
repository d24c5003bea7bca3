import type { PartProblem } from '../findings/finding';
import type { Duration } from '../promql/window';
import type { Severity } from '../rules/rule';
import { compare, decimal, decimalText, minus, over, rational, times, type Rational } from './decimal';
import { thresholdOf, tiersFor, type Tier, type TierName, type WindowChoice } from './tiers';

/** The fields of an SLO that determine its alerts. */
interface TierChoice {
  readonly objective: number;
  readonly period: Duration;
  readonly tiers: Readonly<Partial<Record<TierName, Severity | 'off'>>>;
  readonly windows: WindowChoice;
}

/** The tiers that an SLO alerts on, with their severities. */
export function activeTiers(slo: TierChoice): readonly Tier[] {
  return tiersFor(slo.period, slo.windows).flatMap((tier): readonly Tier[] => {
    const severity = slo.tiers[tier.name] ?? tier.severity;
    return severity === 'off' ? [] : [{ ...tier, severity }];
  });
}

/** Tiers that cannot work (errors), or hardly (warnings). */
export function checkTiers(
  slo: TierChoice,
  errorBudget: Rational,
): { readonly errors: readonly PartProblem[]; readonly warnings: readonly PartProblem[] } {
  const tiers = activeTiers(slo);
  const never = tiers.flatMap((tier) => neverFires(tier, slo, errorBudget));
  return {
    errors: [
      ...tiers.flatMap((tier) => onBudget(tier, slo.period)),
      ...(never.length > 0 && slo.objective < 1 ? [asShare(slo.objective)] : never),
    ],
    warnings: tiers.flatMap((tier) => hardlyFires(tier, slo, errorBudget)),
  };
}

/** One cause for all tiers: 0.999 was meant as 99.9 %. */
function asShare(objective: number): PartProblem {
  const percentage = decimalText(times(decimal(objective)!, rational(100)));
  return {
    path: 'objective',
    message: 'no alert can fire, as the objective is in percent',
    found: objective,
    fix: `write ${percentage} for ${percentage} %`,
  };
}

function onBudget({ name, factor, budgetShare, long }: Tier, period: Duration): readonly PartProblem[] {
  if (compare(factor, rational(1)) >= 0) return [];
  return [
    {
      path: 'windows',
      message: `${name} would fire while the service is on budget: ${percent(budgetShare)} of ${period} in ${long} is a burn rate of ${decimalText(factor)}, below 1`,
      found: 'standard',
      fix: `use 'fitting', which shortens the window, or switch ${name} off`,
    },
  ];
}

function neverFires(tier: Tier, { objective }: TierChoice, errorBudget: Rational): readonly PartProblem[] {
  const threshold = thresholdOf(tier, errorBudget);
  if (compare(threshold, rational(1)) < 0) return [];
  return [
    {
      path: 'objective',
      message: `${tier.name} can never fire: burn rate ${decimalText(tier.factor)} with a budget of ${percent(errorBudget)} needs more than ${percent(threshold)} errors`,
      found: objective,
      fix: `raise it above ${leastObjective(tier, rational(1))}, or switch ${tier.name} off`,
    },
  ];
}

function hardlyFires(tier: Tier, { objective }: TierChoice, errorBudget: Rational): readonly PartProblem[] {
  const threshold = thresholdOf(tier, errorBudget);
  const half = decimal('0.5')!;
  if (compare(threshold, half) <= 0) return [];
  return [
    {
      path: 'objective',
      message: `${tier.name} fires only in an outage: burn rate ${decimalText(tier.factor)} with a budget of ${percent(errorBudget)} needs more than ${percent(threshold)} errors`,
      found: objective,
      fix: `raise it to ${leastObjective(tier, half)} or more, or switch ${tier.name} off`,
    },
  ];
}

/** The objective, in percent, at which a tier needs this error ratio to fire. */
function leastObjective({ factor }: Tier, errorRatio: Rational): string {
  return percent(minus(rational(1), over(errorRatio, factor)), '');
}

function percent(ratio: Rational, unit = ' %'): string {
  return decimalText(times(ratio, rational(100))) + unit;
}
