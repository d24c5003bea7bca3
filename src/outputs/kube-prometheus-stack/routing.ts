import { equals, every, matcherTest, matches, type Labels, type LabelTest } from './matcher';
import type { AlertmanagerConfig, AlertmanagerRoute } from '../../helm-values/values-schema';

export interface Routing {
  /** Names of the receivers that get an alert, in the order of the routes. */
  readonly receiversOf: (labels: Labels) => readonly string[];
  /** The same, with the time that Alertmanager waits before the first message of a new group, e.g. `30s`. */
  readonly deliveriesOf: (labels: Labels) => readonly Delivery[];
  /** The firing alerts that inhibit an alert. */
  readonly inhibitorsOf: (labels: Labels, firing: readonly Labels[]) => readonly Labels[];
}

export interface Delivery {
  readonly receiver: string;
  readonly groupWait: string;
}

/** Alertmanager's default. */
const GROUP_WAIT = '30s';

/**
 * Evaluates a configuration like Alertmanager.
 * @see https://prometheus.io/docs/alerting/latest/configuration/#route
 * @throws InvalidInput for an invalid matcher
 */
export function routingOf({ route = {}, inhibit_rules: rules = [] }: AlertmanagerConfig): Routing {
  const root = compileRoute(route, { receiver: '', groupWait: GROUP_WAIT });
  const inhibitions = rules.map((rule) => ({
    isSource: conditions(rule.source_matchers, rule.source_match, rule.source_match_re),
    isTarget: conditions(rule.target_matchers, rule.target_match, rule.target_match_re),
    equal: rule.equal ?? [],
  }));
  return {
    receiversOf: (labels) => deliveriesFor(root, labels).map(({ receiver }) => receiver),
    deliveriesOf: (labels) => deliveriesFor(root, labels),
    inhibitorsOf: (labels, firing) =>
      firing.filter((source) =>
        inhibitions.some(
          ({ isSource, isTarget, equal }) =>
            isTarget(labels) &&
            isSource(source) &&
            // An alert that matches both sides is not inhibited by others that do, itself included.
            !(isSource(labels) && isTarget(source)) &&
            // Two missing labels are equal.
            equal.every((label) => (labels[label] ?? '') === (source[label] ?? '')),
        ),
      ),
  };
}

/** Routes of alerts whose labels Prometheus changes before it sends them. @param sentOf undefined for an alert that it drops */
export function relabelledRouting(
  { deliveriesOf, inhibitorsOf }: Routing,
  sentOf: (labels: Labels) => Labels | undefined,
): Routing {
  const delivered = (labels: Labels): readonly Delivery[] => {
    const sent = sentOf(labels);
    return sent === undefined ? [] : deliveriesOf(sent);
  };
  return {
    deliveriesOf: delivered,
    receiversOf: (labels) => delivered(labels).map(({ receiver }) => receiver),
    inhibitorsOf: (labels, firing) => {
      const sent = sentOf(labels);
      return firing.filter((source) => {
        const other = sentOf(source);
        return sent !== undefined && other !== undefined && inhibitorsOf(sent, [other]).length > 0;
      });
    },
  };
}

/** Follows each alert once: the same labels are asked about many times. Labels are compared as objects. */
export function rememberedRouting(routing: Routing): Routing {
  const deliveries = new Map<Labels, readonly Delivery[]>();
  const inhibited = new Map<Labels, Map<Labels, boolean>>();
  const deliveriesOf = (labels: Labels): readonly Delivery[] => {
    const known = deliveries.get(labels) ?? routing.deliveriesOf(labels);
    deliveries.set(labels, known);
    return known;
  };
  return {
    deliveriesOf,
    receiversOf: (labels) => deliveriesOf(labels).map(({ receiver }) => receiver),
    inhibitorsOf: (labels, firing) => {
      const known = inhibited.get(labels) ?? new Map<Labels, boolean>();
      inhibited.set(labels, known);
      return firing.filter((source) => {
        const found = known.get(source) ?? routing.inhibitorsOf(labels, [source]).length > 0;
        known.set(source, found);
        return found;
      });
    },
  };
}

interface Route {
  readonly delivery: Delivery;
  readonly holds: LabelTest;
  /** Whether the next route of the same level gets an alert too that matches here (`continue`). */
  readonly goesOn: boolean;
  readonly below: readonly Route[];
}

function compileRoute(route: AlertmanagerRoute, inherited: Delivery): Route {
  const delivery = {
    receiver: route.receiver ?? inherited.receiver,
    groupWait: route.group_wait ?? inherited.groupWait,
  };
  return {
    delivery,
    holds: conditions(route.matchers, route.match, route.match_re),
    goesOn: route.continue ?? false,
    below: (route.routes ?? []).map((child) => compileRoute(child, delivery)),
  };
}

/** The deepest routes that match an alert. */
function deliveriesFor(route: Route, labels: Labels): readonly Delivery[] {
  if (!route.holds(labels)) return [];
  const found: Delivery[] = [];
  for (const child of route.below) {
    const below = deliveriesFor(child, labels);
    found.push(...below);
    if (below.length > 0 && !child.goesOn) break;
  }
  return found.length > 0 ? found : [route.delivery];
}

/** Matchers, and their two deprecated forms. */
function conditions(matchers: readonly string[] = [], equal: Labels = {}, regular: Labels = {}): LabelTest {
  return every([
    ...matchers.map(matcherTest),
    ...Object.entries(equal).map(([label, value]) => equals(label, value)),
    ...Object.entries(regular).map(([label, expression]) => matches(label, expression)),
  ]);
}
