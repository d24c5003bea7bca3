import { aboutEach } from '../../expressions/report';
import { defineCheck } from '../../check';
import { alwaysFires } from '../../expressions/conditions';
import { outcome, type ValueRange } from '../../expressions/range-arithmetic';
import { valueRange } from '../../expressions/value-range';
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
  const [ofLeft, ofRight] = [numberOf(left), numberOf(right)];
  if (ofRight !== undefined && ofLeft === undefined) return { side: left, operator, value: ofRight };
  if (ofLeft !== undefined && ofRight === undefined)
    return { side: right, operator: SWAPPED[operator], value: ofLeft };
  return undefined;
}

function numberOf(expr: Expr): number | undefined {
  if (expr.node === 'negation') {
    const value = numberOf(expr.expr);
    return value === undefined ? undefined : -value;
  }
  return expr.node === 'number' ? expr.value : undefined;
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
function cure({ side, value }: Threshold, range: ValueRange): string {
  const counts = side.node === 'aggregation' && side.operator === 'count' && value <= 1;
  if (counts && side.grouping === undefined) return `write absent(${print(side.expr)})`;
  if (counts) return `write <all series> unless ${print(side)}`;
  const percent = range.max === 1 && value > 1 && value <= 100;
  return percent
    ? `write a ratio instead of a percentage: ${printNumber(Number((value / 100).toPrecision(12)))}`
    : `compare with a possible value: ${show(range)}`;
}

export const check = defineCheck({
  id: 'impossible-threshold',
  severity: 'warning',
  question: 'Can every comparison hold, and not hold?',
  symptom: 'An alert never fires, or never resolves.',
  why: 'Many expressions have bounds: count() is at least 1 because it returns nothing without series, a ratio of a part is at most 1, a quantile is at most the largest bucket bound, and a rate is at least 0.',
  remedy: 'Compare with a number between the bounds. Use absent() for series that are missing.',
  see: 'https://prometheus.io/docs/prometheus/latest/querying/operators/#comparison-binary-operators',
  needs: ['analysis'],
  find: ({ analysis: { binaries, catalog } }) =>
    aboutEach(binaries, (node, { expr, of }) => {
      const threshold = thresholdIn(node);
      if (threshold === undefined) return undefined;
      const range = valueRange(threshold.side, catalog);
      const found = outcome(range, threshold.operator, threshold.value);
      const isAlert = 'rule' in of && of.rule.kind === 'alert';
      if (found === 'never')
        return {
          severity: isAlert && node.bool !== true && needsPart(expr!, node) ? 'error' : 'warning',
          message: `${threshold.operator} ${printNumber(threshold.value)} never holds, because the value is ${show(range)}`,
          found: print(node),
          expected: `a threshold among the possible values: ${show(range)}`,
          fix: cure(threshold, range),
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
