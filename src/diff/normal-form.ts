import { alternativesOf, literalOf } from '../certify/engine/pattern-samples';
import {
  isComparison,
  mapExpr,
  SWAPPED,
  type Binary,
  type Expr,
  type Matcher,
  type Matching,
  type Selector,
} from '../promql/expr';
import { print } from '../promql/print';

/**
 * An expression as a text that is equal for expressions of the same meaning: formatting, the order of matchers, of labels and
 * of commutative operands, spellings of the same matcher and of the same number make no difference.
 */
export const normalText = (expr: Expr): string => print(normalForm(expr));

/** An expression in the form that {@link normalText} prints. */
const normalForm = (expr: Expr): Expr => mapExpr(expr, { selector: normalSelector, node: normalNode });

function normalSelector(selector: Selector): Selector {
  const { name, matchers, offset = 0, ...rest } = selector;
  const named = matchers.find(({ label, operator }) => label === '__name__' && operator === '=');
  const known = name ?? named?.value;
  const own = matchers
    .filter((matcher) => name !== undefined || matcher !== named)
    .map(normalMatcher)
    .filter(({ operator, value }) => operator !== '=~' || value !== '.*');
  return {
    ...rest,
    ...(known === undefined ? {} : { name: known }),
    matchers: sortedOnce(own, ({ label, operator, value }) => JSON.stringify([label, operator, value])),
    ...(offset === 0 ? {} : { offset }),
  };
}

const NEGATED = { '=~': '=', '!~': '!=' } as const;

/** One spelling of each matcher; without a regular expression where it has a single value. */
function normalMatcher({ label, operator, value }: Matcher): Matcher {
  if (operator === '=' || operator === '!=') return { label, operator, value };
  const alternatives = alternativesOf(value);
  if (alternatives.length === 1 && alternatives[0] === '.+')
    return { label, operator: operator === '=~' ? '!=' : '=', value: '' };
  const literals = alternatives.map(literalOf);
  if (literals.length === 1 && literals[0] !== undefined)
    return { label, operator: NEGATED[operator], value: literals[0] };
  const texts = alternatives.map((each, index) => {
    const literal = literals[index];
    return literal === undefined ? each : literal.replaceAll(SPECIAL, String.raw`\$&`);
  });
  return { label, operator, value: sortedOnce(texts, (text) => text).join('|') };
}

const SPECIAL = /[\\.+*?()|[\]{}^$]/g;

function normalNode(node: Exclude<Expr, Selector>): Expr {
  switch (node.node) {
    case 'aggregation': {
      const { grouping, ...rest } = node;
      if (grouping === undefined || (grouping.mode === 'by' && grouping.labels.length === 0)) return rest;
      return { ...rest, grouping: { ...grouping, labels: sortedOnce(grouping.labels, (label) => label) } };
    }
    case 'subquery': {
      const { offset = 0, ...rest } = node;
      return { ...rest, ...(offset === 0 ? {} : { offset }) };
    }
    case 'negation':
      if (node.expr.node === 'number') return { node: 'number', value: -node.expr.value };
      return node.expr.node === 'negation' ? node.expr.expr : node;
    case 'binary':
      return normalBinary(node);
    default:
      return node;
  }
}

/** Aggregations of equal parts of all values are equal parts of those of the values. */
const LINEAR: ReadonlySet<string> = new Set(['sum', 'avg', 'min', 'max']);

/** `increase(a[5m]) / 300` is `rate(a[5m])`, and so it is with a `sum` around the increase. */
function rateOfIncrease({ left, right, operator }: Binary): Expr | undefined {
  if (operator !== '/' || right.node !== 'number') return undefined;
  if (left.node === 'aggregation' && LINEAR.has(left.operator)) {
    const rate = rateOfIncrease({ node: 'binary', operator, left: left.expr, right });
    return rate && { ...left, expr: rate };
  }
  if (left.node !== 'call' || left.name !== 'increase') return undefined;
  const [arg] = left.args;
  return arg?.node === 'range' && arg.window === right.value ? { ...left, name: 'rate' } : undefined;
}

function normalBinary(expr: Binary): Expr {
  const { left, right, operator } = expr;
  const folded = foldedNumber(expr);
  if (folded !== undefined) return { node: 'number', value: folded };
  const counted = rateOfIncrease(expr);
  if (counted !== undefined) return counted;
  const own = withMatching(expr, normalMatching(expr.matching));
  // The number stands on the right: a comparison keeps the value of the vector.
  if (isComparison(operator) && left.node === 'number')
    return { ...own, operator: SWAPPED[operator], left: right, right: left };
  if (operator !== '+' && operator !== '*') return own;
  if (own.matching !== undefined) {
    if (print(left) <= print(right)) return own;
    const { group } = own.matching;
    const swapped =
      group === undefined
        ? own.matching
        : { ...own.matching, group: { ...group, side: OTHER_SIDE[group.side] } };
    return { ...own, left: right, right: left, matching: swapped };
  }
  const operands = [left, right].flatMap((side) => chained(side, operator));
  const [first, ...others] = operands
    .map((operand) => [print(operand), operand] as const)
    .toSorted(([a], [b]) => (a < b ? -1 : Number(a > b)))
    .map(([, operand]) => operand);
  return others.reduce<Expr>(
    (sum, operand) => ({ node: 'binary', operator, left: sum, right: operand }),
    first!,
  );
}

const OTHER_SIDE = { left: 'right', right: 'left' } as const;

/** The operands of `a + b + c`. */
const chained = (expr: Expr, operator: Binary['operator']): readonly Expr[] =>
  expr.node === 'binary' && expr.operator === operator && expr.matching === undefined
    ? [...chained(expr.left, operator), ...chained(expr.right, operator)]
    : [expr];

function foldedNumber({ left, right, operator }: Binary): number | undefined {
  if (left.node !== 'number' || right.node !== 'number') return undefined;
  switch (operator) {
    case '+':
      return left.value + right.value;
    case '-':
      return left.value - right.value;
    case '*':
      return left.value * right.value;
    case '/':
      return left.value / right.value;
    default:
      return undefined;
  }
}

function normalMatching(matching: Matching | undefined): Matching | undefined {
  if (matching === undefined) return undefined;
  const { mode, labels, group } = matching;
  if (mode === 'ignoring' && labels.length === 0 && group === undefined) return undefined;
  return {
    mode,
    labels: sortedOnce(labels, (label) => label),
    ...(group === undefined
      ? {}
      : { group: { side: group.side, include: sortedOnce(group.include, (label) => label) } }),
  };
}

function withMatching({ matching: _before, ...rest }: Binary, matching: Matching | undefined): Binary {
  return matching === undefined ? rest : { ...rest, matching };
}

function sortedOnce<T>(items: readonly T[], key: (item: T) => string): readonly T[] {
  const byKey = new Map(items.map((item) => [key(item), item]));
  return [...byKey].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, item]) => item);
}
