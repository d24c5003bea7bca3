import { InvalidInput } from '../findings/invalid-input';
import { alertsOf, type AlertRow } from '../rules/alert';
import { goldenSignalRules, saturationQueries, type GoldenSignals } from '../rules/golden-signals';
import { groupNames, ruleResourceNames } from '../rules/naming';
import { externalAlerts, scrapeAlerts, workloadAlerts, type PlatformContext } from '../rules/platform';
import type { AlertRule, RuleGroup } from '../rules/rule';
import { trafficAlerts } from '../rules/traffic';
import { SLO_SYMPTOMS } from '../slo/alerts';
import { sloRules } from '../slo/rules';
import type { Slo } from '../slo/slo';

/** A service as its rules see it. */
export interface RuleContext extends PlatformContext {
  readonly signals?: GoldenSignals;
  readonly slos: readonly Slo[];
  /** Alerts of its own. */
  readonly alerts: readonly AlertRow[];
  readonly workload: object | 'external';
}

/** Rule groups that go into one PrometheusRule. */
export interface RuleResource {
  readonly name: string;
  readonly groups: readonly RuleGroup[];
}

/** Alert groups are evaluated once a minute: no alert here waits less. */
const ALERT_INTERVAL = '1m';

/**
 * Everything Prometheus computes and watches for one service.
 * @throws InvalidInput when an alert of its own has the name of one that every service gets
 */
export function ruleResources(service: RuleContext): readonly RuleResource[] {
  const known = KNOWN.get(service) ?? build(service);
  KNOWN.set(service, known);
  return known;
}

/** Manifests, routes and documents ask for the rules of the same services. */
const KNOWN = new WeakMap<RuleContext, readonly RuleResource[]>();

function build(service: RuleContext): readonly RuleResource[] {
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
    ...(slos.length === 0 ? [] : [{ name: ruleResourceNames.slos(name), groups: sloRules(service, slos) }]),
    {
      name: ruleResourceNames.alerts(name),
      groups: alertGroups(service, [...scrapeAlerts, ...(external ? externalAlerts : workloadAlerts)]),
    },
  ];
}

function alertGroups(
  service: RuleContext,
  common: readonly AlertRow<PlatformContext>[],
): readonly RuleGroup[] {
  const names: readonly string[] = [
    ...[...common, ...trafficAlerts].map(({ symptom }) => symptom),
    ...Object.values(SLO_SYMPTOMS),
  ];
  const taken = service.alerts.find(({ symptom }) => names.includes(symptom));
  if (taken !== undefined)
    throw new InvalidInput({
      resource: `service "${service.name}"`,
      path: 'alerts',
      message: 'have the symptom of an alert that every service gets',
      found: taken.symptom,
      fix: 'name it differently',
    });
  const { signals } = service;
  const group = (groupName: string, rules: readonly AlertRule[]): readonly RuleGroup[] =>
    rules.length === 0 ? [] : [{ name: groupName, interval: ALERT_INTERVAL, rules }];
  return [
    ...group(groupNames.alerts(service.name), [
      ...alertsOf(common, service),
      ...(signals === undefined ? [] : alertsOf(trafficAlerts, { ...service, signals })),
    ]),
    ...group(groupNames.ownAlerts(service.name), alertsOf(service.alerts, service)),
  ];
}
