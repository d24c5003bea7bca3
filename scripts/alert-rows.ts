import stack from '../monitoring.config';
import type { Environment } from '../src/catalog/environment';
import { placeServices, type PlacedService } from '../src/catalog/placement';
import { ruleResources } from '../src/catalog/rule-resources';
import { alertmanagerConfig, NULL_RECEIVER } from '../src/outputs/kube-prometheus-stack/alertmanager-config';
import { routingOf, type Routing } from '../src/outputs/kube-prometheus-stack/routing';
import { isAlert, type AlertRule, type Severity } from '../src/rules/rule';

const SEVERITIES: readonly Severity[] = ['critical', 'warning', 'info'];

interface Row {
  readonly alert: string;
  readonly fires: string;
  readonly severity: Severity;
  readonly receivers: string;
  readonly page: string;
}

/** Every alert of the catalog as a row, the urgent ones first. Objectives with the same alert share its row. */
export function alertRows(environment: Environment): readonly (readonly string[])[] {
  const routing = routingOf(alertmanagerConfig(environment));
  const rows = new Map<string, { readonly row: Row; readonly objectives: string[] }>();
  for (const service of placeServices(stack.services, environment))
    for (const rule of alertsOf(service)) {
      const row = rowOf(rule, receiversOf(rule, service, environment, routing));
      const known = rows.get(JSON.stringify(row)) ?? { row, objectives: [] };
      rows.set(JSON.stringify(row), known);
      if (rule.labels['slo'] !== undefined) known.objectives.push(rule.labels['slo']);
    }
  return SEVERITIES.flatMap((severity) =>
    [...rows.values()].filter(({ row }) => row.severity === severity),
  ).map(({ row: { alert, fires, severity, receivers, page }, objectives }) => [
    `\`${alert}\``,
    fires,
    objectives.join(', '),
    severity,
    receivers,
    `[${page}](docs/runbooks/${page})`,
  ]);
}

function alertsOf(service: PlacedService): readonly AlertRule[] {
  return ruleResources(service).flatMap(({ groups }) => groups.flatMap(({ rules }) => rules.filter(isAlert)));
}

function rowOf({ alert, labels, annotations, for: wait }: AlertRule, receivers: string): Row {
  const { budget, long } = labels;
  return {
    alert,
    // The alerts of an objective differ in their windows; they wait in no other way.
    fires:
      long === undefined
        ? `${annotations.summary.replace(/\.$/, '')}, for ${wait}`
        : `${budget} of an error budget goes in ${long}`,
    severity: labels.severity,
    receivers,
    page: annotations.runbook_url.split('/').at(-1)!,
  };
}

function receiversOf(
  { alert, labels }: AlertRule,
  { namespace }: PlacedService,
  { cluster }: Environment,
  routing: Routing,
): string {
  const reached = routing.receiversOf({ alertname: alert, cluster, namespace, ...labels });
  return reached.filter((receiver) => receiver !== NULL_RECEIVER).join(', ') || 'nobody';
}
