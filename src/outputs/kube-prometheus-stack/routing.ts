import { equals, every, matcherTest, matches, type Labels, type LabelTest } from './matcher';
import type { AlertmanagerConfig, AlertmanagerRoute } from '../../helm-values/values-schema';

/** What an Alertmanager does with alerts. */
export interface Routing {
  /** Names of the receivers that get an alert, in the order of the routes that lead there. */
  readonly receiversOf: (labels: Labels) => readonly string[];
  /** Those of the firing alerts that keep an alert from being sent. */
  readonly inhibitorsOf: (labels: Labels, firing: readonly Labels[]) => readonly Labels[];
}

/**
 * Executes a configuration as Alertmanager does, without one.
 * @see https://prometheus.io/docs/alerting/latest/configuration/#route
 * @throws InvalidInput for a matcher that Alertmanager would refuse
 */
export function routingOf({ route = {}, inhibit_rules: rules = [] }: AlertmanagerConfig): Routing {
  const root = compileRoute(route, '');
  const inhibitions = rules.map((rule) => ({
    isSource: conditions(rule.source_matchers, rule.source_match, rule.source_match_re),
    isTarget: conditions(rule.target_matchers, rule.target_match, rule.target_match_re),
    equal: rule.equal ?? [],
  }));
  return {
    receiversOf: (labels) => leavesFor(root, labels),
    inhibitorsOf: (labels, firing) =>
      firing.filter((source) =>
        inhibitions.some(
          ({ isSource, isTarget, equal }) =>
            isTarget(labels) &&
            isSource(source) &&
            // An alert that is both silences nobody that is both, itself included.
            !(isSource(labels) && isTarget(source)) &&
            // Labels that both lack are equal.
            equal.every((label) => (labels[label] ?? '') === (source[label] ?? '')),
        ),
      ),
  };
}

interface Route {
  readonly receiver: string;
  readonly holds: LabelTest;
  /** Whether an alert that was taken here is shown to the next route of the same level too. */
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

/** Receivers of the deepest routes that take an alert. One that none of the routes below it takes is its own. */
function leavesFor(route: Route, labels: Labels): readonly string[] {
  if (!route.holds(labels)) return [];
  const found: string[] = [];
  for (const child of route.below) {
    const leaves = leavesFor(child, labels);
    found.push(...leaves);
    if (leaves.length > 0 && !child.goesOn) break;
  }
  return found.length > 0 ? found : [route.receiver];
}

type Pairs = Readonly<Record<string, string>>;

/** Matchers, and the two older ways to write them. */
function conditions(matchers: readonly string[] = [], equal: Pairs = {}, regular: Pairs = {}): LabelTest {
  return every([
    ...matchers.map(matcherTest),
    ...Object.entries(equal).map(([label, value]) => equals(label, value)),
    ...Object.entries(regular).map(([label, expression]) => matches(label, expression)),
  ]);
}
