import { isComparison, SET_OPERATORS, type Expr } from '../../promql/expr';
import { print } from '../../promql/print';
import { isScalar } from './infer';

/**
 * A text that is equal for expressions whose series certainly have the same labels, whatever their values are:
 * `sum by (job) (rate(x[5m]))` and `max by (job) (x) * 100`.
 * @returns undefined where the values decide which series there are
 */
export function labelSkeleton(expr: Expr): string | undefined {
  switch (expr.node) {
    case 'number':
    case 'string':
      return '';
    case 'selector': {
      const { name, matchers } = expr;
      const sorted = matchers.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
      return print({ node: 'selector', ...(name === undefined ? {} : { name }), matchers: sorted });
    }
    case 'range':
      return labelSkeleton(expr.selector);
    case 'subquery':
    case 'negation':
      return labelSkeleton(expr.expr);
    case 'aggregation': {
      const { operator, grouping, expr: inner } = expr;
      if (SELECTING.includes(operator)) return undefined;
      const kept = labelSkeleton(inner);
      const labels = grouping && `${grouping.mode} ${grouping.labels.toSorted().join()}`;
      return kept === undefined ? undefined : `aggregate ${labels ?? 'by '} (${kept})`;
    }
    case 'call': {
      if (isScalar(expr)) return '';
      // Functions with texts, such as label_replace, compute labels.
      if (expr.args.some(({ node }) => node === 'string')) return undefined;
      const [vector, ...others] = expr.args.filter((arg) => !isScalar(arg));
      if (vector === undefined || others.length > 0 || expr.name.startsWith('absent')) return undefined;
      const kept = labelSkeleton(vector);
      if (expr.name !== 'histogram_quantile' || kept === undefined) return kept;
      return `without le (${kept})`;
    }
    case 'binary': {
      const { operator, left, right, matching, bool } = expr;
      const decides = isComparison(operator) && bool !== true;
      if (decides || (SET_OPERATORS as readonly string[]).includes(operator)) return undefined;
      const sides = [left, right].map(labelSkeleton);
      if (sides.includes(undefined)) return undefined;
      const vectors = sides.filter((side) => side !== '');
      return vectors.length < 2
        ? (vectors[0] ?? '')
        : `${vectors.join(' with ')} ${JSON.stringify(matching)}`;
    }
  }
}

/** Aggregations that keep some of the series, or add a label. */
const SELECTING: readonly string[] = ['topk', 'bottomk', 'count_values'];
