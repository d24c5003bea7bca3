import { div, gt, mul, recorded, sumOverTime, vector, anyOf } from '../promql/build';
import { seconds, type Duration } from '../promql/window';
import type { AlertContext } from '../rules/alert';
import { sloGroupNames, sloRecords } from '../rules/naming';
import type { RecordingRule, RuleGroup } from '../rules/rule';
import { targetsOf } from '../rules/scope';
import { burnAlert, dataMissingAlert, tileFor } from './alerts';
import { activeTiers } from './check-tiers';
import { minus, rational, toNumber } from './decimal';
import { BURN_RATE_WINDOW, errorBudgetRules } from './error-budget';
import { FAST, SLOW, type Tile } from './events';
import { recordedFor, SLO_LABELS, tilesIn, tilesOf } from './recordings';
import { errorBudgetOf, kindOf, type Slo } from './slo';

/** Window of the current error rate. */
const NOW = '5m';

/** Windows that are recorded whatever the tiers are. */
const ALWAYS: readonly Duration[] = [NOW, BURN_RATE_WINDOW];

/**
 * The rules of a service's objectives: per SLO a fast group for the hour and below, and a slow one for days and for
 * the error budget. Everything an alert reads is recorded by its own group just before.
 */
export function sloRules(context: AlertContext, slos: readonly Slo[]): readonly RuleGroup[] {
  return slos.flatMap((slo): readonly RuleGroup[] => [fastGroup(context, slo), slowGroup(context, slo)]);
}

function fastGroup(context: AlertContext, slo: Slo): RuleGroup {
  const { name: service } = context;
  const labels = { slo: slo.name };
  const always = recorded(sloRecords.errorRatio(service), [...SLO_LABELS, 'window'], {
    ...targetsOf(context),
    ...labels,
    window: anyOf(...ALWAYS),
  });
  return {
    name: sloGroupNames.fast(service, slo.name),
    interval: FAST.every,
    rules: [
      ...descriptionRules(context, slo),
      ...tileRules(context, slo, FAST),
      ...ratioRules(context, slo, FAST),
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
      ...burnAlerts(context, slo, FAST),
      dataMissingAlert(context, slo),
    ],
  };
}

function slowGroup(context: AlertContext, slo: Slo): RuleGroup {
  return {
    name: sloGroupNames.slow(context.name, slo.name),
    interval: SLOW.every,
    rules: [
      ...tileRules(context, slo, SLOW),
      ...ratioRules(context, slo, SLOW),
      ...burnAlerts(context, slo, SLOW),
      ...errorBudgetRules(context, slo),
    ],
  };
}

/** Properties of the SLO, for dashboards. */
function descriptionRules(context: AlertContext, slo: Slo): readonly RecordingRule[] {
  const labels = { ...targetsOf(context), slo: slo.name };
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

function tileRules(context: AlertContext, slo: Slo, tile: Tile): readonly RecordingRule[] {
  const record = sloRecords[tile === FAST ? 'minuteEvents' : 'events'](context.name);
  const events = kindOf(slo).events(slo, context);
  return [
    {
      record,
      expr: events.all(tile),
      labels: { slo: slo.name, outcome: 'all' },
    },
    {
      record,
      expr: events.bad(tile, tilesOf(context, slo, tile, 'all')),
      labels: { slo: slo.name, outcome: 'bad' },
    },
  ];
}

function ratioRules(context: AlertContext, slo: Slo, tile: Tile): readonly RecordingRule[] {
  return windowsOf(slo, tile).map((window) => {
    const events = (outcome: 'all' | 'bad') =>
      sumOverTime(tilesOf(context, slo, tile, outcome), tilesIn(window));
    return {
      record: sloRecords.errorRatio(context.name),
      // Without traffic no sample: 0/0 would be NaN, and stay in every window that includes it.
      expr: div(events('bad'), gt(events('all'), 0), { ignoring: ['outcome'] }),
      labels: { slo: slo.name, window },
    };
  });
}

/** Every window that is a sum of these tiles, shortest first. */
function windowsOf(slo: Slo, tile: Tile): readonly Duration[] {
  const needed = activeTiers(slo).flatMap((tier) => (tileFor(tier) === tile ? [tier.short, tier.long] : []));
  const windows = new Set<Duration>([...(tile === FAST ? ALWAYS : []), ...needed]);
  return [...windows].toSorted((a, b) => seconds(a) - seconds(b));
}

function burnAlerts(context: AlertContext, slo: Slo, tile: Tile) {
  return activeTiers(slo)
    .filter((tier) => tileFor(tier) === tile)
    .map((tier) => burnAlert(context, slo, tier));
}
