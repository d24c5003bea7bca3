import { tuned, type AlertTuning } from './alert-tuning';
import { InvalidInput } from '../findings/invalid-input';
import { alertsOf, type AlertRow } from '../rules/alert';
import type { GoldenSignals } from '../rules/golden-signals';
import { saturationQueries } from '../rules/saturation';
import { goldenSignalRules } from '../rules/signal-rules';
import type { Contract } from '../metrics/contract';
import { alertPrefix, groupNames, ruleResourceNames } from '../rules/naming';
import { podAlerts, type PodContext } from '../rules/pod-alerts';
import { probeAlerts } from '../rules/probe';
import { scrapeKindOf, type Scrape } from './scrape/index';
import { budgetAlerts, scrapeAlerts } from '../rules/platform';
import type { AlertRule, RuleGroup } from '../rules/rule';
import { pushedAlerts } from '../rules/pushed';
import { trafficAlerts } from '../rules/traffic';
import { SLO_SYMPTOMS } from '../slo/alerts';
import { fastGroup, slowGroup, statusGroup } from '../slo/rules';
import type { Slo } from '../slo/slo';

/** The fields of a service that its rules depend on. */
export interface RuleContext extends PodContext {
  readonly signals?: GoldenSignals;
  readonly slos: readonly Slo[];
  /** Alerts of its own. */
  readonly alerts: readonly AlertRow[];
  /** What it exposes; without any, it is not scraped. @default something */
  readonly metrics?: Contract;
  /** @default built-in alerts as they are */
  readonly builtInAlerts?: AlertTuning;
  /** @default a ServiceMonitor of its own */
  readonly scrape?: Scrape;
  /** @default no alert on the number of series */
  readonly seriesBudget?: number;
  /** @default rules may have any number of series or alerts */
  readonly ruleLimit?: number;
}

/** Rule groups that go into one PrometheusRule. */
export interface RuleResource {
  readonly name: string;
  readonly groups: readonly RuleGroup[];
  /** The objective that it is about, if it is about one. Such rules are long. */
  readonly objective?: string;
}

/**
 * As long as between scrapes: an alert sees each sample within half a minute. With a minute, the page on half an outage
 * could come half a minute later than five minutes.
 */
const ALERT_INTERVAL = '30s';

/**
 * All recording rules and alerts of one service.
 * @throws InvalidInput when an alert of its own has the symptom of a built-in one
 */
export function ruleResources(service: RuleContext): readonly RuleResource[] {
  const resources = untunedResources(service);
  const { name, builtInAlerts = {}, ruleLimit: limit } = service;
  if (Object.keys(builtInAlerts).length === 0 && limit === undefined) return resources;
  return resources
    .map((resource) => ({
      ...resource,
      groups: tuned(resource.groups, name, builtInAlerts).map((group) => ({
        ...group,
        ...(limit === undefined ? {} : { limit }),
      })),
    }))
    .filter(({ groups }) => groups.length > 0);
}

/** How to get the rules of a service. */
export type RulesOf = (service: RuleContext) => readonly RuleResource[];

/** {@link ruleResources} for several readers of the same services: computed once for each, and kept with the function. */
export function rulesOnce(): RulesOf {
  const known = new Map<RuleContext, readonly RuleResource[]>();
  return (service) => {
    const rules = known.get(service) ?? ruleResources(service);
    known.set(service, rules);
    return rules;
  };
}

function untunedResources(service: RuleContext): readonly RuleResource[] {
  const { name, signals, slos } = service;
  const external = service.workload === 'external';
  return [
    ...(signals === undefined
      ? []
      : [
          {
            name: ruleResourceNames.recording(name),
            groups: goldenSignalRules(service, signals, external ? [] : saturationQueries(service)),
          },
        ]),
    ...(slos.length === 0
      ? []
      : [{ name: ruleResourceNames.slos(name), groups: slos.map((slo) => statusGroup(service, slo)) }]),
    {
      name: ruleResourceNames.alerts(name),
      groups: alertGroups(service),
    },
    ...slos.map((slo) => ({
      name: ruleResourceNames.slo(name, slo.name),
      groups: [fastGroup(service, slo), slowGroup(service, slo)],
      objective: slo.name,
    })),
  ];
}

function alertGroups(service: RuleContext): readonly RuleGroup[] {
  const ofPods = podAlerts(service);
  const names: readonly string[] = [
    ...[...scrapeAlerts, ...probeAlerts, ...pushedAlerts, ...budgetAlerts, ...trafficAlerts].map(
      ({ symptom }) => symptom,
    ),
    ...ofPods.map(({ alert }) => alert.slice(alertPrefix(service.name).length)),
    ...Object.values(SLO_SYMPTOMS),
  ];
  const taken = service.alerts.find(({ symptom }) => names.includes(symptom));
  if (taken !== undefined)
    throw new InvalidInput({
      resource: `service "${service.name}"`,
      path: 'alerts',
      message: 'the symptom belongs to a built-in alert',
      found: taken.symptom,
      fix: 'give the alert another symptom',
    });
  const { signals } = service;
  const group = (groupName: string, rules: readonly AlertRule[]): readonly RuleGroup[] =>
    rules.length === 0 ? [] : [{ name: groupName, interval: ALERT_INTERVAL, rules }];
  return [
    ...group(groupNames.alerts(service.name), [
      ...presenceAlerts(service, ofPods),
      ...(signals === undefined ? [] : alertsOf(trafficAlerts, { ...service, signals })),
    ]),
    ...group(groupNames.ownAlerts(service.name), alertsOf(service.alerts, service)),
  ];
}

/** Alerts on whether Prometheus has the data of a service. A CronJob without metrics has no targets. */
function presenceAlerts(service: RuleContext, ofPods: readonly AlertRule[]): readonly AlertRule[] {
  const { pushed, scrape, seriesBudget, metrics } = service;
  if (pushed !== undefined) return [...alertsOf(pushedAlerts, { ...service, pushed }), ...ofPods];
  if (metrics !== undefined && Object.keys(metrics).length === 0) return ofPods;
  return [
    ...alertsOf((scrape && scrapeKindOf(scrape).alerts) ?? scrapeAlerts, service),
    ...(seriesBudget === undefined ? [] : alertsOf(budgetAlerts, { ...service, seriesBudget })),
    ...ofPods,
  ];
}
