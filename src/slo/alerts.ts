import { and, countOverTime, ge, gt, maxBy, or, sumBy, unless, type InstantVector } from '../promql/build';
import { duration, seconds, type Duration } from '../promql/window';
import { alertsOf, type AlertContext, type AlertRow } from '../rules/alert';
import type { AlertRule } from '../rules/rule';
import { alive, remembered } from '../rules/presence';
import { scopeLabels } from '../rules/scope';
import { decimalText, rational, times, toNumber, type Rational } from './decimal';
import { united, type EventCounter, type Events } from './events';
import { unreadOf, type Minutes } from './minutes';
import { FAST, recordedFor, SLOW, tilesIn, tilesOf, type Pace } from './recordings';
import { errorBudgetOf, kindOf, type Slo } from './slo';
import { withoutLabels, withoutPart } from './unlabelled';
import { exhaustionSeconds, thresholdOf, type Tier } from './tiers';

/** Symptoms of the alerts of SLOs; each has one runbook page. */
export const SLO_SYMPTOMS = { burn: 'ErrorBudgetBurn', dataMissing: 'SloDataMissing' } as const;

/** A window shorter than so many evaluations of a group needs a faster one. */
const FEWEST_EVALUATIONS = 6;

/**
 * Bad events without which no alert fires, unless the objective says otherwise: with few requests, one failure is above
 * every threshold. A service that constantly spends half its budget is paged by chance less than once a year, however
 * little its traffic (test/slo/low-traffic.promtool.test.ts).
 */
export const FEWEST_BAD_EVENTS = 5;

/** A burst of failures that repeats, at whatever distance, is at most one incident in this time. */
const ONE_INCIDENT: Duration = '1h';

/** The group that records a tier's windows. */
export function paceOf({ short }: Pick<Tier, 'short'>): Pace {
  return seconds(short) >= FEWEST_EVALUATIONS * seconds(SLOW.every) ? SLOW : FAST;
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
    gt(maxBy(scopeLabels(context), recordedFor(context, slo, 'errorRatio', { window })), threshold);
  const row: AlertRow = {
    symptom: SLO_SYMPTOMS.burn,
    severity: tier.severity,
    // The short window replaces a waiting time, and ends the alert sooner.
    for: '0s',
    ...kept(tier),
    summary: `Too many ${words.eventsOf} %s ${words.present} for its error budget.`,
    description:
      `{{ $value | humanizePercentage }} of the ${words.eventsOf} %s in namespace {{ $labels.namespace }} ${words.past} in the last ${long}; ` +
      `the objective ${slo.name} allows ${percent(errorBudget)} over ${slo.period}. ` +
      `At this rate or above, ${share} of the error budget is spent in ${long} and all of it in ${exhausted}.`,
    expr: () => enough(and(above(long), above(short)), context, slo, tier),
  };
  return labelled(row, context, slo, { long, short, budget: share });
}

/** The short window ends an alert soon after each burst, and so the next burst would be another incident. */
function kept({ short }: Tier): Pick<AlertRow, 'keepFiringFor'> {
  const rest = seconds(ONE_INCIDENT) - seconds(short);
  return rest > 0 ? { keepFiringFor: duration(rest) } : {};
}

/**
 * Fires when targets are scraped but the SLO's series are missing, or the label by which bad events are selected. An idle
 * service has them, at 0.
 */
export function dataMissingAlert(context: AlertContext, slo: Slo): AlertRule {
  const events = kindOf(slo).events(slo, context);
  const { expr, ...descriptions } =
    events.by === 'counter' ? uncounted(context, slo, events) : unread(context, slo, events);
  const row: AlertRow = {
    symptom: SLO_SYMPTOMS.dataMissing,
    severity: 'warning',
    for: '10m',
    summary: 'The error budget of %s is no longer measured.',
    ...descriptions,
    expr: () => expr,
  };
  return labelled(row, context, slo, {});
}

type Missing = Pick<AlertRow, 'description' | 'descriptionOfPushed'> & { readonly expr: InstantVector };

function uncounted(context: AlertContext, slo: Slo, events: Events): Missing {
  const missing = unless(expected(context, events.all), tilesOf(context, slo, 'bad'), {
    on: scopeLabels(context),
  });
  const partly = [withoutLabels(context, events), withoutPart(context, events)];
  return {
    expr: partly.reduce<InstantVector>((all, some) => (some === undefined ? all : or(all, some)), missing),
    description: `Targets of %s in namespace {{ $labels.namespace }} are scraped, but all or some of them do not expose the series or labels that the objective ${slo.name} counts. Its alerts do not cover them.`,
    descriptionOfPushed: `Series of %s in namespace {{ $labels.namespace }} arrive, but not those that the objective ${slo.name} counts, or without a label by which it counts. Its alerts cannot fire.`,
  };
}

/**
 * Has a sample while a service should have the series of an objective. Those of a scraped service come with its first
 * scrape; of a pushed one they may come with the first event.
 */
function expected(context: AlertContext, counter: EventCounter): InstantVector {
  return context.pushed === undefined
    ? alive(context)
    : and(
        remembered(
          context,
          united(counter, (series) => series),
        ),
        alive(context),
        { on: scopeLabels(context) },
      );
}

function unread(context: AlertContext, slo: Slo, minutes: Minutes): Missing {
  return {
    expr: unreadOf(minutes, context),
    description: `What the objective ${slo.name} of %s in namespace {{ $labels.namespace }} reads every minute has no result.`,
  };
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

/** Keeps an alert for windows that hold enough to judge by. */
function enough(alert: InstantVector, context: AlertContext, slo: Slo, { long }: Tier): InstantVector {
  return enoughHistory(enoughEvents(alert, context, slo, long), context, slo, long);
}

function enoughEvents(alert: InstantVector, context: AlertContext, slo: Slo, long: Duration): InstantVector {
  switch (slo.minimumEvents) {
    case 0:
      return alert;
    case undefined: {
      const bad = recordedFor(context, slo, 'windowEvents', { window: long, outcome: 'bad' });
      return and(alert, ge(bad, FEWEST_BAD_EVENTS), { on: scopeLabels(context) });
    }
    default: {
      const events = recordedFor(context, slo, 'windowEvents', { window: long, outcome: 'all' });
      return and(alert, ge(events, slo.minimumEvents), { on: scopeLabels(context) });
    }
  }
}

/** Windows of pages are shorter and need no history, so that a new service pages from its first minute on. */
const LONGEST_WITHOUT_HISTORY = seconds('12h');

/** In its first hours, a service's window of days would be judged by an hour of deployment. */
function enoughHistory(alert: InstantVector, context: AlertContext, slo: Slo, long: Duration): InstantVector {
  if (seconds(long) <= LONGEST_WITHOUT_HISTORY) return alert;
  const hours = recordedFor(context, slo, 'hourEvents', { outcome: 'all' });
  const counted = sumBy(scopeLabels(context), countOverTime(hours, tilesIn(long)));
  return and(alert, ge(counted, Math.floor(seconds(long) / 3600 / 2)), { on: scopeLabels(context) });
}
