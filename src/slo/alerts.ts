import { platformMetrics } from '../metrics/platform';
import { and, eq, ge, gt, maxBy, select, sumOverTime, unless, type InstantVector } from '../promql/build';
import { duration, seconds, type Duration } from '../promql/window';
import { alertsOf, type AlertContext, type AlertRow } from '../rules/alert';
import type { AlertRule } from '../rules/rule';
import { SCOPE_LABELS, targetsOf } from '../rules/scope';
import { decimalText, rational, times, toNumber, type Rational } from './decimal';
import { FAST, SLOW, type Tile } from './events';
import { recordedFor, tilesIn, tilesOf } from './recordings';
import { errorBudgetOf, kindOf, type Slo } from './slo';
import { exhaustionSeconds, thresholdOf, type Tier } from './tiers';

/** Symptoms of the alerts of SLOs; each has one runbook page. */
export const SLO_SYMPTOMS = { burn: 'ErrorBudgetBurn', dataMissing: 'SloDataMissing' } as const;

/** Fewer tiles are too coarse for a window. */
const FEWEST_TILES = 6;

/** The tiles that a tier's windows are sums of, which determine its rule group. */
export function tileFor({ short }: Pick<Tier, 'short'>): Tile {
  return seconds(short) >= FEWEST_TILES * seconds(SLOW.every) ? SLOW : FAST;
}

/** Fires while both windows of a tier burn faster than its factor. */
export function burnAlert(context: AlertContext, slo: Slo, tier: Tier): AlertRule {
  const { long, short } = tier;
  const errorBudget = errorBudgetOf(slo);
  const threshold = toNumber(thresholdOf(tier, errorBudget));
  const share = percent(tier.budgetShare);
  const exhausted = duration(Math.round(toNumber(exhaustionSeconds(slo.period, tier.factor))));
  const { words } = kindOf(slo);
  const above = (window: Duration) =>
    gt(maxBy(SCOPE_LABELS, recordedFor(context, slo, 'errorRatio', { window })), threshold);
  const row: AlertRow = {
    symptom: SLO_SYMPTOMS.burn,
    severity: tier.severity,
    // The short window replaces a waiting time, and ends the alert sooner.
    for: '0s',
    summary: `Too many requests to %s ${words.present} for its error budget.`,
    description:
      `{{ $value | humanizePercentage }} of the requests to %s in namespace {{ $labels.namespace }} ${words.past} in the last ${long}; ` +
      `the objective ${slo.name} allows ${percent(errorBudget)} over ${slo.period}. ` +
      `At this rate or above, ${share} of the error budget is spent in ${long} and all of it in ${exhausted}.`,
    expr: () => enough(and(above(long), above(short)), context, slo, tier),
  };
  return labelled(row, context, slo, { long, short, budget: share });
}

/** Fires when targets are scraped but the SLO's series are missing. An idle service has them, at 0. */
export function dataMissingAlert(context: AlertContext, slo: Slo): AlertRule {
  const row: AlertRow = {
    symptom: SLO_SYMPTOMS.dataMissing,
    severity: 'warning',
    for: '10m',
    summary: 'The error budget of %s is no longer measured.',
    description: `Targets of %s in namespace {{ $labels.namespace }} are scraped, but do not expose the series that the objective ${slo.name} counts. Its alerts cannot fire.`,
    expr: () =>
      unless(
        eq(maxBy(SCOPE_LABELS, select(platformMetrics.up, targetsOf(context))), 1),
        tilesOf(context, slo, FAST, 'bad'),
        { on: SCOPE_LABELS },
      ),
  };
  return labelled(row, context, slo, {});
}

function percent(ratio: Rational): string {
  return `${decimalText(times(ratio, rational(100)))}%`;
}

function labelled(
  row: AlertRow,
  context: AlertContext,
  slo: Slo,
  labels: Readonly<Record<string, string>>,
): AlertRule {
  const [rule] = alertsOf([row], context, 'slo');
  return { ...rule!, labels: { ...rule!.labels, slo: slo.name, ...labels } };
}

/** Keeps an alert for windows that hold the SLO's minimum of events. */
function enough(alert: InstantVector, context: AlertContext, slo: Slo, tier: Tier): InstantVector {
  if (slo.minimumEvents === undefined) return alert;
  const events = sumOverTime(tilesOf(context, slo, tileFor(tier), 'all'), tilesIn(tier.long));
  return and(alert, ge(events, slo.minimumEvents), { on: SCOPE_LABELS });
}
