import { defineCheck } from '../../check';
import { analysisOf, EXPRESSION_FACTS } from '../../expressions/analysis';
import { aboutExpression, once } from '../../expressions/report';
import { summedBefore } from '../../expressions/counters';
import { print } from '../../../promql/print';

export const check = defineCheck({
  id: 'sum-before-rate',
  severity: 'error',
  question: 'Is every counter rated before it is added up?',
  symptom: 'A rate shows a huge peak whenever one pod restarts.',
  why: 'A restart makes one counter fall to 0, and the sum of all by a little. rate() takes that for a restart of everything and counts the whole sum again.',
  remedy: 'Write sum(rate(x[5m])), and record sums of rates rather than sums of counters.',
  see: 'https://www.robustperception.io/rate-then-sum-never-sum-then-rate/',
  needs: EXPRESSION_FACTS,
  find: (facts) => {
    const { calls, catalog } = analysisOf(facts);
    return once(
      calls.flatMap(({ expression, node }) => {
        const sum = summedBefore(node, catalog);
        return sum === undefined
          ? []
          : [
              aboutExpression(expression, {
                message: `takes ${node.name} of a sum: ${sum.where}`,
                found: print(node),
                expected: 'a sum of rates',
                fix: `write ${sum.fix}`,
              }),
            ];
      }),
    );
  },
});
