import { mapExpr, walk, type Expr, type Selector } from '../../promql/expr';
import { inExpressions, type Mutator } from '../mutator';

export const bucket: Mutator = {
  name: 'bucket',
  what: 'a rule reads a bucket (le) that no histogram has',
  caughtBy:
    'test the rule with promtool, or ask a running Prometheus whether the series exist: doctor --prometheus URL',
  edits: inExpressions(['alert', 'record'], (expr) => {
    const bounds = new Set(
      [...walk(expr)].flatMap((node) => (node.node === 'selector' ? boundsOf(node) : [])),
    );
    return [...bounds].map((bound) => withBound(expr, bound));
  }),
};

const boundsOf = ({ matchers }: Selector): readonly string[] =>
  matchers.flatMap(({ label, value }) => (label === 'le' && value !== '+Inf' ? [value] : []));

const withBound = (expr: Expr, bound: string): Expr =>
  mapExpr(expr, {
    selector: (selector) => ({
      ...selector,
      matchers: selector.matchers.map((matcher) =>
        matcher.label === 'le' && matcher.value === bound
          ? { label: 'le', operator: '=', value: '0.0123' }
          : matcher,
      ),
    }),
  });
