import type { Environment } from '../src/catalog/environment';
import { placeServices, type PlacedService } from '../src/catalog/placement';
import { ruleResources } from '../src/catalog/rule-resources';
import type { Stack } from '../src/catalog/stack';
import { alertmanagerConfig, NULL_RECEIVER } from '../src/outputs/kube-prometheus-stack/alertmanager-config';
import { routingOf, type Routing } from '../src/outputs/kube-prometheus-stack/routing';
import { isAlert, type AlertRule, type Severity } from '../src/rules/rule';
import { table } from './sections';

const SEVERITIES: readonly Severity[] = ['critical', 'warning', 'info'];

interface Row {
  readonly alert: string;
  readonly fires: string;
  readonly severity: Severity;
  readonly page: string;
  readonly objectives: Set<string>;
  /** Receivers by environment. */
  readonly receivers: Map<string, string>;
}

/**
 * Every alert of the stack, critical ones first, with a column for each environment that has receivers. Objectives with
 * the same alert share a row.
 */
export function alertTable(stack: Stack): string {
  const environments = stack.environmentNames.map(stack.environment);
  const notifying = environments.filter(({ receivers }) => receivers.length > 0);
  const rows = new Map<string, Row>();
  for (const environment of environments) {
    const routing = routingOf(alertmanagerConfig(environment));
    for (const service of placeServices(stack.services, environment))
      for (const rule of alertsOf(service)) {
        const row = rowOf(rule);
        const key = JSON.stringify(row);
        const known = rows.get(key) ?? { ...row, objectives: new Set(), receivers: new Map() };
        rows.set(key, known);
        if (rule.labels['slo'] !== undefined) known.objectives.add(rule.labels['slo']);
        known.receivers.set(environment.name, receiversOf(rule, service, environment, routing));
      }
  }
  if (rows.size === 0) return 'No alerts: the stack has no services.';
  return table(
    [
      'Alert',
      'Fires when',
      'Objectives',
      'Severity',
      ...notifying.map(({ name }) => `Notifies (${name})`),
      'Runbook',
    ],
    SEVERITIES.flatMap((severity) => [...rows.values()].filter((row) => row.severity === severity)).map(
      (row) => [
        `\`${row.alert}\``,
        row.fires,
        [...row.objectives].join(', '),
        row.severity,
        ...notifying.map(({ name }) => row.receivers.get(name) ?? NO_RECEIVER),
        `[${row.page}](docs/runbooks/${row.page})`,
      ],
    ),
  );
}

const NO_RECEIVER = '-';

function alertsOf(service: PlacedService): readonly AlertRule[] {
  return ruleResources(service).flatMap(({ groups }) => groups.flatMap(({ rules }) => rules.filter(isAlert)));
}

function rowOf({ alert, labels, annotations, for: wait }: AlertRule): Omit<Row, 'objectives' | 'receivers'> {
  const { budget, long } = labels;
  return {
    alert,
    // The alerts of an objective differ only in their windows.
    fires:
      long === undefined
        ? `${annotations.summary.replace(/\.$/, '')}, for ${wait}`
        : `${budget} of an error budget is used up in ${long}`,
    severity: labels.severity,
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
  return reached.filter((receiver) => receiver !== NULL_RECEIVER).join(', ') || NO_RECEIVER;
}
