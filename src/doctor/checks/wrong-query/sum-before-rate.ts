import { aboutEach } from '../../expressions/report';
import { defineCheck } from '../../check';
import { summedBefore } from '../../expressions/counters';
import { print } from '../../../promql/print';

export const check = defineCheck({
  id: 'sum-before-rate',
  severity: 'error',
  question: 'Is the rate of every counter taken before the sum?',
  symptom: 'A rate shows a huge peak whenever a pod restarts.',
  why: 'A restart resets one counter to 0 and lowers the sum a little. rate() treats that as a reset of everything and counts the whole sum again.',
  remedy: 'Write sum(rate(x[5m])), and record sums of rates rather than sums of counters.',
  see: 'https://www.robustperception.io/rate-then-sum-never-sum-then-rate/',
  needs: ['analysis'],
  inParts: true,
  find: ({ analysis: { calls, catalog } }) =>
    aboutEach(calls, (node) => {
      const sum = summedBefore(node, catalog);
      return (
        sum && {
          message: `${node.name} is applied to a sum: ${sum.where}`,
          found: print(node),
          expected: 'a sum of rates',
          fix: `write ${sum.fix}`,
        }
      );
    }),
});
