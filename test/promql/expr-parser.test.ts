import fc from '../support/fast-check';
import { ExprParser } from '../../src/promql/expr-parser';
import { parse } from '../../src/promql/parse';
import { print } from '../../src/promql/print';
import { ruleExpression } from './arbitrary-expr';

const parser = new ExprParser();

it.each([
  'up',
  'sum by (job) (rate(a:b:c{job="w1", x=~"a|b", y="w"}[5m])) / on (job) -n:0{z="n:1"} offset 5m',
  'label_replace(count_values("version", x{a=""}), "b", "$1", "c", "(.*)")',
  'max_over_time(sum(a:b{c="d"})[5m:1m]) > 1',
  'x{a="#"} # a comment with "words" and a:b',
  "x{a='b', c=`d`}",
  'x{a="q\\"b:c", d="e-f"}',
  '{__name__="a:b"}',
])('reads %s as the grammar does, the second time as well', (text) => {
  expect(parser.parse(text)).toEqual({ expr: parse(text) });
  expect(parser.parse(text)).toEqual({ expr: parse(text) });
});

it('reads any expression as the parser does', () => {
  fc.assert(
    fc.property(ruleExpression, (expr) => {
      expect(parser.parse(print(expr))).toEqual({ expr });
    }),
    { numRuns: 150 },
  );
});

it('tells what differs in names alone apart', () => {
  const name = (text: string) => JSON.stringify(parser.parse(text));
  expect(name('shop:x{job="shop"}')).toBe(name('cart:x{job="cart"}').replaceAll('cart', 'shop'));
});

it('tells where an error is in the text itself', () => {
  expect(parser.parse('sum(shop:requests:rate5m{job="shop"}')).toEqual({
    error: 'syntax error (column 37)',
  });
  expect(parser.parse('mad_over_time(x{a="b"}[5m])')).toHaveProperty('unread');
});
