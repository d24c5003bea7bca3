import fc from '../support/fast-check';
import { FUNCTIONS } from '../../src/promql/functions';
import { format, print } from '../../src/promql/print';
import { checkRules } from '../../src/testing/rule-tests';
import { callsOf, ruleExpression } from './arbitrary-expr';

test('Prometheus loads hundreds of random expressions, and calls of every function', async () => {
  const sample = [
    ...fc.sample(ruleExpression, 300),
    ...[...FUNCTIONS.keys()].flatMap((name) => fc.sample(callsOf(name), 3)),
  ];
  const rules = sample.flatMap((expr, index) => [
    { record: `printed:${index}`, expr: print(expr) },
    { record: `formatted:${index}`, expr: format(expr) },
  ]);
  await checkRules([{ name: 'random', interval: '1m', rules }]);
});
