import { RE2JS } from 're2js';
import { ruleResources, type RuleContext } from '../catalog/rule-resources';
import { constantLabel } from '../promql/constant-label';
import { walk, type Binary, type Expr, type Matcher, type Selector } from '../promql/expr';
import { vectorOf } from '../promql/vector';
import { isAlert, type RecordingRule, type Rule } from '../rules/rule';

/** `gone`: no selected series is left; `changed`: the selected series no longer mean what the rule expects. */
export type SeriesImpact = 'gone' | 'changed';

/** What a difference does to the series that one selector of a rule reads; undefined for nothing. */
export type SeriesChange = (selector: Selector, rule: Rule) => SeriesImpact | undefined;

/** Rules and alerts that a difference breaks, by name, each once. */
export interface Impact {
  readonly disables: readonly string[];
  /** Rules with a wrong result. */
  readonly distorts: readonly string[];
  /** Those of both that are alerts. */
  readonly alerts: readonly string[];
}

/** Works out what differences do to the rules of one service, through every recorded series. */
export function impactOn(service: RuleContext): (change: SeriesChange) => Impact {
  const rules = ruleResources(service)
    .flatMap(({ groups }) => groups)
    .flatMap((group) => group.rules);
  const parts = new Map(rules.map((rule) => [rule, partsOf(rule)]));
  const read = new Map([...parts.values()].flat().map((rule) => [rule, selectorsOf(rule)]));
  const sources = sourcesOf(read);
  return (change) => {
    const impacts = propagate(read, sources, change);
    const impactsOf = (rule: Rule) => parts.get(rule)!.map((part) => impacts.get(part));
    const isDisabled = (rule: Rule) => impactsOf(rule).every((impact) => impact === 'gone');
    const isTouched = (rule: Rule) => impactsOf(rule).some((impact) => impact !== undefined);
    const named = (wanted: (rule: Rule) => boolean) => [...new Set(rules.filter(wanted).map(nameOf))];
    return {
      disables: named(isDisabled),
      distorts: named((rule) => isTouched(rule) && !isDisabled(rule)),
      alerts: named((rule) => isTouched(rule) && isAlert(rule)),
    };
  };
}

/** A rule that records several vectors, told apart by a label, as a rule for each of them. */
function partsOf(rule: Rule): readonly Rule[] {
  if (isAlert(rule)) return [rule];
  const parts = alternatives(rule.expr.expr).map((expr) => withConstantLabel(rule, expr));
  return parts.every((part) => part !== undefined) ? parts : [rule];
}

const alternatives = (expr: Expr): readonly Expr[] =>
  expr.node === 'binary' && expr.operator === 'or' && expr.matching === undefined
    ? [...alternatives(expr.left), ...alternatives(expr.right)]
    : [expr];

/** The rule of one alternative, if that has a constant label. */
function withConstantLabel(rule: RecordingRule, expr: Expr): RecordingRule | undefined {
  const set = expr.node === 'call' ? constantLabel(expr) : undefined;
  if (set === undefined) return undefined;
  const labels = { ...rule.labels, [set.label]: set.value };
  return { ...rule, labels, expr: vectorOf(set.vector, rule.expr.labels) };
}

/** Alerts and recordings that a difference leaves alone are distinguished by their label slo. */
function nameOf(rule: Rule): string {
  const slo = rule.labels?.['slo'];
  return (isAlert(rule) ? rule.alert : rule.record) + (slo === undefined ? '' : `{slo="${slo}"}`);
}

/** Every selector, with the rules that record what it selects. */
type Sources = ReadonlyMap<Selector, readonly Rule[]>;

const selectorsOf = ({ expr: { expr } }: Rule): readonly Selector[] =>
  [...walk(expr)].filter((node) => node.node === 'selector');

function sourcesOf(read: ReadonlyMap<Rule, readonly Selector[]>): Sources {
  const recording = [...read.keys()].flatMap((rule) => (isAlert(rule) ? [] : [rule]));
  return new Map(
    [...read.values()]
      .flat()
      .map((selector) => [
        selector,
        recording.filter(({ record, labels = {} }) => record === selector.name && canMatch(selector, labels)),
      ]),
  );
}

/** Repeats until nothing changes. It ends, because a rule's impact never gets milder. */
function propagate(
  read: ReadonlyMap<Rule, readonly Selector[]>,
  sources: Sources,
  change: SeriesChange,
): ReadonlyMap<Rule, SeriesImpact> {
  const impacts = new Map<Rule, SeriesImpact>();
  for (let changed = true; changed;) {
    changed = false;
    for (const [rule, selectors] of read) {
      const impact = impactOf(rule, selectors, {
        impact: (selector) => recordedImpact(sources.get(selector)!, impacts) ?? change(selector, rule),
        sources,
      });
      if (impact !== impacts.get(rule) && impact !== undefined) {
        impacts.set(rule, impact);
        changed = true;
      }
    }
  }
  return impacts;
}

interface Reading {
  readonly impact: (selector: Selector) => SeriesImpact | undefined;
  readonly sources: Sources;
}

function impactOf(
  { expr: { expr } }: Rule,
  selectors: readonly Selector[],
  reading: Reading,
): SeriesImpact | undefined {
  if (selectors.every((selector) => reading.impact(selector) === undefined)) return undefined;
  return isGone(expr, reading) ? 'gone' : 'changed';
}

/** A recorded series is gone with all the rules that record it. */
function recordedImpact(
  sources: readonly Rule[],
  impacts: ReadonlyMap<Rule, SeriesImpact>,
): SeriesImpact | undefined {
  if (sources.length === 0) return undefined;
  if (sources.every((rule) => impacts.get(rule) === 'gone')) return 'gone';
  return sources.some((rule) => impacts.has(rule)) ? 'changed' : undefined;
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
function isGone(expr: Expr, reading: Reading): boolean {
  const gone = (inner: Expr) => isGone(inner, reading);
  switch (expr.node) {
    case 'number':
    case 'string':
      return false;
    case 'selector':
      return reading.impact(expr) === 'gone';
    case 'range':
      return gone(expr.selector);
    case 'subquery':
    case 'negation':
    case 'aggregation':
      return gone(expr.expr);
    case 'call':
      // These functions have a result exactly when their input has none.
      return !expr.name.startsWith('absent') && expr.args.some(gone);
    case 'binary':
      if (expr.operator === 'or') return gone(expr.left) && gone(expr.right);
      if (expr.operator === 'unless') return gone(expr.left);
      if (isAboveZero(expr) && isZero(expr.left, reading)) return true;
      return gone(expr.left) || gone(expr.right);
  }
}

const isAboveZero = ({ operator, right }: Binary): boolean =>
  operator === '>' && right.node === 'number' && right.value === 0;

/** Whether every sample that is left is 0, as in `sum(gone) or 0 * up`. */
function isZero(expr: Expr, reading: Reading): boolean {
  const zero = (inner: Expr) => isZero(inner, reading);
  if (isGone(expr, reading)) return true;
  switch (expr.node) {
    case 'selector': {
      const sources = reading.sources.get(expr)!;
      return sources.length > 0 && sources.every((rule) => zero(rule.expr.expr));
    }
    case 'range':
      return zero(expr.selector);
    case 'call':
      return expr.name === 'last_over_time' && expr.args.every(zero);
    case 'binary':
      if (expr.operator === 'or') return zero(expr.left) && zero(expr.right);
      return expr.operator === '*' && expr.left.node === 'number' && expr.left.value === 0;
    default:
      return false;
  }
}
