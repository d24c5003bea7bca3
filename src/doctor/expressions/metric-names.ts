import { walk, type Expr } from '../../promql/expr';
import type { Expression } from './expression';
import { nameOfSelector, type SeriesCatalog } from './series-catalog';

/** Limits the depth and width of nested recording rules. */
const DEEPEST = 8;

/** Names of the metrics in an expression, with recorded series resolved to the metrics in their rules. */
export function metricNames(expr: Expr, catalog: SeriesCatalog, depth = 0): readonly string[] {
  const names = new Set<string>();
  for (const node of walk(expr)) {
    const name = node.node === 'selector' ? nameOfSelector(node) : undefined;
    if (name === undefined) continue;
    const rules = depth < DEEPEST ? catalog.recordings.rulesOf(name).slice(0, DEEPEST) : [];
    if (rules.length === 0) names.add(name);
    for (const { expr: recorded } of rules)
      if (recorded !== undefined)
        for (const inner of metricNames(recorded, catalog, depth + 1)) names.add(inner);
  }
  return [...names];
}

export function namesRead(expressions: readonly Pick<Expression, 'expr' | 'text'>[]): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { expr, text } of expressions) {
    // An expression that does not parse may read any name in it.
    if (expr === undefined) for (const [word] of text.matchAll(/[\w:]+/g)) names.add(word);
    else
      for (const node of walk(expr)) {
        const name = node.node === 'selector' ? nameOfSelector(node) : undefined;
        if (name !== undefined) names.add(name);
      }
  }
  return names;
}
