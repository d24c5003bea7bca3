import { grouped } from '../findings/group-by';
import { queryOffsetOf, type Environment } from '../catalog/environment';
import type { PlacedService } from '../catalog/placement';
import { ruleResources } from '../catalog/rule-resources';
import { scrapeTimeout } from '../catalog/scrape-timeout';
import { isScalable } from '../catalog/workload/index';
import { fewestPods } from '../catalog/workload/scaling';
import { seconds, type Duration } from '../promql/window';
import { sloRecords } from '../rules/naming';
import { isAlert, type AlertRule, type RuleGroup } from '../rules/rule';
import { scopeValues } from '../rules/scope';
import { burnAlert, FEWEST_BAD_EVENTS, paceOf } from '../slo/alerts';
import { activeTiers } from '../slo/check-tiers';
import { toNumber } from '../slo/decimal';
import { FAST } from '../slo/recordings';
import { errorBudgetOf, kindOf, type Slo } from '../slo/slo';
import { thresholdOf, type Tier } from '../slo/tiers';
import type { WatchedAlert } from './alert';
import type { BurnAlert } from './burn-rate';
import type { Rules } from './detection';
import type { Recording } from './engine/series';
import { traitsOf } from './traits';
import { eventMetrics } from './world/event-metrics';
import type { Subject } from './world/subject';

/** A service with everything that decides who is notified of a fault. */
export interface WatchedService {
  readonly subject: Subject;
  readonly rules: Rules;
  readonly alerts: readonly WatchedAlert[];
  readonly burnAlerts: readonly BurnAlert[];
}

/** Pods of a service whose number of pods is decided elsewhere: enough that one may fail. */
const PODS_OF_EXTERNAL = 3;

type Where = Pick<Environment, 'cluster' | 'ruler' | 'ruleQueryOffset'>;

/**
 * A service of the stack as it is watched in an environment.
 * @param rate requests per second in healthy times
 */
export function watchedService(service: PlacedService, environment: Where, rate: number): WatchedService {
  const groups = ruleResources(service).flatMap((resource) => resource.groups);
  const watched = watchedBy(service.namespace, environment.cluster);
  const counted = new Set(countedBy(service).map(({ name }) => name));
  // Alerts with a closed form are among those on budgets.
  const hasForm = ({ labels }: AlertRule): boolean =>
    labels['long'] !== undefined && counted.has(labels['slo'] ?? '');
  return {
    ...watchedBudgets(service, environment, rate),
    rules: { recordings: recordingsOf(groups), offset: offsetOf(environment) },
    alerts: groups.flatMap(({ interval, rules }) =>
      rules.filter(isAlert).flatMap((rule) => (hasForm(rule) ? [] : [watched(rule, interval)])),
    ),
  };
}

/** The same with the alerts on error budgets alone, which takes less time. */
export function watchedBudgets(service: PlacedService, environment: Where, rate: number): WatchedService {
  const { name, namespace, scrapeInterval, signals, seriesBudget } = service;
  const slos = countedBy(service);
  return {
    subject: {
      name,
      namespace,
      labels: scopeValues(service),
      instance: service.pushed?.instance ?? 'instance',
      traits: traitsOf(service),
      controller: service.controller ?? { kind: 'Deployment', name, pods: 'named after the service' },
      ...(service.controller === undefined ? { isUnnamed: true as const } : {}),
      pods: podsOf(service),
      interval: seconds(scrapeInterval),
      timeout: scrapeTimeout(scrapeInterval),
      rate,
      events: eventMetrics(service, signals, slos),
      objectives: slos.map((slo) => ({ name: slo.name, counts: countsOf(slo, service) })),
      ...(slos.length === 0 ? {} : { tiles: sloRecords.minuteEvents(name) }),
      ...(seriesBudget === undefined ? {} : { seriesBudget }),
    },
    rules: { recordings: new Map(), offset: offsetOf(environment) },
    alerts: [],
    burnAlerts: slos.flatMap((slo) =>
      activeTiers(slo).map((tier) => burnAlertOf(service, environment, slo, tier)),
    ),
  };
}

const podsOf = ({ workload }: PlacedService): number =>
  workload !== 'external' && isScalable(workload) ? fewestPods(workload) : PODS_OF_EXTERNAL;

const offsetOf = (environment: Where): number => seconds(queryOffsetOf(environment) ?? '0');

/** Objectives that counters measure. What is read once a minute has no signal of a fault. */
const countedBy = (service: PlacedService): readonly Slo[] =>
  service.slos.filter((slo) => kindOf(slo).events(slo, service).by === 'counter');

const watchedBy =
  (namespace: string, cluster: string) =>
  (rule: AlertRule, interval: Duration): WatchedAlert => ({
    name: rule.alert,
    labels: { alertname: rule.alert, cluster, namespace, ...rule.labels },
    expr: rule.expr.expr,
    for: seconds(rule.for),
    every: seconds(interval),
  });

function countsOf(slo: Slo, service: PlacedService): BurnAlert['counts'] {
  const events = kindOf(slo).events(slo, service);
  const byBucket =
    events.by === 'counter' &&
    events.part.counter.every(({ expr }) => expr.matchers.some(({ label }) => label === 'le'));
  return byBucket || kindOf(slo).limits(slo).latency !== undefined ? 'slow' : 'bad';
}

function burnAlertOf(service: PlacedService, environment: Where, slo: Slo, tier: Tier): BurnAlert {
  const { minimumEvents } = slo;
  const pace = paceOf(tier);
  // The group of days reads what the one of minutes recorded before.
  const behind = pace === FAST ? 0 : seconds(FAST.every);
  return {
    ...watchedBy(service.namespace, environment.cluster)(burnAlert(service, slo, tier), pace.every),
    counts: countsOf(slo, service),
    long: seconds(tier.long),
    short: seconds(tier.short),
    threshold: toNumber(thresholdOf(tier, errorBudgetOf(slo))),
    fewest: { bad: minimumEvents === undefined ? FEWEST_BAD_EVENTS : 0, all: minimumEvents ?? 0 },
    lag: behind + offsetOf(environment),
  };
}

function recordingsOf(groups: readonly RuleGroup[]): ReadonlyMap<string, readonly Recording[]> {
  return grouped(
    groups.flatMap(({ interval, rules }) =>
      rules.flatMap((rule): readonly (readonly [string, Recording])[] => {
        // What objectives record has closed forms.
        if (isAlert(rule) || rule.labels?.['slo'] !== undefined) return [];
        return [[rule.record, { expr: rule.expr.expr, labels: rule.labels ?? {}, age: seconds(interval) }]];
      }),
    ),
  );
}
