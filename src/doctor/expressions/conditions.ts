import { words } from '../../findings/words';
import { isComparison, walk, type Binary, type Call, type Expr } from '../../promql/expr';
import { isScalar } from './infer';
import { outcome } from './range-arithmetic';
import { nameOfSelector, type SeriesCatalog } from './series-catalog';
import { stateLabel } from './state-sets';
import { FLAGS } from './value-range';

/**
 * Whether an alert's expression returns a series whenever there is data, whatever the values are. A plain selector can be
 * a condition, because some series exist only during a failure. `vector(1)` fires on purpose.
 */
export function alwaysFires(expr: Expr, catalog: SeriesCatalog): boolean {
  return (
    !filters(expr, catalog) &&
    computes(expr, catalog) &&
    [...walk(expr)].some(({ node }) => node === 'selector')
  );
}

/** Whether an expression can be empty although its series exist. */
function filters(expr: Expr, catalog: SeriesCatalog, depth = 0): boolean {
  const inside = (inner: Expr): boolean => filters(inner, catalog, depth);
  switch (expr.node) {
    case 'number':
    case 'string':
      return false;
    case 'selector': {
      const name = nameOfSelector(expr);
      if (name === undefined || name.startsWith('ALERTS')) return true;
      // Two levels of recording rules are resolved; deeper ones may filter.
      const rules = catalog.recordings.rulesOf(name);
      // Recorded elsewhere, perhaps with a condition.
      if (rules.length === 0 && name.includes(':')) return true;
      return rules.some(
        (rule) => depth > 1 || rule.expr === undefined || filters(rule.expr, catalog, depth + 1),
      );
    }
    case 'range':
      return inside(expr.selector);
    case 'subquery':
    case 'negation':
    case 'aggregation':
      return inside(expr.expr);
    case 'call':
      return expr.name.startsWith('absent') || expr.args.some(inside);
    case 'binary': {
      const { operator, left, right } = expr;
      if (operator === 'or') return inside(left) && inside(right);
      if (operator === 'and' || operator === 'unless') return true;
      const filtering = isComparison(operator) && expr.bool !== true;
      return (filtering && !(isScalar(left) && isScalar(right))) || inside(left) || inside(right);
    }
  }
}

/** `vector(0)`: a series that always exists. */
export const isConstant = (expr: Expr): boolean =>
  expr.node === 'call' && expr.name === 'vector' && expr.args.every(isScalar);

/**
 * A condition that a constant behind it makes void: `a > 5 or vector(0)`.
 * @returns the condition over a value that is never missing: `(a or vector(0)) > 5`
 */
export function voidedCondition(expr: Expr): Binary | undefined {
  if (expr.node !== 'binary' || expr.operator !== 'or') return undefined;
  const { left, right } = expr;
  if (!isConstant(right) || left.node !== 'binary' || !isComparison(left.operator) || left.bool === true)
    return undefined;
  return isScalar(left.right) ? { ...left, left: { ...expr, left: left.left } } : undefined;
}

/**
 * A comparison that only a constant behind `or` has, although it is meant for what is before it, too: `a or vector(0) < 1`.
 * @returns the comparison with both: `(a or vector(0)) < 1`
 */
export function misboundCondition(expr: Expr, catalog: SeriesCatalog): Binary | undefined {
  if (expr.node !== 'binary' || expr.operator !== 'or') return undefined;
  const { left, right } = expr;
  if (right.node !== 'binary' || !isComparison(right.operator) || right.bool === true) return undefined;
  if (!isConstant(right.left) || !isScalar(right.right)) return undefined;
  // A constant that never meets the condition is harmless behind another condition.
  const [constant] = (right.left as Call).args;
  if (constant?.node !== 'number' || right.right.node !== 'number') return undefined;
  const range = { min: constant.value, max: constant.value };
  const never = outcome(range, right.operator, right.right.value) === 'never';
  return never && filters(left, catalog) ? undefined : { ...right, left: { ...expr, right: right.left } };
}

/** Names of what is counted or measured, which exists without a failure, too. */
const QUANTITY = /(^|_)(total|count|errors|failures|bytes|seconds|ratio|percent)$/;

/** Whether an expression computes a value, rather than testing that a series exists. */
function computes(expr: Expr, catalog: SeriesCatalog): boolean {
  switch (expr.node) {
    case 'selector': {
      const name = nameOfSelector(expr) ?? '';
      // Each of these has a series whatever its value is.
      if (stateLabel(expr) !== undefined || FLAGS.includes(name)) return true;
      return (catalog.metric(name) !== undefined && !name.endsWith('_info')) || QUANTITY.test(name);
    }
    case 'aggregation':
      return computes(expr.expr, catalog);
    case 'call':
      return COMPUTING.includes(expr.name);
    case 'binary':
      return expr.operator === 'or'
        ? isConstant(expr.left) ||
            isConstant(expr.right) ||
            (computes(expr.left, catalog) && computes(expr.right, catalog))
        : expr.bool === true || !isScalar(expr);
    default:
      return false;
  }
}

const COMPUTING = words('rate irate increase deriv delta histogram_quantile predict_linear avg_over_time');
