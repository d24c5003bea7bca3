import type { PlacedService } from '../catalog/placement';
import { avgOverTime, max, min, sum, sumWithout } from '../promql/build';
import type { Scope } from '../rules/scope';
import { activeTiers } from '../slo/check-tiers';
import { decimalText, rational, times, toNumber } from '../slo/decimal';
import { BURN_RATE_WINDOW } from '../slo/error-budget';
import { FAST, recordedFor, SLOW, tilesOf } from '../slo/recordings';
import { errorBudgetOf, kindOf, type Slo } from '../slo/slo';
import type { Tier } from '../slo/tiers';
import type { PanelQuery, Section, StatSpec, Threshold, TimeSeriesSpec } from './panel';
import { shownScope } from './scope';
import { burnRate, slowly, UNTIL_EXHAUSTED, untilExhausted } from './slo-series';
import { capitalized } from './variables';

const NOT_COUNTED = 'Not recorded yet: see the runbook';
const NO_EVENTS = 'No requests, or none recorded';

export function sloSections(service: PlacedService): readonly Section[] {
  const scope = shownScope(service);
  return service.slos.map((slo) => ({
    title: `${slo.name}: ${promiseOf(slo)}`,
    lines: [
      now(scope, slo),
      burnRates(scope, slo),
      [budgetOverTime(scope, slo), ...events(scope, slo)],
    ].filter((line) => line.length > 0),
  }));
}

function promiseOf(slo: Slo): string {
  const kind = kindOf(slo);
  return `${slo.objective} % of the ${kind.words.events} ${kind.promise(slo)}, over ${slo.period}`;
}

/** What the objective counts at the start of a sentence: `Requests`. */
const eventsOf = (slo: Slo): string => capitalized(kindOf(slo).words.events);

/** Share of the budget below which the next incident may overdraw it. */
const LITTLE_BUDGET = 0.25;

export const BUDGET_COLORS: { readonly base: 'red'; readonly thresholds: readonly Threshold[] } = {
  base: 'red',
  thresholds: [
    { from: 0, color: 'yellow' },
    { from: LITTLE_BUDGET, color: 'green' },
  ],
};

/** Colours of burn rates, from the thresholds of tickets and pages. */
function burnColors(tiers: readonly Tier[]): readonly Threshold[] {
  const factors = (severity: Tier['severity']) =>
    tiers.filter((tier) => tier.severity === severity).map(({ factor }) => toNumber(factor));
  const from = (severity: Tier['severity'], color: 'yellow' | 'red'): readonly Threshold[] => {
    const lowest = Math.min(...factors(severity));
    return lowest === Infinity ? [] : [{ from: lowest, color }];
  };
  return [...from('warning', 'yellow'), ...from('critical', 'red')].toSorted((a, b) => a.from - b.from);
}

function now(scope: Scope, slo: Slo): readonly StatSpec[] {
  const { name, period } = slo;
  const budget = toNumber(times(errorBudgetOf(slo), rational(100)));
  const remaining = slowly(scope, slo, 'remainingBudget');
  const lastHour = recordedFor(scope, slo, 'burnRate', { window: BURN_RATE_WINDOW });
  return [
    {
      kind: 'stat',
      title: `${name}: budget left`,
      description: `Remaining share of the ${period} error budget. Yellow: avoid risky changes. Red: overdrawn; prefer reliability to features until it recovers.`,
      unit: 'ratio',
      decimals: 1,
      noData: NOT_COUNTED,
      symptom: 'ErrorBudgetBurn',
      ...BUDGET_COLORS,
      query: { query: min(remaining), legend: 'remaining' },
    },
    {
      kind: 'stat',
      title: `${name}: error rate`,
      description: `Share of bad ${kindOf(slo).words.events} in the last five minutes. Above ${budget} % the budget shrinks.`,
      unit: 'percent',
      decimals: 2,
      noData: NO_EVENTS,
      symptom: 'ErrorBudgetBurn',
      base: 'green',
      thresholds: [{ from: budget, color: 'yellow' }],
      query: { query: max(recordedFor(scope, slo, 'errorPercentage')), legend: 'error rate' },
    },
    {
      kind: 'stat',
      title: `${name}: burn rate`,
      description: `How many times faster than allowed the budget was spent in the last ${BURN_RATE_WINDOW}. At 1 it lasts exactly ${period}. If it stays yellow a ticket is opened, if it stays red a page is sent.`,
      unit: 'burnRate',
      decimals: 2,
      noData: NO_EVENTS,
      symptom: 'ErrorBudgetBurn',
      base: 'green',
      thresholds: burnColors(activeTiers(slo)),
      query: { query: max(lastHour), legend: 'burn rate' },
    },
    {
      kind: 'stat',
      title: `${name}: exhausted in`,
      description: `Time until the budget is used up, at the burn rate of the last ${BURN_RATE_WINDOW}. It is the time left to act, not the time until an alert fires.`,
      ...UNTIL_EXHAUSTED,
      noData: 'No burn rate',
      symptom: 'ErrorBudgetBurn',
      query: {
        query: min(
          untilExhausted(slowly(scope, slo, 'exhaustion'), remaining, sumWithout(['window'], lastHour)),
        ),
        legend: 'until exhausted',
      },
    },
    {
      kind: 'stat',
      title: `${name}: coverage`,
      description: `Share of the hours of ${period} with recorded events. While it is small, as for a new service, the budget is not reliable. If it falls, recording has stopped.`,
      unit: 'ratio',
      decimals: 1,
      noData: NOT_COUNTED,
      symptom: 'SloDataMissing',
      query: { query: min(slowly(scope, slo, 'coverage')), legend: 'coverage' },
    },
    ...(['all', 'bad'] as const).map((outcome): StatSpec => ({
      kind: 'stat',
      title: `${name}: ${outcome === 'all' ? 'events' : 'bad events'}`,
      description:
        outcome === 'all'
          ? `${eventsOf(slo)} that the objective counted in ${period}. If there are few, a single failure changes every ratio on this page.`
          : `${eventsOf(slo)} of ${period} that ${kindOf(slo).words.past}. The objective allows ${decimalText(times(errorBudgetOf(slo), rational(100)))} % of all ${kindOf(slo).words.events}.`,
      unit: 'count',
      noData: NOT_COUNTED,
      symptom: 'SloDataMissing',
      query: { query: sum(slowly(scope, slo, 'periodEvents', { outcome })), legend: outcome },
    })),
  ];
}

/** One panel for each pair of windows, with the threshold above which both must be for the alert to fire. */
function burnRates(scope: Scope, slo: Slo): readonly TimeSeriesSpec[] {
  return activeTiers(slo).map((tier) => ({
    kind: 'time series',
    title: `${slo.name}: burn rate over ${tier.long} and ${tier.short}`,
    description: `While both lines are above ${decimalText(tier.factor)}, the alert of severity ${tier.severity} fires: ${decimalText(times(tier.budgetShare, rational(100)))} % of the budget is spent in ${tier.long}. The short window shows whether the problem is over.`,
    unit: 'burnRate',
    noData: NO_EVENTS,
    symptom: 'ErrorBudgetBurn',
    interval: FAST.every,
    min: 0,
    thresholds: [{ from: toNumber(tier.factor), color: tier.severity === 'critical' ? 'red' : 'yellow' }],
    // The long window is drawn over the short one, which varies more.
    queries: [tier.short, tier.long].map((window) => ({
      query: max(burnRate(scope, slo, tier, window)),
      legend: window,
    })),
  }));
}

function budgetOverTime(scope: Scope, slo: Slo): TimeSeriesSpec {
  return {
    kind: 'time series',
    title: `${slo.name}: budget over time`,
    description: `Remaining share of the ${slo.period} budget. A step down is an incident, a slope is a constant error rate. It rises when old failures leave the period. Below the line it is overdrawn.`,
    unit: 'ratio',
    noData: NOT_COUNTED,
    symptom: 'ErrorBudgetBurn',
    interval: SLOW.every,
    max: 1,
    thresholds: [{ from: 0, color: 'red' }],
    queries: [{ query: min(slowly(scope, slo, 'remainingBudget')), legend: 'remaining' }],
  };
}

function events(scope: Scope, slo: Slo): readonly TimeSeriesSpec[] {
  const perMinute = (outcome: 'all' | 'bad'): PanelQuery => ({
    query: sum(avgOverTime(tilesOf(scope, slo, outcome), FAST.every)),
    legend: outcome,
    window: '$__interval',
  });
  return [
    {
      kind: 'time series',
      title: `${slo.name}: events per minute`,
      description: `${eventsOf(slo)} that the objective counts, averaged over each point. Gaps are minutes without recorded events.`,
      unit: 'count',
      noData: NOT_COUNTED,
      symptom: 'SloDataMissing',
      interval: SLOW.every,
      min: 0,
      queries: [perMinute('all')],
    },
    {
      kind: 'time series',
      title: `${slo.name}: bad events per minute`,
      description: `${eventsOf(slo)} that ${kindOf(slo).words.past}, averaged over each point. A peak is an incident, a constant level is a leak.`,
      unit: 'count',
      noData: NOT_COUNTED,
      symptom: 'ErrorBudgetBurn',
      interval: SLOW.every,
      min: 0,
      queries: [{ ...perMinute('bad'), color: 'red' }],
    },
  ];
}
