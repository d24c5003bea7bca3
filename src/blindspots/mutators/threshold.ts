import { isComparison, mapExpr, walk, type Binary, type Expr } from '../../promql/expr';
import { inExpressions, type Mutator } from '../mutator';

export const threshold: Mutator = {
  name: 'threshold',
  what: 'a threshold of an alert is 10 times as high, or as low for a lower bound',
  caughtBy: 'test the alert with promtool: it fires just beyond its threshold',
  edits: inExpressions(['alert'], (expr) =>
    comparisons(expr).map(({ operator, value }) => withThreshold(expr, operator, value)),
  ),
};

type Compared = { readonly operator: Binary['operator']; readonly value: number };

/** Each threshold once: an alert on two windows has one. */
const comparisons = (expr: Expr): readonly Compared[] => {
  const found = [...walk(expr)].flatMap((node) =>
    node.node === 'binary' && isRaised(node) && node.right.node === 'number'
      ? [{ operator: node.operator, value: node.right.value }]
      : [],
  );
  return [...new Map(found.map((each) => [`${each.operator}${each.value}`, each])).values()];
};

const withThreshold = (expr: Expr, operator: string, value: number): Expr =>
  mapExpr(expr, {
    node: (node) =>
      node.node === 'binary' &&
      node.operator === operator &&
      node.right.node === 'number' &&
      node.right.value === value
        ? { ...node, right: { node: 'number', value: beyond(operator, value) } }
        : node,
  });

/** Of `!= 0`, another number holds more often; below `< 0`, ten times as low is hardly another bound. */
const isRaised = ({ operator, right }: Binary): boolean =>
  isComparison(operator) &&
  operator !== '!=' &&
  !(operator.startsWith('<') && right.node === 'number' && right.value <= 0);

/** A value that the expression reaches less often. */
function beyond(operator: string, value: number): number {
  if (operator.startsWith('<')) return value / 10;
  return value === 0 ? 10 : value * 10;
}
