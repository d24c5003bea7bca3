import { aboutEach } from '../../expressions/report';
import { defineCheck } from '../../check';
import { alwaysFires } from '../../expressions/conditions';
import { outcome, type ValueRange } from '../../expressions/range-arithmetic';
import type { SeriesCatalog } from '../../expressions/series-catalog';
import { isAge, valueRange } from '../../expressions/value-range';
import type { Binary, ComparisonOperator, Expr } from '../../../promql/expr';
import { isComparison, SWAPPED, walk } from '../../../promql/expr';
import { print, printNumber } from '../../../promql/print';

interface Threshold {
  readonly side: Expr;
  readonly operator: ComparisonOperator;
  readonly value: number;
}

function thresholdIn({ operator, left, right }: Binary): Threshold | undefined {
  if (!isComparison(operator)) return undefined;
  const age = ageIn(left, operator, right);
  if (age !== undefined) return age;
  const [ofLeft, ofRight] = [numberOf(left), numberOf(right)];
  if (ofRight !== undefined && ofLeft === undefined) return { side: left, operator, value: ofRight };
  if (ofLeft !== undefined && ofRight === undefined)
    return { side: right, operator: SWAPPED[operator], value: ofLeft };
  return undefined;
}

/** `timestamp(x) < time() - 600` as `time() - timestamp(x) > 600`. */
function ageIn(left: Expr, operator: ComparisonOperator, right: Expr): Threshold | undefined {
  const age = right.node === 'binary' && right.operator === '-' ? numberOf(right.right) : undefined;
  if (age === undefined || right.node !== 'binary' || left.node !== 'call' || left.name !== 'timestamp')
    return undefined;
  const side: Binary = { node: 'binary', operator: '-', left: right.left, right: left };
  return { side, operator: SWAPPED[operator], value: age };
}

/** The number that an expression without series is: `0.99 * 100`. */
function numberOf(expr: Expr): number | undefined {
  switch (expr.node) {
    case 'number':
      return expr.value;
    case 'negation': {
      const value = numberOf(expr.expr);
      return value === undefined ? undefined : -value;
    }
    case 'binary': {
      const [left, right] = [numberOf(expr.left), numberOf(expr.right)];
      return left === undefined || right === undefined ? undefined : computed(left, expr.operator, right);
    }
    default:
      return undefined;
  }
}

function computed(left: number, operator: Binary['operator'], right: number): number | undefined {
  switch (operator) {
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
    case '/':
      return left / right;
    default:
      return undefined;
  }
}

/** Two conditions on one value that cannot hold together: `x > 5 and x < 3`, `x > 5 unless x > 3`. */
function contradiction(node: Binary, catalog: SeriesCatalog): { readonly fix: string } | undefined {
  const { operator, left, right, matching } = node;
  if ((operator !== 'and' && operator !== 'unless') || matching !== undefined) return undefined;
  const [first, second] = [conditionOn(left), conditionOn(right)];
  if (first === undefined || second === undefined || print(first.side) !== print(second.side))
    return undefined;
  const [few, many] = [valueRange(left, catalog), valueRange(right, catalog)];
  if (operator === 'and')
    return few.min > many.max || many.min > few.max
      ? { fix: `write ${print({ ...node, operator: 'or' })}` }
      : undefined;
  const within = (first.operator === second.operator && few.min === many.min) || few.min > many.min;
  const below = (first.operator === second.operator && few.max === many.max) || few.max < many.max;
  const covered =
    (many.max === Infinity && few.max === Infinity && within) ||
    (many.min === -Infinity && few.min === -Infinity && below);
  return covered ? { fix: `write ${print(left)}` } : undefined;
}

/** A comparison of a value with a number, which orders it. */
function conditionOn(expr: Expr): Threshold | undefined {
  if (expr.node !== 'binary' || expr.bool === true) return undefined;
  const threshold = thresholdIn(expr);
  return threshold !== undefined && threshold.operator !== '!=' && threshold.side === expr.left
    ? threshold
    : undefined;
}

/** Whether an expression returns something only while series exist, so that every value is a condition. */
const testsExistence = (expr: Expr): boolean =>
  [...walk(expr)].some(
    (node) =>
      (node.node === 'aggregation' && ['count', 'group'].includes(node.operator)) ||
      (node.node === 'call' && /^(absent|count_over|present_over)/.test(node.name)) ||
      (node.node === 'binary' && node.operator === 'or'),
  );

const show = ({ min, max }: ValueRange): string =>
  min === max
    ? printNumber(min)
    : max === Infinity
      ? `${printNumber(min)} or more`
      : min === -Infinity
        ? `${printNumber(max)} or less`
        : `${printNumber(min)} to ${printNumber(max)}`;

/** Whether the whole expression is empty whenever a part of it is. */
function needsPart(expr: Expr, part: Expr): boolean {
  if (expr === part) return true;
  switch (expr.node) {
    case 'aggregation':
    case 'negation':
      return needsPart(expr.expr, part);
    case 'binary':
      if (expr.operator === 'or') return false;
      return needsPart(expr.left, part) || (expr.operator !== 'unless' && needsPart(expr.right, part));
    default:
      return false;
  }
}

/** `count(x) == 0` and `count(x) < 1` mean that there is no series. */
function cure({ side, operator, value }: Threshold, range: ValueRange, lookBack: number): string {
  if (Number.isNaN(value)) return `write ${print(compared(side, operator === '!=' ? '==' : '!=', side))}`;
  const [selector] =
    side.node === 'binary' && side.operator === '-' && side.right.node === 'call' && isAge(side)
      ? side.right.args
      : [];
  if (selector?.node === 'selector')
    return `write absent_over_time(${print({ node: 'range', selector, window: Math.max(value, lookBack) })})`;
  const counts = side.node === 'aggregation' && side.operator === 'count' && value <= 1;
  if (counts && side.grouping === undefined) return `write absent(${print(side.expr)})`;
  if (counts) return `write <all series> unless ${print(side)}`;
  const percent = range.max === 1 && value > 1 && value <= 100;
  return percent
    ? `write a ratio instead of a percentage: ${printNumber(Number((value / 100).toPrecision(12)))}`
    : `compare with a possible value: ${show(range)}`;
}

const compared = (left: Expr, operator: ComparisonOperator, right: Expr): Binary => ({
  node: 'binary',
  operator,
  left,
  right,
});

export const check = defineCheck({
  id: 'impossible-threshold',
  severity: 'warning',
  question: 'Can every comparison hold, and not hold?',
  symptom: 'An alert never fires, or never resolves.',
  why: 'Many expressions have bounds: count() is at least 1 because it returns nothing without series, a ratio of a part is at most 1, a quantile is at most the largest bucket bound, and a rate is at least 0.',
  remedy: 'Compare with a number between the bounds. Use absent() for series that are missing.',
  see: 'https://prometheus.io/docs/prometheus/latest/querying/operators/#comparison-binary-operators',
  needs: ['analysis'],
  inParts: true,
  find: ({ analysis: { binaries, catalog } }) =>
    aboutEach(binaries, (node, { expr, of }) => {
      const isAlert = 'rule' in of && of.rule.kind === 'alert';
      const conflict = contradiction(node, catalog);
      if (conflict !== undefined)
        return {
          severity: isAlert && needsPart(expr!, node) ? 'error' : 'warning',
          message: `the two sides of ${node.operator} are conditions on one value that never hold together`,
          found: print(node),
          expected: 'conditions that one value can meet',
          fix: conflict.fix,
        };
      const threshold = thresholdIn(node);
      if (threshold === undefined) return undefined;
      const range = valueRange(threshold.side, catalog);
      const found = outcome(range, threshold.operator, threshold.value);
      if (found === 'never')
        return {
          severity: isAlert && node.bool !== true && needsPart(expr!, node) ? 'error' : 'warning',
          message: `${threshold.operator} ${printNumber(threshold.value)} never holds, because ${Number.isNaN(threshold.value) ? 'nothing equals NaN' : `the value is ${show(range)}`}`,
          found: print(node),
          expected: `a threshold among the possible values: ${show(range)}`,
          fix: cure(threshold, range, catalog.lookBack),
        };
      const fires = isAlert && node === expr && node.bool !== true && !testsExistence(threshold.side);
      if (found !== 'always' || !fires || !alwaysFires(threshold.side, catalog)) return undefined;
      return {
        message: `${threshold.operator} ${printNumber(threshold.value)} always holds, because the value is ${show(range)}`,
        found: print(node),
        expected: `a threshold among the possible values: ${show(range)}`,
        fix: `compare with a possible value: ${show(range)}`,
      };
    }),
});
