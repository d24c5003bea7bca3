import type { PlacedService } from '../catalog/placement';
import { ruleResources } from '../catalog/rule-resources';
import type { WatchedAlert } from '../certify/alert';
import type { Certificate, Row } from '../certify/certificate';
import { settledState } from '../certify/firings';
import type { WatchedService } from '../certify/service';
import { duration, seconds } from '../promql/window';
import { FAST } from '../slo/recordings';
import { RecordedReads, type EvaluatedGroups } from './evaluated-groups';

export interface CertifiedService {
  readonly service: PlacedService;
  readonly watched: WatchedService;
  readonly certificate: Certificate;
}

/** A fault whose messages can be observed. */
export interface SimulatedRow extends CertifiedService {
  readonly row: Row;
  /** What promtool evaluates for the alerts of each interval in seconds, of those that fire until the last message is due. */
  readonly groups: ReadonlyMap<number, EvaluatedGroups>;
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

/** Seconds between evaluations of most groups, at most. */
const USUAL_INTERVAL = seconds(FAST.every);

/** Seconds by which a message that is late is still observed. */
const LATE = 300;

/**
 * The rows of a certificate that runs can observe, and those that they cannot.
 * @param longest seconds: what reads or takes more is left out
 */
export function simulatedRows(
  certified: CertifiedService,
  longest: number,
): { readonly rows: readonly SimulatedRow[]; readonly leftOut: readonly LeftOut[] } {
  const { certificate, service, watched } = certified;
  const reads = new RecordedReads(ruleResources(service).flatMap((resource) => resource.groups));
  const rows: SimulatedRow[] = [];
  const leftOut: LeftOut[] = [];
  for (const row of certificate.rows) {
    if (row.notifications.length === 0) continue;
    const reason = reasonAgainst(row, watched, reads, longest);
    if (reason !== undefined) {
      const { environment, service: name } = certificate;
      leftOut.push({ environment, service: name, fault: row.fault.name, reason });
      continue;
    }
    const horizon = Math.max(...row.notifications.map((each) => each.seconds)) + LATE;
    const alerts = row.firings.flatMap(({ alert, earliest }) =>
      earliest <= horizon && reads.reachOf(alert.expr) <= longest ? [alert] : [],
    );
    // Groups of days read so much that only bounds on their alerts are worth it.
    const notifying = row.notifications.flatMap(({ alert }) => alert?.every ?? []);
    const slowest = Math.max(USUAL_INTERVAL, ...notifying);
    const intervals = new Set(alerts.flatMap(({ every }) => (every <= slowest ? [every] : [])));
    rows.push({
      ...certified,
      row,
      alerts,
      horizon,
      groups: new Map(
        [...intervals].map((every) => [
          every,
          reads.evaluated(alerts.filter((alert) => alert.every === every)),
        ]),
      ),
    });
  }
  return { rows, leftOut };
}

function reasonAgainst(
  { fault, notifications }: Row,
  { subject }: WatchedService,
  reads: RecordedReads,
  longest: number,
): string | undefined {
  const { prometheusAway, alertmanagerAway } = settledState(fault, subject.pods);
  if (prometheusAway === Infinity || alertmanagerAway === Infinity)
    return 'the service behind the heartbeat sends the message, outside of the cluster';
  if (alertmanagerAway > 0) return 'all runs share one Alertmanager, which cannot restart for one of them';
  const reader = notifications.find(
    ({ alert }) => alert !== undefined && reads.reachOf(alert.expr) > longest,
  );
  if (reader !== undefined) return `${reader.alert!.name} reads more than ${duration(longest)} (--longest)`;
  return notifications.some(({ seconds: bound }) => bound > longest)
    ? `it takes more than ${duration(longest)} (--longest)`
    : undefined;
}
