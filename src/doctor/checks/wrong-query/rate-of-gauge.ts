import { aboutEach } from '../../expressions/report';
import { defineCheck } from '../../check';
import { gaugeIn } from '../../expressions/counters';
import { rangeOf } from '../../expressions/ranges';
import { print } from '../../../promql/print';
import { duration } from '../../../promql/window';

/** Functions for counters, with their equivalents for gauges. */
const COUNTER_FUNCTIONS: ReadonlyMap<string, string> = new Map([
  ['rate', 'deriv'],
  ['irate', 'deriv'],
  ['increase', 'delta'],
]);

export const check = defineCheck({
  id: 'rate-of-gauge',
  severity: 'error',
  question: 'Is every rate taken of a counter?',
  symptom: 'A rate shows unexplained peaks.',
  why: 'rate(), irate() and increase() treat every decrease as a counter reset and add it up. A gauge decreases all the time.',
  remedy: 'Use delta() or deriv() for a gauge, or the counter itself instead of its recorded rate.',
  see: 'https://prometheus.io/docs/prometheus/latest/querying/functions/#rate',
  needs: ['analysis'],
  inParts: true,
  find: ({ analysis: { calls, catalog } }) =>
    aboutEach(calls, (node) => {
      const instead = COUNTER_FUNCTIONS.get(node.name);
      const range = instead === undefined ? undefined : rangeOf(node);
      const gauge = range && gaugeIn(range.selector, catalog);
      if (range === undefined || gauge === undefined) return undefined;
      return {
        message: `${node.name} is applied to ${gauge}`,
        found: print(node),
        expected: `a counter, or ${instead}`,
        fix: `write ${instead}(${print(range.selector)}[${duration(range.window)}])`,
      };
    }),
});
