import type { InstantVector } from '../promql/build';
import type { Duration } from '../promql/window';
import { dashboardUrl, type DashboardKind } from './dashboard-links';
import { alertPrefix } from './naming';
import type { AlertRule, Severity } from './rule';
import { hasNamespace, type Scope } from './scope';
import type { ChangedLimits } from './thresholds';

/** The fields of a service that its alerts contain. */
export interface AlertContext extends Scope {
  /** The label `team`, which routes select by. */
  readonly team: string;
  /** Address of the generic runbooks, without a slash at the end. */
  readonly runbooks: string;
  /** Address of the pages of services, without a slash at the end. @default alerts link to the generic runbooks */
  readonly serviceRunbooks?: string;
  /** Address of Grafana, without a slash at the end. @default alerts have no link to a dashboard */
  readonly grafana?: string;
  /** Changes of the limits of built-in alerts. @default none */
  readonly builtInAlerts?: ChangedLimits;
}

/** One alert as a row of a table. Its name is the service's name and the symptom. */
export interface AlertRow<S extends AlertContext = AlertContext> {
  /** What a user or operator would notice, in CamelCase without the service's name: `TargetDown`. */
  readonly symptom: string;
  readonly severity: Severity;
  /** How long the expression must have results. */
  readonly for: Duration;
  /** How long it goes on firing without results, so that what comes and goes is one incident. @default it ends at once */
  readonly keepFiringFor?: Duration;
  /** One sentence without template. `%s` stands for the service's name. */
  readonly summary: string;
  /** The object and the extent, with `{{ $labels.… }}` and `{{ $value }}`. `%s` stands for the service's name. */
  readonly description: string;
  /** The same for a service whose series are pushed. @default the description */
  readonly descriptionOfPushed?: string;
  /** Has results while something is wrong. */
  readonly expr: (service: S) => InstantVector;
}

/**
 * Turns rows into one service's alerts.
 * @param dashboard the one that the alerts link to
 */
export function alertsOf<S extends AlertContext>(
  rows: readonly AlertRow<S>[],
  service: S,
  dashboard: DashboardKind = 'signals',
): readonly AlertRule[] {
  const { grafana } = service;
  const link = grafana === undefined ? {} : { dashboard_url: dashboardUrl(grafana, service.name, dashboard) };
  return rows.map((row) => ({
    alert: alertPrefix(service.name) + row.symptom,
    expr: row.expr(service),
    for: row.for,
    ...(row.keepFiringFor === undefined ? {} : { keepFiringFor: row.keepFiringFor }),
    labels: {
      severity: row.severity,
      team: service.team,
      service: service.name,
      ...(hasNamespace(service) ? {} : { namespace: service.namespace }),
    },
    annotations: {
      summary: row.summary.replaceAll('%s', service.name),
      description: descriptionOf(row, service).replaceAll('%s', service.name),
      runbook_url: runbookUrl(service, row),
      ...link,
    },
  }));
}

function descriptionOf<S extends AlertContext>(row: AlertRow<S>, service: S): string {
  const { description, descriptionOfPushed = description } = row;
  const text = service.pushed === undefined ? description : descriptionOfPushed;
  return hasNamespace(service) ? text : text.replaceAll('{{ $labels.namespace }}', service.namespace);
}

/** The section of an alert on the page of its service, whose anchor is the alert's name in lower case, or its generic page. */
function runbookUrl(
  { name, runbooks, serviceRunbooks }: AlertContext,
  { symptom }: Pick<AlertRow, 'symptom'>,
): string {
  return serviceRunbooks === undefined
    ? `${runbooks}/${runbookOf({ symptom })}`
    : `${serviceRunbooks}/${servicePage(name)}#${(alertPrefix(name) + symptom).toLowerCase()}`;
}

export const servicePage = (service: string): string => `${service}.md`;

/** `TargetDown` → `target-down.md`: the page of an alert, shared by all services. */
export function runbookOf({ symptom }: Pick<AlertRow, 'symptom'>): string {
  return `${symptom.replace(/(?<=[a-z0-9])(?=[A-Z])/g, '-').toLowerCase()}.md`;
}
