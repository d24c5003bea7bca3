import { div, gt, mul, recorded, sumOverTime, vector, anyOf } from '../promql/build';
import { seconds, type Duration } from '../promql/window';
import type { AlertContext } from '../rules/alert';
import { sloGroupNames, sloRecords } from '../rules/naming';
import type { RecordingRule, RuleGroup } from '../rules/rule';
import { scopeValues, targetsOf } from '../rules/scope';
import { burnAlert, dataMissingAlert, paceOf } from './alerts';
import { activeTiers } from './check-tiers';
import { minus, rational, toNumber } from './decimal';
import { BURN_RATE_WINDOW, errorBudgetRules } from './error-budget';
import { eventsIn, finishedHourRule, hourUnderWayRule } from './hours';
import { countingRules } from './counting';
import { FAST, recordedFor, sloLabels, SLOW, tilesIn, type Outcome, type Pace } from './recordings';
import { errorBudgetOf, type Slo } from './slo';

/** Window of the current error rate. */
const NOW = '5m';

/** Windows that are recorded whatever the tiers are. */
const ALWAYS: readonly Duration[] = [NOW, BURN_RATE_WINDOW];

/**
 * The rules of a service's objectives: per SLO a fast group for the hour and below, a slow one for days and for the
 * error budget, and one for dashboards. Everything an alert reads is recorded by its own group just before.
 */
export function sloRules(context: AlertContext, slos: readonly Slo[]): readonly RuleGroup[] {
  return slos.flatMap((slo) => [fastGroup(context, slo), statusGroup(context, slo), slowGroup(context, slo)]);
}

/** Counts events every minute, and judges windows up to an hour. */
export function fastGroup(context: AlertContext, slo: Slo): RuleGroup {
  return {
    name: sloGroupNames.fast(context.name, slo.name),
    interval: FAST.every,
    rules: [
      ...countingRules(context, slo),
      ...ratioRules(context, slo, FAST),
      ...burnAlerts(context, slo, FAST),
      dataMissingAlert(context, slo),
    ],
  };
}

/** What dashboards show; no alert reads it. */
export function statusGroup(context: AlertContext, slo: Slo): RuleGroup {
  const { name: service } = context;
  const labels = { slo: slo.name };
  const always = recorded(sloRecords.errorRatio(service), [...sloLabels(context), 'window'], {
    ...targetsOf(context),
    ...labels,
    window: anyOf(...ALWAYS),
  });
  return {
    name: sloGroupNames.status(service, slo.name),
    interval: FAST.every,
    rules: [
      ...descriptionRules(context, slo),
      {
        record: sloRecords.errorPercentage(service),
        expr: mul(100, recordedFor(context, slo, 'errorRatio', { window: NOW })),
        labels,
      },
      {
        record: sloRecords.burnRate(service),
        expr: div(always, toNumber(errorBudgetOf(slo))),
        labels,
      },
    ],
  };
}

/** Judges windows of days and the error budget every five minutes. */
export function slowGroup(context: AlertContext, slo: Slo): RuleGroup {
  return {
    name: sloGroupNames.slow(context.name, slo.name),
    interval: SLOW.every,
    rules: [
      finishedHourRule(context, slo),
      hourUnderWayRule(context, slo),
      fiveMinuteRule(context, slo),
      ...ratioRules(context, slo, SLOW),
      ...burnAlerts(context, slo, SLOW),
      ...errorBudgetRules(context, slo),
    ],
  };
}

/** Properties of the SLO, for dashboards. */
function descriptionRules(context: AlertContext, slo: Slo): readonly RecordingRule[] {
  const labels = { ...scopeValues(context), slo: slo.name };
  const objective = minus(rational(1), errorBudgetOf(slo));
  return [
    {
      record: sloRecords.objective(context.name),
      expr: vector(toNumber(objective)),
      labels,
    },
    {
      record: sloRecords.info(context.name),
      expr: vector(1),
      labels: {
        ...labels,
        kind: slo.kind,
        objective: String(slo.objective),
        period: slo.period,
        team: context.team,
      },
    },
  ];
}

/** Events of five minutes, for dashboards: the rules themselves read those of one. */
function fiveMinuteRule(context: AlertContext, slo: Slo): RecordingRule {
  return {
    record: sloRecords.events(context.name),
    expr: sumOverTime(recordedFor(context, slo, 'minuteEvents', {}, ['outcome']), tilesIn(SLOW.every)),
    labels: { slo: slo.name },
  };
}

function ratioRules(context: AlertContext, slo: Slo, pace: Pace): readonly RecordingRule[] {
  const longWindows = activeTiers(slo).map(({ long }) => long);
  return windowsOf(slo, pace).flatMap((window): readonly RecordingRule[] => {
    const labels = { slo: slo.name, window };
    const isLong = longWindows.includes(window);
    const counted = (outcome: Outcome) =>
      isLong
        ? recordedFor(context, slo, 'windowEvents', { window, outcome })
        : eventsIn(context, slo, window, outcome);
    const ratio: RecordingRule = {
      record: sloRecords.errorRatio(context.name),
      // Without traffic no sample: 0/0 would be NaN, and stay in every window that includes it.
      expr: div(counted('bad'), gt(counted('all'), 0), { ignoring: ['outcome'] }),
      labels,
    };
    if (!isLong) return [ratio];
    const events = {
      record: sloRecords.windowEvents(context.name),
      expr: eventsIn(context, slo, window),
      labels,
    };
    return [events, ratio];
  });
}

/** Every window that a group records, shortest first. */
function windowsOf(slo: Slo, pace: Pace): readonly Duration[] {
  const needed = activeTiers(slo).flatMap((tier) => (paceOf(tier) === pace ? [tier.short, tier.long] : []));
  const windows = new Set<Duration>([...(pace === FAST ? ALWAYS : []), ...needed]);
  return [...windows].toSorted((a, b) => seconds(a) - seconds(b));
}

function burnAlerts(context: AlertContext, slo: Slo, pace: Pace) {
  return activeTiers(slo)
    .filter((tier) => paceOf(tier) === pace)
    .map((tier) => burnAlert(context, slo, tier));
}
