import type { PlacedService } from '../catalog/placement';
import { ruleResources } from '../catalog/rule-resources';
import type { WatchedAlert } from '../certify/alert';
import type { Certificate, Row } from '../certify/certificate';
import { settledState } from '../certify/firings';
import type { WatchedService } from '../certify/service';
import { walk, type Expr } from '../promql/expr';
import { seconds } from '../promql/window';
import { isAlert, type RuleGroup } from '../rules/rule';

export interface CertifiedService {
  readonly service: PlacedService;
  readonly watched: WatchedService;
  readonly certificate: Certificate;
}

/** A fault whose messages can be observed. */
export interface SimulatedRow extends CertifiedService {
  readonly row: Row;
  /** Rule groups by the seconds between their evaluations, for every alert that fires until the last message is due. */
  readonly groups: ReadonlyMap<number, readonly RuleGroup[]>;
  /** Alerts that fire until then. */
  readonly alerts: readonly WatchedAlert[];
  /** Seconds after the fault for which rules are evaluated: until the last message is due, and some minutes more. */
  readonly horizon: number;
}

/** A fault of a service that is left out, with the reason as a clause. */
export interface LeftOut {
  readonly environment: string;
  readonly service: string;
  readonly fault: string;
  readonly reason: string;
}

/** Seconds: samples and evaluations of more are too many. */
const LONGEST = 2 * 3600;

/** Seconds by which a message that is late is still observed. */
const LATE = 300;

/** The rows of a certificate that runs can observe, and those that they cannot. */
export function simulatedRows(certified: CertifiedService): {
  readonly rows: readonly SimulatedRow[];
  readonly leftOut: readonly LeftOut[];
} {
  const { certificate, service, watched } = certified;
  const groups = ruleResources(service).flatMap((resource) => resource.groups);
  const rows: SimulatedRow[] = [];
  const leftOut: LeftOut[] = [];
  for (const row of certificate.rows) {
    if (row.notifications.length === 0) continue;
    const reason = reasonAgainst(row, watched, groups);
    if (reason !== undefined) {
      const { environment, service: name } = certificate;
      leftOut.push({ environment, service: name, fault: row.fault.name, reason });
      continue;
    }
    const horizon = Math.max(...row.notifications.map((each) => each.seconds)) + LATE;
    const alerts = row.firings.map(({ alert }) => alert).filter((alert) => isShort(alert, groups));
    const intervals = new Set(alerts.map(({ every }) => every));
    rows.push({
      ...certified,
      row,
      alerts,
      horizon,
      groups: new Map(
        [...intervals].map((every) => [every, groups.filter(({ interval }) => seconds(interval) === every)]),
      ),
    });
  }
  return { rows, leftOut };
}

function reasonAgainst(
  { fault, notifications }: Row,
  { subject }: WatchedService,
  groups: readonly RuleGroup[],
): string | undefined {
  const { prometheusAway, alertmanagerAway } = settledState(fault, subject.pods);
  if (prometheusAway === Infinity || alertmanagerAway === Infinity)
    return 'the service behind the heartbeat sends the message, outside of the cluster';
  if (alertmanagerAway > 0) return 'all runs share one Alertmanager, which cannot restart for one of them';
  const long = notifications.find(({ alert }) => alert !== undefined && !isShort(alert, groups));
  if (long !== undefined)
    return `${long.alert!.name} reads more than two hours, or is evaluated every 5 minutes`;
  return notifications.some(({ seconds: bound }) => bound > LONGEST)
    ? 'it takes more than two hours'
    : undefined;
}

/** Whether an alert and what its group records read two hours at most, every minute or more often. */
function isShort({ name, labels, every }: WatchedAlert, groups: readonly RuleGroup[]): boolean {
  if (every > 60) return false;
  const rule = groups
    .flatMap((group) => group.rules)
    .find((each) => isAlert(each) && each.alert === name && each.labels['long'] === labels['long']);
  return rule !== undefined && reachIn(rule.expr.expr) <= LONGEST;
}

/** How far an expression looks back, in seconds. */
const reachIn = (expr: Expr): number =>
  Math.max(
    0,
    ...[...walk(expr)].map((node) => {
      if (node.node === 'range') return node.window + (node.selector.offset ?? 0);
      if (node.node === 'subquery') return node.window + (node.offset ?? 0);
      return node.node === 'selector' ? (node.offset ?? 0) : 0;
    }),
  );
