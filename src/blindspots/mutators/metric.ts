import { mapExpr, walk, type Expr } from '../../promql/expr';
import { inExpressions, type Mutator } from '../mutator';

export const metric: Mutator = {
  name: 'metric',
  what: 'a rule reads a metric or recorded series by another name',
  caughtBy:
    'test the rule with promtool, or ask a running Prometheus whether the series exist: doctor --prometheus URL',
  edits: inExpressions(['alert', 'record'], (expr) => {
    const names = new Set(
      [...walk(expr)].flatMap((node) => (node.node === 'selector' ? (node.name ?? []) : [])),
    );
    return [...names].map((name) => renamed(expr, name));
  }),
};

const renamed = (expr: Expr, name: string): Expr =>
  mapExpr(expr, {
    selector: (selector) => (selector.name === name ? { ...selector, name: `${name}_x` } : selector),
  });
