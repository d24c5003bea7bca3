import { aboutEach } from '../../expressions/report';
import { defineCheck } from '../../check';
import { nameOfSelector, type SeriesCatalog } from '../../expressions/series-catalog';
import type { Expr } from '../../../promql/expr';
import { print } from '../../../promql/print';

/** The quantiles that an expression returns, as a clause. */
function quantilesIn(expr: Expr, catalog: SeriesCatalog): string | undefined {
  if (expr.node === 'call' && expr.name === 'histogram_quantile') return 'histogram_quantile';
  if (expr.node !== 'selector') return undefined;
  const matcher = expr.matchers.find(({ label, operator }) => label === 'quantile' && operator === '=');
  if (matcher !== undefined && /^0?\.\d+$/.test(matcher.value)) return `the quantile ${matcher.value}`;
  const name = nameOfSelector(expr);
  const recorded = name === undefined ? [] : catalog.recordings.rulesOf(name);
  const [rule] = recorded;
  return rule?.expr?.node === 'call' && rule.expr.name === 'histogram_quantile'
    ? `${name}, which is recorded as a quantile`
    : undefined;
}

export const check = defineCheck({
  id: 'average-of-quantiles',
  severity: 'warning',
  question: 'Are quantiles computed from summed buckets, and not averaged?',
  symptom: 'A latency is lower than what users see.',
  why: 'The average of the 99th percentiles of pods is not the 99th percentile of their requests: a pod with one request counts as much as one with a million.',
  remedy:
    'Sum the buckets by le first, then take the quantile. Use max for quantiles that a summary exposes.',
  see: 'https://prometheus.io/docs/practices/histograms/#quantiles',
  needs: ['analysis'],
  inParts: true,
  find: ({ analysis: { aggregations, catalog } }) =>
    aboutEach(aggregations, (node) => {
      if (node.operator !== 'avg' && node.operator !== 'sum') return undefined;
      const quantiles = quantilesIn(node.expr, catalog);
      return quantiles === undefined
        ? undefined
        : {
            message: `${node.operator} is applied to ${quantiles}`,
            found: print(node),
            expected: 'a quantile of summed buckets',
            fix: `write ${print({ ...node, operator: 'max' })} for the slowest series, or a histogram_quantile of sum by (le)`,
          };
    }),
});
