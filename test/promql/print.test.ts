import type { Expr, Selector } from '../../src/promql/expr';
import { parse } from '../../src/promql/parse';
import { print, printNumber, quote } from '../../src/promql/print';

const a: Selector = { node: 'selector', name: 'a', matchers: [] };
const b: Selector = { node: 'selector', name: 'b', matchers: [] };
const number = (value: number): Expr => ({ node: 'number', value });

describe('parentheses stay where the meaning needs them, and nowhere else', () => {
  test.each([
    // or
    ['(a or b) or c', 'a or b or c'],
    ['a or (b or c)', 'a or (b or c)'],
    ['(a and b) or (c unless d)', 'a and b or c unless d'],
    ['(a == b) or (c > d)', 'a == b or c > d'],
    // and, unless
    ['(a and b) unless c', 'a and b unless c'],
    ['a unless (b and c)', 'a unless (b and c)'],
    ['(a or b) and (c or d)', '(a or b) and (c or d)'],
    ['(a == b) unless (c > d)', 'a == b unless c > d'],
    // comparisons
    ['(a == b) < c', 'a == b < c'],
    ['a >= (b <= c)', 'a >= (b <= c)'],
    ['(a and b) != (c unless d)', '(a and b) != (c unless d)'],
    ['(a + b) > (c - d)', 'a + b > c - d'],
    // +, -
    ['(a - b) + c', 'a - b + c'],
    ['a - (b - c)', 'a - (b - c)'],
    ['a + (b - c)', 'a + (b - c)'],
    ['(a > b) + (c == d)', '(a > b) + (c == d)'],
    ['(a * b) - (c / d)', 'a * b - c / d'],
    // *, /, %, atan2
    ['(a / b) * c', 'a / b * c'],
    ['a * (b / c)', 'a * (b / c)'],
    ['a % (b atan2 c)', 'a % (b atan2 c)'],
    ['(a + b) * (c - d)', '(a + b) * (c - d)'],
    ['(a ^ b) / (c ^ d)', 'a ^ b / c ^ d'],
    // ^
    ['a ^ (b ^ c)', 'a ^ b ^ c'],
    ['(a ^ b) ^ c', '(a ^ b) ^ c'],
    ['(a * b) ^ (c % d)', '(a * b) ^ (c % d)'],
    // signs
    ['-(a ^ b)', '-a ^ b'],
    ['(-a) ^ b', '(-a) ^ b'],
    ['a ^ (-b)', 'a ^ -b'],
    ['a ^ (-(b ^ c))', 'a ^ -b ^ c'],
    ['a ^ ((-b) ^ c)', 'a ^ (-b) ^ c'],
    ['(a ^ (-b)) * c', 'a ^ -b * c'],
    ['-(a * b)', '-(a * b)'],
    ['(-a) * b', '-a * b'],
    ['-(a + b)', '-(a + b)'],
    ['(-a) + (-b)', '-a + -b'],
    ['-(-a)', '--a'],
    ['-(5)', '-(5)'],
    ['-(-5)', '-(-5)'],
    ['(-5) ^ 2', '(-5) ^ 2'],
    ['-(5 ^ 2)', '-5 ^ 2'],
    ['2 ^ (-5)', '2 ^ -5'],
    ['(-5) * 2', '-5 * 2'],
    ['1 - (-5)', '1 - -5'],
    ['(+Inf) ^ 2', '+Inf ^ 2'],
    ['(-Inf) ^ 2', '(-Inf) ^ 2'],
    ['(-0) ^ 2', '(-0) ^ 2'],
    // functions, aggregations, subqueries
    ['((sum((a)))) * (abs((a + b)))', 'sum(a) * abs(a + b)'],
    ['rate((a[5m]))', 'rate(a[5m])'],
    ['max_over_time((a + b)[1h:])', 'max_over_time((a + b)[1h:])'],
    ['max_over_time((-a)[1h:])', 'max_over_time((-a)[1h:])'],
    ['max_over_time((rate(a[5m]))[1h:])', 'max_over_time(rate(a[5m])[1h:])'],
    ['max_over_time((sum(a))[1h:])', 'max_over_time(sum(a)[1h:])'],
    ['max_over_time((a offset 5m)[1h:])', 'max_over_time(a offset 5m[1h:])'],
  ])('%s → %s', (explicit, minimal) => {
    expect(print(parse(explicit))).toBe(minimal);
  });
});

test('a signed number takes parentheses before a subquery, where the sign would be an operator', () => {
  expect(print({ node: 'subquery', expr: number(-1), window: 300 })).toBe('(-1)[5m:]');
});

test.each<[Expr, string]>([
  [a, 'a'],
  [{ node: 'selector', matchers: [{ label: 'x', operator: '=', value: 'y' }] }, '{x="y"}'],
  [
    {
      ...a,
      matchers: [
        { label: 'w', operator: '=', value: '1' },
        { label: 'x', operator: '!=', value: '2' },
        { label: 'y', operator: '=~', value: '3|4' },
        { label: 'z', operator: '!~', value: '5..' },
      ],
    },
    'a{w="1", x!="2", y=~"3|4", z!~"5.."}',
  ],
  [{ ...a, offset: 300 }, 'a offset 5m'],
  [{ ...a, offset: -300 }, 'a offset -5m'],
  [{ ...a, offset: 0 }, 'a'],
  [{ ...a, at: 1.5 }, 'a @ 1.5'],
  [{ ...a, at: -3 }, 'a @ -3'],
  [{ ...a, at: 'start', offset: 60 }, 'a @ start() offset 1m'],
  [{ ...a, at: 'end' }, 'a @ end()'],
  [{ node: 'range', selector: a, window: 300 }, 'a[5m]'],
  [{ node: 'range', selector: { ...a, offset: 3600, at: 0 }, window: 300 }, 'a[5m] @ 0 offset 1h'],
  [{ node: 'subquery', expr: a, window: 3600 }, 'a[1h:]'],
  [{ node: 'subquery', expr: a, window: 3600, step: 60 }, 'a[1h:1m]'],
  [
    { node: 'subquery', expr: a, window: 3600, step: 60, offset: -1, at: 'end' },
    'a[1h:1m] @ end() offset -1s',
  ],
  [{ node: 'aggregation', operator: 'sum', expr: a }, 'sum(a)'],
  [
    { node: 'aggregation', operator: 'sum', grouping: { mode: 'by', labels: ['x', 'y'] }, expr: a },
    'sum by (x, y) (a)',
  ],
  [
    { node: 'aggregation', operator: 'max', grouping: { mode: 'without', labels: [] }, expr: a },
    'max without () (a)',
  ],
  [{ node: 'aggregation', operator: 'topk', parameter: number(3), expr: a }, 'topk(3, a)'],
  [
    {
      node: 'aggregation',
      operator: 'count_values',
      grouping: { mode: 'by', labels: ['x'] },
      parameter: { node: 'string', value: 'v' },
      expr: a,
    },
    'count_values by (x) ("v", a)',
  ],
  [{ node: 'call', name: 'time', args: [] }, 'time()'],
  [{ node: 'call', name: 'clamp_max', args: [a, number(1)] }, 'clamp_max(a, 1)'],
  [{ node: 'binary', operator: 'atan2', left: a, right: b }, 'a atan2 b'],
  [{ node: 'binary', operator: '==', bool: true, left: a, right: number(1) }, 'a == bool 1'],
  [{ node: 'binary', operator: '/', left: a, right: b, matching: { mode: 'on', labels: [] } }, 'a / on () b'],
  [
    {
      node: 'binary',
      operator: 'unless',
      left: a,
      right: b,
      matching: { mode: 'ignoring', labels: ['x', 'y'] },
    },
    'a unless ignoring (x, y) b',
  ],
  [
    {
      node: 'binary',
      operator: '*',
      left: a,
      right: b,
      matching: { mode: 'on', labels: ['x'], group: { side: 'left', include: ['y', 'z'] } },
    },
    'a * on (x) group_left (y, z) b',
  ],
  [
    {
      node: 'binary',
      operator: '>',
      bool: true,
      left: a,
      right: b,
      matching: { mode: 'ignoring', labels: ['x'], group: { side: 'right', include: [] } },
    },
    'a > bool ignoring (x) group_right () b',
  ],
  [{ node: 'string', value: 'x' }, '"x"'],
])('%j prints as %s', (expr, text) => {
  expect(print(expr)).toBe(text);
});

test.each([
  [0, '0'],
  [-0, '-0'],
  [5, '5'],
  [-5, '-5'],
  [0.1 + 0.2, '0.30000000000000004'],
  [0.001, '0.001'],
  [1e21, '1e+21'],
  [5e-324, '5e-324'],
  [1.7976931348623157e308, '1.7976931348623157e+308'],
  [2 ** 53, '9007199254740992'],
  [Infinity, '+Inf'],
  [-Infinity, '-Inf'],
  [NaN, 'NaN'],
])('the number %d is written %s and read back as it was', (value, text) => {
  expect(printNumber(value)).toBe(text);
  expect(parse(text)).toEqual({ node: 'number', value });
});

test.each([
  ['', '""'],
  ['5..', '"5.."'],
  ['say "hi"', String.raw`"say \"hi\""`],
  ["it's", `"it's"`],
  ['a`b', '"a`b"'],
  [String.raw`\d`, String.raw`"\\d"`],
  ['a\nb\rc\td', String.raw`"a\nb\rc\td"`],
  ['\0\u001f\u007f', String.raw`"\u0000\u001f\u007f"`],
  // A control character, line breaks and a byte-order mark to other readers of the manifest.
  ['\u0085\u2028\u2029\ufeff\ufffd', String.raw`"\u0085\u2028\u2029\ufeff\ufffd"`],
  // To YAML, control characters too.
  ['\ufffe\uffff', String.raw`"\ufffe\uffff"`],
  ['Grüße 💥', '"Grüße 💥"'],
])('the text %j is quoted as %s and read back as it was', (text, quoted) => {
  expect(quote(text)).toBe(quoted);
  expect(parse(quoted)).toEqual({ node: 'string', value: text });
});
