import { thresholdIn } from '../../doctor/expressions/threshold';
import { walk, type Expr } from '../../promql/expr';

/** The windows of an expression, in seconds. */
export const windowsIn = (expr: Expr): readonly number[] =>
  [...walk(expr)].flatMap((node) => (node.node === 'range' || node.node === 'subquery' ? [node.window] : []));

/** Values on both sides of each number with which a comparison compares a metric by itself, or the least or most of its samples. */
export function comparedValues(exprs: readonly Expr[]): ReadonlyMap<string, readonly number[]> {
  const found = new Map<string, readonly number[]>();
  for (const node of exprs.flatMap((expr) => [...walk(expr)])) {
    const threshold = node.node === 'binary' ? thresholdIn(node) : undefined;
    const name = threshold === undefined ? undefined : metricOf(threshold.side);
    if (threshold === undefined || name === undefined) continue;
    const { operator, value } = threshold;
    const near =
      operator === '==' || operator === '!='
        ? [value, value, value + 1]
        : [value, value + 1, value - 1, value * 1.07, value * 0.93];
    found.set(name, [...(found.get(name) ?? []), ...near.filter((each) => each >= 0)]);
  }
  return found;
}

/** The metric whose samples the results of an expression are. */
function metricOf(expr: Expr): string | undefined {
  if (expr.node === 'selector') return expr.name;
  if (expr.node === 'range') return expr.selector.name;
  if (expr.node === 'aggregation' && (expr.operator === 'min' || expr.operator === 'max'))
    return metricOf(expr.expr);
  const [arg] = expr.node === 'call' && /^(?:min|max|avg|last)_over_time$/.test(expr.name) ? expr.args : [];
  return arg === undefined ? undefined : metricOf(arg);
}

/** Numbers around which rules may differ. */
export function focusOf(exprs: readonly Expr[]): readonly number[] {
  const numbers = [
    ...new Set(
      exprs.flatMap((expr) =>
        [...walk(expr)].flatMap((node) => (node.node === 'number' ? [node.value] : [])),
      ),
    ),
  ]
    .filter((value) => Number.isFinite(value))
    .toSorted((a, b) => a - b);
  const between = numbers.slice(1).map((value, index) => (value + numbers[index]!) / 2);
  const around = numbers.flatMap((value) => [value * 0.93, value * 1.07, value * 2.13]);
  const whole = numbers.filter(Number.isInteger);
  const perWindow = exprs
    .flatMap(windowsIn)
    .flatMap((window) => [...numbers, ...between].map((value) => (value * 1.07) / window));
  return [...new Set([0, 1, 0.5, ...whole, ...around, ...between, ...perWindow])];
}
