import { isComparison, SWAPPED, type Binary, type ComparisonOperator, type Expr } from '../../promql/expr';

export interface Threshold {
  readonly side: Expr;
  readonly operator: ComparisonOperator;
  readonly value: number;
}

/** The comparison of a value with a number; undefined for other operators, and where both sides are values. */
export function thresholdIn({ operator, left, right }: Binary): Threshold | undefined {
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
