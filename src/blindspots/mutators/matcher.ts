import { mapExpr, walk, type Expr, type Matcher } from '../../promql/expr';
import { inExpressions, type Mutator } from '../mutator';

export const matcher: Mutator = {
  name: 'matcher',
  what: 'a matcher of a rule has another value',
  caughtBy:
    'test the rule with promtool, or ask a running Prometheus whether the series exist: doctor --prometheus URL',
  edits: inExpressions(['alert', 'record'], (expr) => {
    const found = [...walk(expr)].flatMap((node) =>
      node.node === 'selector'
        ? node.matchers.filter(
            ({ label, operator, value }) =>
              label !== 'le' && label !== '__name__' && operator.startsWith('=') && value !== '',
          )
        : [],
    );
    return [...new Map(found.map((each) => [`${each.label}${each.value}`, each])).values()].map((each) =>
      withOther(expr, each),
    );
  }),
};

const withOther = (expr: Expr, { label, operator, value }: Matcher): Expr =>
  mapExpr(expr, {
    selector: (selector) => ({
      ...selector,
      matchers: selector.matchers.map((each) =>
        each.label === label && each.operator === operator && each.value === value
          ? { label, operator: '=', value: 'x-other' }
          : each,
      ),
    }),
  });
