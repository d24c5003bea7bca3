import type { AlertmanagerConfig, AlertmanagerRoute } from '../../helm-values/values-schema';
import type { Facts } from '../../doctor/check';
import { withConfigObjects } from '../../operator/alertmanager/config-objects';
import { readConfig } from '../../operator/alertmanager/read-config';
import { writtenConfig } from '../../operator/alertmanager/written-config';
import { routingOf, type Routing } from '../../outputs/kube-prometheus-stack/routing';
import type { Fields, Labels } from '../../kubernetes/object';
import { tryMilliseconds } from '../../promql/window';
import { receiversOf, STRENGTHS, type Receiver, type Strength } from './receivers';

/** How one side notifies. */
export interface AlertRouting {
  /** Where the configuration is written. */
  readonly name: string;
  /** As Alertmanager loads it. */
  readonly config: AlertmanagerConfig;
  readonly receivers: ReadonlyMap<string, Receiver>;
  readonly deliveriesOf: (labels: Labels) => readonly Delivery[];
  readonly inhibitorsOf: Routing['inhibitorsOf'];
  /** Names of labels that routes and inhibitions match, with the values that they mention. */
  readonly matched: ReadonlyMap<string, ReadonlySet<string>>;
}

/** A message that an alert leads to. */
export interface Delivery {
  readonly receiver: string;
  readonly strength: Strength;
  /** Seconds before the first message. */
  readonly wait: number;
  /** Times in which the route sends nothing: names of intervals. */
  readonly muted: readonly string[];
}

/** The routing that manifests and values describe. Undefined: no configuration of Alertmanager was read. */
export function alertRouting({
  manifests,
  prometheus,
}: Pick<Facts, 'manifests' | 'prometheus'>): AlertRouting | undefined {
  const written = writtenConfig(manifests, prometheus);
  if (written === undefined) return undefined;
  const fields = withConfigObjects(written.fields, manifests, prometheus);
  const config = readConfig(fields);
  const receivers = receiversOf(config, written.mounted, manifests);
  const { route, routes } = numbered(config.route ?? {});
  const routing = routingOf({ ...config, route });
  return {
    name: written.origin,
    config,
    receivers,
    deliveriesOf: (labels) =>
      routing.deliveriesOf(labels).map(({ receiver: number, groupWait }) => {
        const { receiver, muted } = routes[Number(number)]!;
        return {
          receiver,
          strength: receivers.get(receiver)?.strength ?? 'nothing',
          wait: (tryMilliseconds(groupWait) ?? 0) / 1000,
          muted,
        };
      }),
    inhibitorsOf: routing.inhibitorsOf,
    matched: matchedLabels(fields),
  };
}

/** The strongest of some messages. */
export const strongest = (deliveries: readonly Pick<Delivery, 'strength'>[]): Strength =>
  STRENGTHS[Math.max(0, ...deliveries.map(({ strength }) => STRENGTHS.indexOf(strength)))]!;

interface NumberedRoute {
  readonly receiver: string;
  readonly muted: readonly string[];
}

/** The same routes with their number instead of a receiver, as a route has more that matters than its receiver. */
function numbered(root: AlertmanagerRoute): {
  readonly route: AlertmanagerRoute;
  readonly routes: readonly NumberedRoute[];
} {
  const routes: NumberedRoute[] = [];
  const visit = (route: AlertmanagerRoute, inherited: string): AlertmanagerRoute => {
    const receiver = route.receiver ?? inherited;
    const muted = [
      ...(route.mute_time_intervals ?? []).map((name) => `in ${name}`),
      ...(route.active_time_intervals ?? []).map((name) => `outside of ${name}`),
    ];
    const number = routes.push({ receiver, muted }) - 1;
    return {
      ...route,
      receiver: String(number),
      routes: (route.routes ?? []).map((below) => visit(below, receiver)),
    };
  };
  return { route: visit(root, ''), routes };
}

/** Label names and values of every matcher, at any depth. */
function matchedLabels(fields: Fields): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  const add = (label: string, pattern: string) => {
    const values = found.get(label) ?? new Set<string>();
    found.set(label, values);
    for (const value of pattern.split('|')) if (/^[\w./@-]+$/.test(value)) values.add(value);
  };
  const visit = (value: unknown, key: string): void => {
    if (Array.isArray(value)) for (const item of value) visit(item, key);
    else if (typeof value === 'string') {
      const [, label, pattern] = /^\s*([\w:]+)\s*(?:=~|!~|!=|=)\s*"?(.*?)"?\s*$/.exec(value) ?? [];
      if (key.endsWith('matchers') && label !== undefined) add(label, pattern!);
      if (key === 'equal') add(value, '');
    } else if (typeof value === 'object' && value !== null)
      for (const [name, inner] of Object.entries(value))
        if (/match(?:_re)?$/.test(key) && typeof inner === 'string') add(name, inner);
        else visit(inner, name);
  };
  visit([fields['route'], fields['inhibit_rules']], '');
  return found;
}
