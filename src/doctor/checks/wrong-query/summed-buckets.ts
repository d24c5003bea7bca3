import { aboutExpression } from '../../expressions/report';
import { defineCheck } from '../../check';
import { listed } from '../../expressions/matchers';
import { keepsLabel } from '../../expressions/part-of';
import { nameOfSelector, type SeriesCatalog } from '../../expressions/series-catalog';
import {
  children,
  mapExpr,
  type Aggregation,
  type Expr,
  type Matcher,
  type Selector,
} from '../../../promql/expr';
import { print } from '../../../promql/print';

const RATES = ['rate', 'irate', 'increase'];
/** Functions that read the buckets one by one, and that other checks answer for. */
const READERS = ['histogram_quantile', 'histogram_fraction'];

/** Sums in an expression, but for those in functions that read buckets. */
function* sums(expr: Expr): Generator<Aggregation> {
  if (expr.node === 'call' && READERS.includes(expr.name)) return;
  if (expr.node === 'aggregation' && (expr.operator === 'sum' || expr.operator === 'avg')) yield expr;
  for (const child of children(expr)) yield* sums(child);
}

/** Whether a matcher selects one bucket. `le=~"1(\\.0)?"` is one, in the spellings of both major versions. */
function selectsOneBucket(matcher: Matcher): boolean {
  if (matcher.label !== 'le' || (matcher.operator !== '=' && matcher.operator !== '=~')) return false;
  const bounds = listed(matcher);
  return bounds === undefined || new Set(bounds.map(Number)).size === 1;
}

/** The selector of several buckets whose rates are added up. */
function buckets(expr: Expr, catalog: SeriesCatalog, rated = false): Selector | undefined {
  switch (expr.node) {
    case 'call':
      return RATES.includes(expr.name) ? buckets(expr.args[0]!, catalog, true) : undefined;
    case 'range':
      return buckets(expr.selector, catalog, rated);
    case 'selector': {
      const isBucket =
        nameOfSelector(expr)?.endsWith('_bucket') === true &&
        (rated || catalog.metric(nameOfSelector(expr)!)?.kind === 'histogram');
      const one = expr.matchers.some(selectsOneBucket);
      return isBucket && !one ? expr : undefined;
    }
    default:
      return undefined;
  }
}

export const check = defineCheck({
  id: 'summed-buckets',
  severity: 'error',
  question: 'Is every sum of buckets by le?',
  symptom: 'A number of requests is several times too large.',
  why: 'Buckets are cumulative: each contains all smaller ones. A sum without le counts a fast request once for every bucket.',
  remedy: 'Add up the series that end in _count, or one bucket, or keep le.',
  see: 'https://prometheus.io/docs/practices/histograms/',
  needs: ['analysis'],
  inParts: true,
  find: ({ analysis: { expressions, catalog } }) =>
    expressions.map((expression) =>
      expression.expr === undefined
        ? undefined
        : [...sums(expression.expr)].map((sum) => {
            const selector = keepsLabel(sum, 'le') ? undefined : buckets(sum.expr, catalog);
            if (selector === undefined) return undefined;
            const name = nameOfSelector(selector)!;
            const count = mapExpr(sum, {
              selector: (same) => ({
                ...same,
                name: name.replace(/_bucket$/, '_count'),
                matchers: same.matchers.filter(({ label }) => label !== 'le' && label !== '__name__'),
              }),
            });
            return aboutExpression(expression, {
              severity: catalog.metric(name)?.kind === 'histogram' ? 'error' : 'warning',
              message: `${sum.operator} adds up the cumulative buckets of ${name}, which counts a request once for every bucket`,
              found: print(sum),
              expected: 'the series that end in _count, one bucket, or a sum by (le)',
              fix: `write ${print(count)}`,
            });
          }),
    ),
});
