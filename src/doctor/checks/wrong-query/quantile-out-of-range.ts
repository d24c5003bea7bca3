import { aboutEach, type Described } from '../../expressions/report';
import { defineCheck } from '../../check';
import type { Aggregation, Call, Expr } from '../../../promql/expr';
import { print, printNumber } from '../../../promql/print';

const FUNCTIONS = ['histogram_quantile', 'quantile_over_time'];

function describe(
  name: string,
  quantile: Expr | undefined,
  withQuantile: (quantile: Expr) => Aggregation | Call,
): Described | undefined {
  if (quantile?.node !== 'number' || (quantile.value >= 0 && quantile.value <= 1)) return undefined;
  const { value } = quantile;
  const meant = value > 1 && value <= 100 ? Number((value / 100).toPrecision(12)) : undefined;
  return {
    message: `the quantile ${printNumber(value)} of ${name} is not within 0 to 1, so the result is ${value > 1 ? '+Inf' : '-Inf'}`,
    found: print(withQuantile(quantile)),
    expected: 'a quantile from 0 to 1',
    fix:
      meant === undefined
        ? 'write a quantile from 0 to 1, such as 0.95'
        : `write ${print(withQuantile({ node: 'number', value: meant }))}`,
  };
}

export const check = defineCheck({
  id: 'quantile-out-of-range',
  severity: 'error',
  question: 'Is every quantile from 0 to 1?',
  symptom: 'A latency is +Inf, and its alert always fires.',
  why: 'Quantiles are fractions. For a number above 1 Prometheus returns +Inf, below 0 it returns -Inf, whatever the series are.',
  remedy: 'Write 0.95 for the 95th percentile.',
  see: 'https://prometheus.io/docs/prometheus/latest/querying/functions/#histogram_quantile',
  needs: ['analysis'],
  inParts: true,
  find: ({ analysis: { aggregations, calls } }) => [
    aboutEach(calls, (node) =>
      FUNCTIONS.includes(node.name)
        ? describe(node.name, node.args[0], (quantile) => ({
            ...node,
            args: [quantile, ...node.args.slice(1)],
          }))
        : undefined,
    ),
    aboutEach(aggregations, (node) =>
      node.operator === 'quantile'
        ? describe('quantile', node.parameter, (parameter) => ({ ...node, parameter }))
        : undefined,
    ),
  ],
});
