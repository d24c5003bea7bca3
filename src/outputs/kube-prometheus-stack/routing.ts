import { equals, every, matcherTest, matches, type Labels, type LabelTest } from './matcher';
import type { AlertmanagerConfig, AlertmanagerRoute } from '../../helm-values/values-schema';

/** How a configuration of Alertmanager routes and inhibits alerts. */
export interface Routing {
  /** Names of the receivers that get an alert, in the order of the routes. */
  readonly receiversOf: (labels: Labels) => readonly string[];
  /** The firing alerts that inhibit an alert. */
  readonly inhibitorsOf: (labels: Labels, firing: readonly Labels[]) => readonly Labels[];
}

/**
 * Evaluates a configuration like Alertmanager.
 * @see https://prometheus.io/docs/alerting/latest/configuration/#route
 * @throws InvalidInput for an invalid matcher
 */
export function routingOf({ route = {}, inhibit_rules: rules = [] }: AlertmanagerConfig): Routing {
  const root = compileRoute(route, '');
  const inhibitions = rules.map((rule) => ({
    isSource: conditions(rule.source_matchers, rule.source_match, rule.source_match_re),
    isTarget: conditions(rule.target_matchers, rule.target_match, rule.target_match_re),
    equal: rule.equal ?? [],
  }));
  return {
    receiversOf: (labels) => receiversFor(root, labels),
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

interface Route {
  readonly receiver: string;
  readonly holds: LabelTest;
  /** Whether the next route of the same level gets an alert too that matches here (`continue`). */
  readonly goesOn: boolean;
  readonly below: readonly Route[];
}

function compileRoute(route: AlertmanagerRoute, inherited: string): Route {
  const receiver = route.receiver ?? inherited;
  return {
    receiver,
    holds: conditions(route.matchers, route.match, route.match_re),
    goesOn: route.continue ?? false,
    below: (route.routes ?? []).map((child) => compileRoute(child, receiver)),
  };
}

/** Receivers of the deepest routes that match an alert. */
function receiversFor(route: Route, labels: Labels): readonly string[] {
  if (!route.holds(labels)) return [];
  const found: string[] = [];
  for (const child of route.below) {
    const below = receiversFor(child, labels);
    found.push(...below);
    if (below.length > 0 && !child.goesOn) break;
  }
  return found.length > 0 ? found : [route.receiver];
}

type Pairs = Readonly<Record<string, string>>;

/** Matchers, and their two deprecated forms. */
function conditions(matchers: readonly string[] = [], equal: Pairs = {}, regular: Pairs = {}): LabelTest {
  return every([
    ...matchers.map(matcherTest),
    ...Object.entries(equal).map(([label, value]) => equals(label, value)),
    ...Object.entries(regular).map(([label, expression]) => matches(label, expression)),
  ]);
}
