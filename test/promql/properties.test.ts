import fc from '../support/fast-check';
import { InvalidInput } from '../../src/findings/invalid-input';
import type { Expr } from '../../src/promql/expr';
import { parse } from '../../src/promql/parse';
import { format, print } from '../../src/promql/print';
import { ruleExpression } from './arbitrary-expr';

const runs = { numRuns: 1000 };

test('what is printed reads back as the same expression, and prints as the same text', () => {
  fc.assert(
    fc.property(ruleExpression, (expr) => {
      const text = print(expr);
      const back = parse(text);
      expect(back).toEqual(expr);
      expect(print(back)).toBe(text);
    }),
    runs,
  );
});

test('what is formatted reads back as the same expression, and is the same text again', () => {
  fc.assert(
    fc.property(ruleExpression, (expr) => {
      const text = format(expr);
      const back = parse(text);
      expect(back).toEqual(expr);
      expect(format(back)).toBe(text);
    }),
    runs,
  );
});

test('without any of the parentheses that it prints, an expression is another one or none', () => {
  let pairs = 0;
  fc.assert(
    fc.property(ruleExpression, (expr) => {
      const text = print(expr);
      for (const { from, to } of parentheses(text)) {
        pairs += 1;
        const without = text.slice(0, from) + text.slice(from + 1, to - 1) + text.slice(to);
        expect(tryParse(without)).not.toEqual(expr);
      }
    }),
    runs,
  );
  expect(pairs).toBeGreaterThan(500);
});

/** Pairs of brackets with something in them, those of calls and lists of labels included. */
function parentheses(text: string): readonly { readonly from: number; readonly to: number }[] {
  const found: { readonly from: number; readonly to: number }[] = [];
  const open: number[] = [];
  for (const { 0: token, index } of text.matchAll(/"(?:[^"\\]|\\.)*"|[()]/g))
    if (token === '(') open.push(index);
    else if (token === ')') found.push({ from: open.pop()!, to: index + 1 });
  return found.filter(({ from, to }) => to - from > 2);
}

function tryParse(text: string): Expr | undefined {
  try {
    return parse(text);
  } catch (error) {
    if (error instanceof InvalidInput) return undefined;
    throw error;
  }
}
