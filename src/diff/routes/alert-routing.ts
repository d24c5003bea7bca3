import type { AlertmanagerConfig, AlertmanagerRoute } from '../../helm-values/values-schema';
import type { Facts } from '../../doctor/check';
import { holds } from '../../certify/engine/matchers';
import { textsMatching } from '../../certify/engine/pattern-samples';
import { relabelledValues } from '../../certify/folder/reached';
import type { Relabeling } from '../../kubernetes/relabeling';
import {
  alertRelabelings,
  sentLabels,
  type AlertRelabelings,
} from '../../operator/alertmanager/alert-relabelings';
import { withConfigObjects } from '../../operator/alertmanager/config-objects';
import { readConfig } from '../../operator/alertmanager/read-config';
import { sendingOf } from '../../operator/alertmanager/sending';
import { writtenConfig } from '../../operator/alertmanager/written-config';
import { relabelledRouting, routingOf, type Routing } from '../../outputs/kube-prometheus-stack/routing';
import { mapOf, textOf, type Fields, type Labels } from '../../kubernetes/object';
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
  /** Labels as Prometheus sends them. Undefined: it drops the alert. */
  readonly sent: (labels: Labels) => Labels | undefined;
  /** Why it sends none, as a sentence without a full stop. @default it does */
  readonly unsent?: string;
  /** What it does to them. */
  readonly relabelings: AlertRelabelings;
  readonly inhibitorsOf: Routing['inhibitorsOf'];
  /** Names of labels that routes, inhibitions and relabelings of alerts match, with the values that they mention. */
  readonly matched: ReadonlyMap<string, ReadonlySet<string>>;
}

/** A message that an alert leads to. */
export interface Delivery {
  readonly receiver: string;
  readonly strength: Strength;
  /** Seconds before the first message. */
  readonly wait: number;
  /** Times in which the route sends nothing. */
  readonly muted: readonly Muting[];
  /** Labels by which messages are grouped; `...` are all. */
  readonly groupBy: readonly string[];
  /** Seconds until a message about an alert that joins a group. */
  readonly groupInterval: number;
  /** Seconds until a message is sent again while its alerts fire. */
  readonly repeatInterval: number;
}

/** Times in which a route sends nothing. */
export interface Muting {
  /** With the name of the interval, e.g. `outside of office-hours`. */
  readonly text: string;
  /** Equal for the same times, whatever their name. */
  readonly times: string;
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
  const { route, routes } = numbered(config.route ?? {}, intervalsOf(config));
  const relabelings = alertRelabelings(manifests, prometheus);
  const unsent = sendingOf(manifests, prometheus)?.nowhere;
  const sent = (labels: Labels): Labels | undefined =>
    unsent === undefined ? sentLabels(labels, relabelings.steps) : undefined;
  const routing = relabelledRouting(routingOf({ ...config, route }), sent);
  return {
    name: written.origin,
    config,
    receivers,
    deliveriesOf: (labels) =>
      (unsent === undefined ? routing.deliveriesOf(labels) : []).map(({ receiver: number, groupWait }) => {
        const { receiver, ...of } = routes[Number(number)]!;
        return {
          ...of,
          receiver,
          strength: receivers.get(receiver)?.strength ?? 'nothing',
          wait: secondsOf(groupWait),
        };
      }),
    sent,
    ...(unsent === undefined ? {} : { unsent }),
    relabelings,
    inhibitorsOf: routing.inhibitorsOf,
    matched: matchedLabels(fields, relabelings.steps),
  };
}

/** The strongest of some messages. */
export const strongest = (deliveries: readonly Pick<Delivery, 'strength'>[]): Strength =>
  STRENGTHS[Math.max(0, ...deliveries.map(({ strength }) => STRENGTHS.indexOf(strength)))]!;

const secondsOf = (text: string): number => (tryMilliseconds(text) ?? 0) / 1000;

/** The times of intervals by name, as text. */
function intervalsOf({ time_intervals: all = [] }: AlertmanagerConfig): ReadonlyMap<string, string> {
  return new Map(
    all.map((item) => {
      const { name, time_intervals: times } = mapOf(item);
      return [textOf(name) ?? '', JSON.stringify(times)];
    }),
  );
}

type NumberedRoute = Omit<Delivery, 'strength' | 'wait'>;

/** Alertmanager's defaults. */
const GROUP_INTERVAL = '5m';
const REPEAT_INTERVAL = '4h';

/** The same routes with their number instead of a receiver, as a route has more that matters than its receiver. */
function numbered(
  root: AlertmanagerRoute,
  intervals: ReadonlyMap<string, string>,
): {
  readonly route: AlertmanagerRoute;
  readonly routes: readonly NumberedRoute[];
} {
  const routes: NumberedRoute[] = [];
  const muting =
    (when: string) =>
    (name: string): Muting => ({ text: `${when} ${name}`, times: `${when} ${intervals.get(name) ?? name}` });
  const visit = (route: AlertmanagerRoute, inherited: Inherited): AlertmanagerRoute => {
    const own = {
      receiver: route.receiver ?? inherited.receiver,
      groupBy: route.group_by ?? inherited.groupBy,
      groupInterval:
        route.group_interval === undefined ? inherited.groupInterval : secondsOf(route.group_interval),
      repeatInterval:
        route.repeat_interval === undefined ? inherited.repeatInterval : secondsOf(route.repeat_interval),
    };
    const muted = [
      ...(route.mute_time_intervals ?? []).map(muting('in')),
      ...(route.active_time_intervals ?? []).map(muting('outside of')),
    ];
    const number = routes.push({ ...own, muted }) - 1;
    return {
      ...route,
      receiver: String(number),
      routes: (route.routes ?? []).map((below) => visit(below, own)),
    };
  };
  const nothing = {
    receiver: '',
    groupBy: [],
    groupInterval: secondsOf(GROUP_INTERVAL),
    repeatInterval: secondsOf(REPEAT_INTERVAL),
  };
  return { route: visit(root, nothing), routes };
}

type Inherited = Omit<NumberedRoute, 'muted'>;

/** Values that a regular expression matches, unless it matches any value, as `.+` does. */
function samplesOf(pattern: string): readonly string[] {
  const texts = textsMatching(pattern);
  return texts.length > 0 && holds({ operator: '=~', value: pattern }, 'any-other-value') ? [] : texts;
}

/** Label names and values of every matcher, at any depth. */
function matchedLabels(
  fields: Fields,
  relabelings: readonly Relabeling[],
): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  const add = (label: string, pattern: string) => {
    const values = found.get(label) ?? new Set<string>();
    found.set(label, values);
    for (const value of [...pattern.split('|'), ...samplesOf(pattern)])
      if (/^[\w./@-]+$/.test(value)) values.add(value);
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
  for (const [label, values] of relabelledValues(relabelings)) add(label, values.join('|'));
  return found;
}
