import { aboutEach } from '../../expressions/report';
import { defineCheck } from '../../check';
import { gaugeIn, isRated, namedGauge } from '../../expressions/counters';
import { hasStates } from '../../expressions/known-gauges';
import { nameOfSelector } from '../../expressions/series-catalog';
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
      const [arg] = node.args;
      if (instead !== undefined && arg?.node === 'subquery' && isRated(arg.expr))
        return {
          message: `${node.name} is applied to a rate, which goes up and down`,
          found: print(node),
          expected: `a counter, or ${instead}`,
          fix: `write ${print({ ...node, name: instead })}`,
        };
      if (range === undefined || instead === undefined) return undefined;
      const gauge = gaugeIn(range.selector, catalog);
      const named = gauge === undefined ? namedGauge(range.selector, catalog) : undefined;
      if (gauge === undefined && named === undefined) return undefined;
      const written = hasStates(named ?? nameOfSelector(range.selector) ?? '') ? 'changes' : instead;
      return {
        ...(gauge === undefined ? { severity: 'warning' as const } : {}),
        message: `${node.name} is applied to ${gauge ?? `${named}, which is a gauge by its name`}`,
        found: print(node),
        expected: `a counter, or ${written}`,
        fix: `write ${written}(${print(range.selector)}[${duration(range.window)}])`,
      };
    }),
});
