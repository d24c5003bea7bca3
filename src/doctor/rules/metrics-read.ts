import { walk } from '../../promql/expr';
import type { ParsedRule } from './parsed-rule';

/** Names of the series that rules read. */
export function metricsRead(rules: readonly ParsedRule[]): readonly string[] {
  const names = new Set<string>();
  for (const { expr } of rules)
    if (expr !== undefined)
      for (const node of walk(expr))
        if (node.node === 'selector' && node.name !== undefined) names.add(node.name);
  return [...names];
}
