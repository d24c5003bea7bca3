import { RE2JS } from 're2js';
import { ruleResources, type RuleContext } from '../catalog/rule-resources';
import { walk, type Expr, type Matcher, type Selector } from '../promql/expr';
import { isAlert, type Rule } from '../rules/rule';

/** What becomes of series that a rule selects: none is left, or they are not what the rule takes them for. */
export type Fate = 'gone' | 'changed';

/** What a difference does to the series that one selector of a rule reads; undefined for nothing. */
export type Loss = (selector: Selector, rule: Rule) => Fate | undefined;

/** Rules and alerts that a difference breaks, by name, each once. */
export interface Effect {
  /** They never have a result. */
  readonly disables: readonly string[];
  /** They have a result that is not what they say. */
  readonly distorts: readonly string[];
  /** Those of both that are alerts. */
  readonly alerts: readonly string[];
}

/** Works out what differences do to the rules of one service, through every recorded series. */
export function effectsOn(service: RuleContext): (loss: Loss) => Effect {
  const rules = ruleResources(service)
    .flatMap(({ groups }) => groups)
    .flatMap((group) => group.rules);
  return (loss) => {
    const fates = settle(rules, loss);
    const named = (wanted: (rule: Rule) => boolean) => [...new Set(rules.filter(wanted).map(nameOf))];
    return {
      disables: named((rule) => fates.get(rule) === 'gone'),
      distorts: named((rule) => fates.get(rule) === 'changed'),
      alerts: named((rule) => fates.has(rule) && isAlert(rule)),
    };
  };
}

/** Alerts and recordings that a difference leaves alone are told from those that it breaks by their SLO. */
function nameOf(rule: Rule): string {
  const slo = rule.labels?.['slo'];
  return (isAlert(rule) ? rule.alert : rule.record) + (slo === undefined ? '' : `{slo="${slo}"}`);
}

/** Fates only ever get worse, so going round until nothing changes ends. */
function settle(rules: readonly Rule[], loss: Loss): ReadonlyMap<Rule, Fate> {
  const fates = new Map<Rule, Fate>();
  for (let changed = true; changed;) {
    changed = false;
    for (const rule of rules) {
      const fate = fateOf(rule, (selector) => recordedFate(selector, rules, fates) ?? loss(selector, rule));
      if (fate !== fates.get(rule) && fate !== undefined) {
        fates.set(rule, fate);
        changed = true;
      }
    }
  }
  return fates;
}

type FateOf = (selector: Selector) => Fate | undefined;

function fateOf({ expr: { expr } }: Rule, fate: FateOf): Fate | undefined {
  if (isGone(expr, fate)) return 'gone';
  const touched = [...walk(expr)].some((node) => node.node === 'selector' && fate(node) !== undefined);
  return touched ? 'changed' : undefined;
}

/** A recorded series is gone with all the rules that record it. */
function recordedFate(
  selector: Selector,
  rules: readonly Rule[],
  fates: ReadonlyMap<Rule, Fate>,
): Fate | undefined {
  const sources = rules.filter(
    (rule) => !isAlert(rule) && rule.record === selector.name && canMatch(selector, rule.labels ?? {}),
  );
  if (sources.length === 0) return undefined;
  if (sources.every((rule) => fates.get(rule) === 'gone')) return 'gone';
  return sources.some((rule) => fates.has(rule)) ? 'changed' : undefined;
}

function canMatch({ matchers }: Selector, labels: Readonly<Record<string, string>>): boolean {
  return matchers.every((matcher) => {
    const value = labels[matcher.label];
    return value === undefined || matches(matcher, value);
  });
}

/** Whether a label's value satisfies a matcher; an absent label has the value "". */
export function matches({ operator, value: wanted }: Matcher, value: string): boolean {
  switch (operator) {
    case '=':
      return value === wanted;
    case '!=':
      return value !== wanted;
    case '=~':
      return RE2JS.matches(wanted, value);
    case '!~':
      return !RE2JS.matches(wanted, value);
  }
}

/** Whether an expression has no result for want of series. */
function isGone(expr: Expr, fate: FateOf): boolean {
  const gone = (inner: Expr) => isGone(inner, fate);
  switch (expr.node) {
    case 'number':
    case 'string':
      return false;
    case 'selector':
      return fate(expr) === 'gone';
    case 'range':
      return gone(expr.selector);
    case 'subquery':
    case 'negation':
    case 'aggregation':
      return gone(expr.expr);
    case 'call':
      // They answer exactly when there is nothing.
      return !expr.name.startsWith('absent') && expr.args.some(gone);
    case 'binary':
      if (expr.operator === 'or') return gone(expr.left) && gone(expr.right);
      if (expr.operator === 'unless') return gone(expr.left);
      return gone(expr.left) || gone(expr.right);
  }
}
