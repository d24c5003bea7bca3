import type { Signals } from '../faults/signals';
import type { Routing } from '../outputs/kube-prometheus-stack/routing';
import { seconds } from '../promql/window';
import type { Firing, Part, WatchedAlert } from './alert';

export interface Recipients {
  readonly routing: Routing;
  /** Receivers that send nothing. */
  readonly silent: ReadonlySet<string>;
  /** Seconds between the signals of a heartbeat, whose service waits three times as long. @default no heartbeat */
  readonly heartbeat?: number;
}

/** The first message that a receiver gets. */
export interface Notification {
  readonly receiver: string;
  /** @default the heartbeat has stopped, outside of the cluster */
  readonly alert?: WatchedAlert;
  /** No later than so many seconds after the fault: the sum of the parts. */
  readonly seconds: number;
  readonly parts: readonly Part[];
}

/** Seconds in which Alertmanager has sent a message. */
export const SENDING = 5;

/** Name of the receiver behind the heartbeat. */
export const HEARTBEAT_SERVICE = 'heartbeat';

/** An external service waits for so many intervals of the heartbeat. */
const HEARTBEAT_INTERVALS = 3;

/** Seconds for which Alertmanager takes alerts for firing that Prometheus no longer sends: four times its resend delay. */
const ALERTS_OUTLIVE = 4 * 60;

/** The first message that each receiver gets of a fault, the earliest one first. */
export function notificationsOf(
  firings: readonly Firing[],
  state: Signals,
  recipients: Recipients,
): readonly Notification[] {
  if (state.prometheusAway === Infinity) return heartbeatOf(recipients, ALERTS_OUTLIVE);
  if (state.alertmanagerAway === Infinity) return heartbeatOf(recipients, 0);
  const first = new Map<string, Notification>();
  for (const firing of firings)
    for (const { receiver, groupWait } of deliveriesOf(firing, recipients, state)) {
      const wait = seconds(groupWait);
      if (isInhibited(firing, wait, firings, recipients)) continue;
      const parts = [
        ...firing.parts,
        { what: 'group_wait', seconds: wait },
        ...afterRestart(state.alertmanagerAway, firing.alert.every, wait),
        { what: 'sending', seconds: SENDING },
      ].filter((part) => part.seconds > 0);
      const total = parts.reduce((sum, part) => sum + part.seconds, 0);
      if (total < (first.get(receiver)?.seconds ?? Infinity))
        first.set(receiver, { receiver, alert: firing.alert, seconds: total, parts });
    }
  return [...first.values()].toSorted((a, b) => a.seconds - b.seconds);
}

/** Seconds after which Prometheus sends an alert again that still fires. */
const RESEND = 60;

/** Alertmanager goes right before it would send: it forgets what waits, until Prometheus sends it again. */
const afterRestart = (away: number, every: number, groupWait: number): readonly Part[] =>
  away === 0
    ? []
    : [
        { what: 'restart of Alertmanager', seconds: away },
        { what: 'until Prometheus sends the alert again', seconds: RESEND + every },
        { what: 'group_wait, which begins again', seconds: groupWait },
      ];

/** What reaches people outside of the cluster when nothing inside can send. */
function heartbeatOf({ heartbeat }: Recipients, outlive: number): readonly Notification[] {
  if (heartbeat === undefined) return [];
  const parts = [
    { what: 'alerts that Prometheus no longer sends', seconds: outlive },
    { what: 'heartbeats that the service waits for', seconds: HEARTBEAT_INTERVALS * heartbeat },
  ].filter((part) => part.seconds > 0);
  return [{ receiver: HEARTBEAT_SERVICE, seconds: outlive + HEARTBEAT_INTERVALS * heartbeat, parts }];
}

function deliveriesOf({ alert }: Firing, { routing, silent }: Recipients, { delivery }: Signals) {
  const all = routing.deliveriesOf(alert.labels).filter(({ receiver }) => !silent.has(receiver));
  if (delivery) return all;
  const broken = routing
    .receiversOf({ ...alert.labels, severity: 'critical' })
    .find((receiver) => !silent.has(receiver));
  return all.filter(({ receiver }) => receiver !== broken);
}

/** Whether another alert of the fault may suppress an alert before its message is sent. That one is notified instead. */
function isInhibited(
  firing: Firing,
  wait: number,
  firings: readonly Firing[],
  { routing }: Recipients,
): boolean {
  const early = firings.filter(({ earliest }) => earliest <= firing.latest + wait);
  return (
    routing.inhibitorsOf(
      firing.alert.labels,
      early.map(({ alert }) => alert.labels),
    ).length > 0
  );
}

/**
 * Alerts that suppress every message about a fault when they are already firing: then a receiver has been notified of them,
 * and of nothing else.
 */
export function silencersOf(
  notifications: readonly Notification[],
  others: readonly WatchedAlert[],
  { routing }: Recipients,
): readonly string[] {
  const sent = notifications.flatMap(({ alert }) => alert ?? []);
  if (sent.length === 0 || sent.length < notifications.length) return [];
  const names = others
    .filter((other) => sent.every((alert) => routing.inhibitorsOf(alert.labels, [other.labels]).length > 0))
    .map(({ name }) => name);
  return [...new Set(names)];
}
