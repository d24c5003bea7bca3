import fc from '../support/fast-check';
import type { Expr } from '../../src/promql/expr';
import { parse } from '../../src/promql/parse';
import { print } from '../../src/promql/print';
import { testRules } from '../../src/testing/rule-tests';

/** With parentheses around everything, so that no precedence is left to know. */
function explicit(expr: Expr): string {
  switch (expr.node) {
    case 'binary': {
      const operator = `${expr.operator}${expr.bool ? ' bool' : ''}`;
      return `((${explicit(expr.left)}) ${operator} (${explicit(expr.right)}))`;
    }
    case 'negation':
      return `((-1) * (${explicit(expr.expr)}))`;
    case 'number':
      return `(${print(expr)})`;
    default:
      return print(expr);
  }
}

/** Whether two vectors of at most one sample without labels are the same for Prometheus: 1 or 0. */
function same(one: string, other: string): string {
  const [a, b] = [one, other].map((text) => `(sum(${text}) or vector(-12345))`);
  // NaN differs from itself.
  return `(${a} == bool ${b}) + (${a} != bool ${a}) * (${b} != bool ${b})`;
}

const OPERATORS = {
  scalar: ['+', '-', '*', '/', '%', '^', 'atan2', '== bool', '!= bool', '> bool', '<= bool'],
  vector: ['+', '-', '*', '/', '%', '^', 'atan2', '==', '!=', '>', '<', '>= bool', 'and', 'or', 'unless'],
};

/** `-1 ^ - 2 * 3`: signs and operators in any order, without parentheses. */
const flat = (type: keyof typeof OPERATORS) =>
  fc
    .tuple(
      fc.array(
        fc.record({
          operator: fc.constantFrom(...OPERATORS[type]),
          signs: fc.constantFrom('', '', '-', '- -', '+', '-+'),
          number: fc.integer({ min: 0, max: 4 }),
        }),
        { minLength: 2, maxLength: 7 },
      ),
    )
    .map(([terms]) =>
      terms
        .map(({ operator, signs, number }, index) =>
          [index > 0 ? ` ${operator} ` : '', signs, type === 'scalar' ? number : `vector(${number})`].join(
            '',
          ),
        )
        .join(''),
    );

const groups = [{ name: 'none', interval: '1m', rules: [{ record: 'one', expr: 'vector(1)' }] }];

test('Prometheus computes what our reading of a text says, and what our printing of it says', async () => {
  const texts = [
    ...fc.sample(flat('scalar'), 150).map((text) => `vector(${text})`),
    ...fc.sample(flat('vector'), 150),
  ];
  const queries = texts.flatMap((text) => {
    const expr = parse(text);
    const inner = expr.node === 'call' ? `vector(${explicit(expr.args[0]!)})` : explicit(expr);
    return [same(text, inner), same(print(expr), inner)];
  });
  const expected = [{ labels: '{}', value: 1 }];
  await testRules({
    groups,
    interval: '1m',
    cases: [
      {
        name: 'every text',
        inputSeries: [],
        queries: queries.map((expr) => ({ expr, at: '0', expected })),
      },
    ],
  });
});
