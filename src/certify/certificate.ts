import type { Environment } from '../catalog/environment';
import type { PlacedService } from '../catalog/placement';
import type { Fault } from '../faults/fault';
import { FAULTS } from '../faults/list/index';
import { showsInWorkload } from '../faults/pods';
import { alertmanagerConfig, NULL_RECEIVER } from '../outputs/kube-prometheus-stack/alertmanager-config';
import { rememberedRouting, routingOf } from '../outputs/kube-prometheus-stack/routing';
import { seconds } from '../promql/window';
import type { Firing } from './alert';
import { firingsOf, settledState, type Unjudged } from './firings';
import { Memory } from './memory';
import { missingFor } from './missing';
import { notificationsOf, silencersOf, type Notification, type Recipients } from './notification';
import { watchedService, type WatchedService } from './service';
import type { Subject } from './world/subject';

/** What follows from one fault. */
export interface Row {
  readonly fault: Fault;
  /** Alerts that fire, the first one first. */
  readonly firings: readonly Firing[];
  /** The first message to each receiver; empty: no receiver is notified. */
  readonly notifications: readonly Notification[];
  /** Alerts that suppress all of these messages if they are already firing. */
  readonly silencers: () => readonly string[];
  /** Alerts on pods could see the fault, and the service does not name its workload. @default what it has is judged */
  readonly needsWorkload?: true;
}

/** A fault that cannot happen to a service, because it does not have what that needs. */
export interface Impossible {
  readonly fault: Fault;
  readonly needs: readonly string[];
}

/** Who is notified of what goes wrong with one service, and how soon. */
export interface Certificate {
  readonly environment: string;
  readonly service: string;
  readonly pods: number;
  /** Requests per second that bounds are computed for; 0 where nothing counts them. */
  readonly rate: number;
  readonly rows: readonly Row[];
  /** Faults that cannot happen to the service. */
  readonly impossible: readonly Impossible[];
  /** Alerts that no fault can judge, with the reason. */
  readonly unjudged: readonly Unjudged[];
  /** How its tables name what does not happen. @default as for a service of the stack */
  readonly words?: Words;
}

/** How tables name what does not happen. */
export interface Words {
  /** A clause. */
  readonly noAlert: string;
  /** The reason as a sentence. */
  readonly noAlertReason: string;
  /** Why alerts that fire reach no receiver, as a sentence. */
  readonly noReceiverReason: string;
}

/** Requests per second unless `rate` is given. */
export const USUAL_RATE = 10;

export interface CertifyOptions {
  /** @default every fault that applies */
  readonly faults?: readonly Fault[];
  /** Requests per second in healthy times. @default 10 */
  readonly rate?: number;
  /** Shared by services that are certified together. @default a new one */
  readonly memory?: Memory;
}

export function recipientsOf(environment: Environment): Recipients {
  const { heartbeat } = environment;
  return {
    routing: routingOf(alertmanagerConfig(environment)),
    silent: new Set([NULL_RECEIVER]),
    ...(heartbeat === undefined ? {} : { heartbeat: seconds(heartbeat.every) }),
  };
}

export function certify(
  service: PlacedService,
  environment: Environment,
  recipients: Recipients = recipientsOf(environment),
  { faults = [...FAULTS, ...service.faults], rate = USUAL_RATE, memory = new Memory() }: CertifyOptions = {},
): Certificate {
  const watched = watchedService(service, environment, rate);
  return {
    environment: environment.name,
    service: service.name,
    ...certified(watched, recipients, faults, memory),
  };
}

/** The rows of a certificate for anything that is watched. */
export function certified(
  watched: WatchedService,
  all: Recipients,
  faults: readonly Fault[],
  memory: Memory,
): Omit<Certificate, 'environment' | 'service' | 'words'> {
  const { pods, rate } = watched.subject;
  const recipients = { ...all, routing: rememberedRouting(all.routing) };
  const unjudged = new Map<string, Unjudged & { readonly faults: number }>();
  const judged = faults.map((fault) => ({ fault, needs: missingFor(fault, watched.subject) }));
  const possible = judged.filter(({ needs }) => needs.length === 0);
  const rows = possible.map(({ fault }): Row => {
    const found = firingsOf(watched, fault, memory);
    for (const each of found.unjudged)
      unjudged.set(each.alert, { ...each, faults: (unjudged.get(each.alert)?.faults ?? 0) + 1 });
    const notifications = notificationsOf(found.firings, settledState(fault, pods), recipients);
    return {
      fault,
      firings: found.firings,
      notifications,
      silencers: () => silencersOf(notifications, others(watched, found.firings), recipients),
      ...(found.firings.length + notifications.length === 0 && isUnseen(fault, watched.subject)
        ? { needsWorkload: true as const }
        : {}),
    };
  });
  const fired = new Set(rows.flatMap(({ firings }) => firings.map(({ alert }) => alert.name)));
  return {
    pods,
    rate,
    rows,
    impossible: judged.filter(({ needs }) => needs.length > 0),
    unjudged: [...unjudged.values()]
      .filter(({ alert }) => !fired.has(alert))
      .map(({ alert, reason }) => ({ alert, reason })),
  };
}

/** Whether a fault shows in series about a workload that the service does not name. */
const isUnseen = ({ signals, settles = 0 }: Fault, { isUnnamed, pods }: Subject): boolean =>
  isUnnamed === true && [0, settles].some((seconds) => showsInWorkload(signals(seconds, pods)));

/** How a service names its workload. */
export const namedWorkload = ({ service }: Pick<Certificate, 'service'>): string =>
  `workload: existing({ kind: 'Deployment', name: '${service}' })`;

/** The alerts that do not fire by themselves. */
function others({ alerts, burnAlerts }: WatchedService, firings: readonly Firing[]) {
  const firing = new Set(firings.map(({ alert }) => alert));
  return [...alerts, ...burnAlerts].filter((alert) => !firing.has(alert));
}
