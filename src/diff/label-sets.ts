import { ANYTHING, factOf, labelsThere, type Shape } from '../doctor/expressions/shape';
import type { Labels } from '../kubernetes/object';
import { holds } from '../certify/engine/matchers';
import { walk } from '../promql/expr';
import type { AlertRouting } from './routes/alert-routing';
import type { Side } from './side';
import type { WatchedRule } from './watched-rules';

/** As many label sets of one alert are followed along the routes. */
const MOST = 64;

/** Labels of an alert that are known before it fires. */
export function staticLabels({ name, labels, expr }: WatchedRule, side: Side): Labels {
  return {
    ...(expr === undefined ? {} : equalLabels(expr, side.shapes.of(expr))),
    ...side.facts.prometheus.externalLabels,
    ...Object.fromEntries(Object.entries(labels).filter(([, value]) => !value.includes('{{'))),
    alertname: name,
  };
}

/** Which labels its series have. */
const shapeOf = ({ expr }: WatchedRule, { shapes }: Side): Shape =>
  expr === undefined ? ANYTHING : shapes.of(expr);

/** Labels that its series are known to have. */
export const labelsOfResults = (rule: WatchedRule, side: Side): readonly string[] =>
  labelsThere(shapeOf(rule, side));

/** Whether no series of an alert can have a label, unless its rule or Prometheus adds it. */
export const isNever = (label: string, rule: WatchedRule, side: Side): boolean =>
  factOf(shapeOf(rule, side), label).presence === 'never';

/** An alert on both sides of a change. */
export interface RulePairOf {
  readonly before: WatchedRule;
  readonly after: WatchedRule;
}

/** Labels of a list that the series of an alert could not have before a change, and can have after it. */
export const gainedLabels = (
  labels: Iterable<string>,
  rules: RulePairOf,
  before: Side,
  after: Side,
): readonly string[] =>
  [...labels].filter(
    (label) =>
      !(label in rules.before.labels) &&
      !(label in rules.after.labels) &&
      !(label in after.facts.prometheus.externalLabels) &&
      isNever(label, rules.before, before) &&
      !isNever(label, rules.after, after),
  );

/**
 * What gained labels add to the label sets of an alert: each value that routes and inhibitions mention and its matchers
 * allow, and none of them.
 */
export function gainedSets(
  labels: readonly string[],
  rule: WatchedRule,
  side: Side,
  routings: readonly Pick<AlertRouting, 'matched'>[],
): readonly Labels[] {
  const known = staticLabels(rule, side);
  let sets: readonly Labels[] = [{}];
  for (const label of labels) {
    const mentioned = routings.flatMap(({ matched }) => [...(matched.get(label) ?? [])]);
    const values = known[label] === undefined ? new Set(mentioned) : new Set([known[label]]);
    values.delete('');
    if (sets.length * (values.size + 1) > MOST) continue;
    const own = [...values].filter((value) => allows(rule, side, label, value));
    sets = sets.flatMap((set) => [set, ...own.map((value) => ({ ...set, [label]: value }))]);
  }
  return sets;
}

/** Whether no matcher of an expression excludes the value of a label that its results have. */
const allows = (rule: WatchedRule, side: Side, label: string, value: string): boolean =>
  (factOf(shapeOf(rule, side), label).values?.has(value) ?? true) &&
  (rule.expr === undefined ||
    [...walk(rule.expr)].every(
      (node) =>
        node.node !== 'selector' ||
        node.matchers.every((matcher) => matcher.label !== label || holds(matcher, value)),
    ));

/** Labels with the same value in every matcher, if the results of the expression keep them. */
function equalLabels(expr: NonNullable<WatchedRule['expr']>, shape: Shape): Labels {
  const values = new Map<string, Set<string>>();
  for (const node of walk(expr)) {
    if (node.node !== 'selector') continue;
    for (const { label, operator, value } of node.matchers)
      if (operator === '=' && label !== '__name__')
        values.set(label, (values.get(label) ?? new Set()).add(value));
  }
  return Object.fromEntries(
    [...values].flatMap(([label, found]) =>
      found.size === 1 && factOf(shape, label).presence !== 'never' ? [[label, [...found][0]!] as const] : [],
    ),
  );
}

/**
 * Every label set that an alert may have when it reaches routes: labels that its series may add take each value that routes
 * and inhibitions mention, and one that they do not.
 */
export function labelSetsOf(
  rule: WatchedRule,
  side: Side,
  routings: readonly Pick<AlertRouting, 'matched'>[],
): readonly Labels[] {
  const known = staticLabels(rule, side);
  const shape = shapeOf(rule, side);
  const open = [...new Set(routings.flatMap(({ matched }) => [...matched.keys()]))].filter(
    (label) => !(label in known) && (label in rule.labels || factOf(shape, label).presence !== 'never'),
  );
  let sets: readonly Labels[] = [known];
  for (const label of open) {
    const values = new Set(routings.flatMap(({ matched }) => [...(matched.get(label) ?? [])]));
    values.delete('');
    if (sets.length * (values.size + 1) > MOST) continue;
    sets = sets.flatMap((set) => [set, ...[...values].map((value) => ({ ...set, [label]: value }))]);
  }
  return sets;
}
