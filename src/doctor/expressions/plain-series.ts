import { words } from '../../findings/words';
import type { Expr, Selector } from '../../promql/expr';
import { isScalar } from './infer';

/** Functions that drop or replace labels by name, or return none. */
export const RELABELING = words('label_replace label_join absent absent_over_time scalar vector info');

/** The selector whose series an expression returns with all their labels: bare, in a function, or beside a number. */
export function plainSelector(expr: Expr): Selector | undefined {
  switch (expr.node) {
    case 'selector':
      return expr;
    case 'range':
      return expr.selector;
    case 'subquery':
    case 'negation':
      return plainSelector(expr.expr);
    case 'aggregation':
      return expr.operator === 'topk' || expr.operator === 'bottomk' ? plainSelector(expr.expr) : undefined;
    case 'call': {
      if (RELABELING.includes(expr.name) || expr.name.startsWith('histogram_')) return undefined;
      const vector = expr.args.find((arg) => !isScalar(arg));
      return vector && plainSelector(vector);
    }
    case 'binary': {
      const { operator, left, right } = expr;
      if (isScalar(left)) return plainSelector(right);
      if (isScalar(right) || operator === 'and' || operator === 'unless') return plainSelector(left);
      // Only series with the labels of the left side match.
      return operator !== 'or' && expr.matching === undefined ? plainSelector(left) : undefined;
    }
    default:
      return undefined;
  }
}
