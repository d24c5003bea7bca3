import { InvalidInput } from '../../src/findings/invalid-input';
import type { Expr, Selector } from '../../src/promql/expr';
import { parse } from '../../src/promql/parse';
import { format, print } from '../../src/promql/print';
import { refusedByPromtool } from './refused-by-promtool';

const a: Selector = { node: 'selector', name: 'a', matchers: [] };
const b: Selector = { node: 'selector', name: 'b', matchers: [] };
const number = (value: number): Expr => ({ node: 'number', value });

describe('every kind of expression is read', () => {
  test.each<[string, Expr]>([
    ['5', number(5)],
    ['"x"', { node: 'string', value: 'x' }],
    ['a', a],
    ['a{}', a],
    [
      'a{x="1", y!~"2|3",}',
      {
        ...a,
        matchers: [
          { label: 'x', operator: '=', value: '1' },
          { label: 'y', operator: '!~', value: '2|3' },
        ],
      },
    ],
    [
      '{__name__=~"a|b"}',
      { node: 'selector', matchers: [{ label: '__name__', operator: '=~', value: 'a|b' }] },
    ],
    ['a offset 5m', { ...a, offset: 300 }],
    ['a offset -1h30m', { ...a, offset: -5400 }],
    ['a @ 1.5', { ...a, at: 1.5 }],
    ['a @ -3', { ...a, at: -3 }],
    ['a @ start()', { ...a, at: 'start' }],
    ['a @ end() offset 1s', { ...a, at: 'end', offset: 1 }],
    ['a offset 1s @ end()', { ...a, at: 'end', offset: 1 }],
    ['a[5m]', { node: 'range', selector: a, window: 300 }],
    ['a[5m] offset 1h', { node: 'range', selector: { ...a, offset: 3600 }, window: 300 }],
    ['a[1h:]', { node: 'subquery', expr: a, window: 3600 }],
    [
      '(a + b)[1h:1m] @ 7',
      {
        node: 'subquery',
        expr: { node: 'binary', operator: '+', left: a, right: b },
        window: 3600,
        step: 60,
        at: 7,
      },
    ],
    ['sum(a)', { node: 'aggregation', operator: 'sum', expr: a }],
    [
      'sum by (x, y) (a)',
      {
        node: 'aggregation',
        operator: 'sum',
        grouping: { mode: 'by', labels: ['x', 'y'] },
        expr: a,
      },
    ],
    [
      'sum(a) without (x,)',
      {
        node: 'aggregation',
        operator: 'sum',
        grouping: { mode: 'without', labels: ['x'] },
        expr: a,
      },
    ],
    [
      'topk(3, a) by ()',
      {
        node: 'aggregation',
        operator: 'topk',
        grouping: { mode: 'by', labels: [] },
        parameter: number(3),
        expr: a,
      },
    ],
    ['time()', { node: 'call', name: 'time', args: [] }],
    ['clamp(a, 0, 1)', { node: 'call', name: 'clamp', args: [a, number(0), number(1)] }],
    ['a / b', { node: 'binary', operator: '/', left: a, right: b }],
    ['a > bool b', { node: 'binary', operator: '>', left: a, right: b, bool: true }],
    [
      'a and on () b',
      { node: 'binary', operator: 'and', left: a, right: b, matching: { mode: 'on', labels: [] } },
    ],
    [
      'a == bool ignoring (x) group_left b',
      {
        node: 'binary',
        operator: '==',
        left: a,
        right: b,
        bool: true,
        matching: { mode: 'ignoring', labels: ['x'], group: { side: 'left', include: [] } },
      },
    ],
    [
      'a * on (x) group_right (y) (b)',
      {
        node: 'binary',
        operator: '*',
        left: a,
        right: b,
        matching: { mode: 'on', labels: ['x'], group: { side: 'right', include: ['y'] } },
      },
    ],
    ['-a', { node: 'negation', expr: a }],
    ['+a', a],
    ['-5', number(-5)],
    ['- 5', number(-5)],
    ['- # sign\n5', number(-5)],
    ['--5', number(5)],
    ['+-5', number(-5)],
    ['-(5)', { node: 'negation', expr: number(5) }],
    ['-inf', number(-Infinity)],
    ['-0x1F', number(-31)],
    ['017', number(15)],
    ['1.', number(1)],
    ['-1.e3', number(-1000)],
    ['0X1F', number(31)],
    ['a @ 1.', { ...a, at: 1 }],
    ['a offset 0s offset 5m', { ...a, offset: 300 }],
    ['a @ end() [5m]', { node: 'range', selector: { ...a, at: 'end' }, window: 300 }],
    [
      'a @ start() [5m] offset 1m',
      { node: 'range', selector: { ...a, at: 'start', offset: 60 }, window: 300 },
    ],
    ['a offset 0s [5m] @ 7', { node: 'range', selector: { ...a, offset: 0, at: 7 }, window: 300 }],
    [
      'a @ 5 offset 1m [1h:] offset 2m @ end()',
      {
        node: 'subquery',
        expr: { ...a, at: 5, offset: 60 },
        window: 3600,
        offset: 120,
        at: 'end',
      },
    ],
  ])('%s', (text, expr) => {
    expect(parse(text)).toEqual(expr);
  });
});

describe('operators bind as they do in Prometheus', () => {
  test.each([
    ['a + b offset 5m', 'a + (b offset 5m)'],
    ['a * b @ 3', 'a * (b @ 3)'],
    ['a or b offset 5m or c', '(a or (b offset 5m)) or c'],
    ['a + b offset 5m * c offset 1m', 'a + ((b offset 5m) * (c offset 1m))'],
    ['-a offset 5m', '-(a offset 5m)'],
    ['-a offset 5m ^ 2', '-((a offset 5m) ^ 2)'],
    ['-5 ^ 2', '-(5 ^ 2)'],
    ['1 - -5 ^ 2', '1 - (-(5 ^ 2))'],
    ['2 ^ -3 ^ 2', '2 ^ (-(3 ^ 2))'],
    ['2 ^ -3 * 4', '(2 ^ (-3)) * 4'],
    ['- -a ^ b', '-(-(a ^ b))'],
    ['-a * b', '(-a) * b'],
    ['max_over_time(a offset 5m[1h:] offset 1m) - 1', 'max_over_time((a offset 5m)[1h:] offset 1m) - 1'],
  ])('%s is %s', (text, grouped) => {
    expect(parse(text)).toEqual(parse(grouped));
  });
});

test.each([
  ['sum by(le)(rate(a[5m]))', 'sum by (le) (rate(a[5m]))'],
  ['SUM(a) BY (x)', 'sum by (x) (a)'],
  ['a AND ON (x) b UNLESS c', 'a and on (x) b unless c'],
  ['a == BOOL b OFFSET 5m', 'a == bool b offset 5m'],
  ['a @ START()', 'a @ start()'],
  ['a @ end ( )', 'a @ end()'],
  ['INF + nAn', '+Inf + NaN'],
  ['a{x="1",y=\'2\',z=`3\\`}', String.raw`a{x="1", y="2", z="3\\"}`],
  ['# first\n a{ # second\n x="#" # third\n} # last', 'a{x="#"}'],
  ['\ta\r\n+ # a comment\r\nb\n', 'a + b'],
  ['((a))', 'a'],
  ['a[90m]', 'a[1h30m]'],
  ['a[ 5m ]', 'a[5m]'],
  ['a offset 0s', 'a'],
  ['foo{on="1", inf="2", by="3"}', 'foo{on="1", inf="2", by="3"}'],
  ['sum + by + rate + start', 'sum + by + rate + start'],
])('%j reads as %s', (text, printed) => {
  expect(print(parse(text))).toBe(printed);
});

const fix = 'Correct it there (grammar: prometheus.io/docs/prometheus/latest/querying/basics)';

describe('what Prometheus does not read is refused where it is wrong', () => {
  const cases = [
    ['foo{a="b}', 'syntax error (column 10)'],
    ["foo{a='b", 'syntax error (column 9)'],
    ['sum(rate(foo[5m]', 'syntax error (column 17)'],
    ['sum(rate(foo[5m]) by (x)', 'syntax error (column 19)'],
    ['(a', 'syntax error (column 3)'],
    ['a)', 'syntax error (column 2)'],
    ['a b', 'syntax error (column 3)'],
    ['a +', 'syntax error (column 4)'],
    ['sum(a,)', 'syntax error (column 7)'],
    ['a{x=1}', 'syntax error (column 5)'],
    ['a{x:y="1"}', 'syntax error (column 4)'],
    ['sum by (x) (a) : b', 'syntax error (column 16)'],
    ['sum by (x.y) (a)', 'syntax error (column 10)'],
    ['a[]', 'syntax error (column 3)'],
    ['a[1.5h]', 'syntax error (column 6)'],
    ['a[30m1h]', 'syntax error (column 6)'],
    ['a[min_of(5m)]', 'syntax error (column 12)'],
    ['a[constructor()]', 'syntax error (column 3)'],
    ['on', 'syntax error (column 1)'],
    ['5offset 1m', 'syntax error (column 2)'],
    ['a @ 5offset 1m', 'syntax error (column 6)'],
    ['a == on (x) bool b', 'syntax error (column 13)'],
    ['sum by (x) (a) by (y)', 'syntax error (column 16)'],
    ['(b)(c)', 'syntax error (column 4)'],
    ['', 'empty expression (column 1)'],
    ['  # nothing', 'empty expression (column 1)'],
    ['a +\n  b c', 'syntax error (line 2, column 5)'],
    ['"abc', 'string without an end or with an unknown escape (column 1)'],
    [String.raw`a{x="\d"}`, 'string without an end or with an unknown escape (column 5)'],
    ['a\u00a0+ b', 'character "\u00a0" outside of a string (column 2)'],
    ['a{x="ü"} +\u3000b # ü', 'character "\u3000" outside of a string (column 11)'],
    ['histogram_avg_(a)', 'unknown function histogram_avg_ (column 1)'],
    ['1 + RATE (a[5m])', 'unknown function RATE (column 5)'],
    ['(a)[5m]', 'a range needs a selector (column 5)'],
    ['rate(a[5m])[5m]', 'a range needs a selector (column 13)'],
    ['a offset 5m[5m]', 'a range needs a selector (column 13)'],
    ['a @ 5 [5m]', 'a range needs a selector (column 8)'],
    ['a @ end() offset 1m [5m]', 'a range needs a selector (column 22)'],
    ['(a @ end())[5m]', 'a range needs a selector (column 13)'],
    ['a[5m][5m]', 'a range needs a selector (column 7)'],
    ['(a) offset 5m', 'offset and @ need a selector or a subquery (column 5)'],
    ['(a[5m]) @ 5', 'offset and @ need a selector or a subquery (column 9)'],
    ['sum(a) offset 5m', 'offset and @ need a selector or a subquery (column 8)'],
    ['a offset 5m offset 5m', 'duplicate offset or @ (column 13)'],
    ['a offset 5m offset 0s', 'duplicate offset or @ (column 13)'],
    ['a @ end() @ 0', 'duplicate offset or @ (column 11)'],
    ['a[5m] @ 5 @ 6', 'duplicate offset or @ (column 11)'],
    ['sum()', 'wrong number of arguments for sum: 0 (column 1)'],
    ['topk(1, 2, a)', 'wrong number of arguments for topk: 3 (column 1)'],
    ['1e999', '1e999 is out of range (column 1)'],
    ['-0xFFFFFFFFFFFFFFFF', '-0xFFFFFFFFFFFFFFFF is out of range (column 1)'],
    ['300y', '300y is out of range (column 1)'],
    ['a[293y]', '293y is out of range (column 3)'],
    ['a[1e999]', '1e999 is out of range (column 3)'],
    ['a[0]', '0 is out of range (column 3)'],
    ['a[1h:0.]', '0. is out of range (column 6)'],
    ['a offset -300y', '300y is out of range (column 11)'],
    ['a offset Inf', 'Inf is out of range (column 10)'],
    ['1..2', 'syntax error (column 2)'],
    ['1 - :.5', 'syntax error (column 6)'],
    ['1e3.', 'syntax error (column 4)'],
    ['1__0', 'syntax error (column 2)'],
    ['a{x="\ufffd"}', String.raw`character U+FFFD in a string, which has to be written \ufffd (column 6)`],
    ['+"x"', 'a sign needs a scalar or an instant vector (column 2)'],
    ['+a[5m]', 'a sign needs a scalar or an instant vector (column 2)'],
    ['+(a[1h:])', 'a sign needs a scalar or an instant vector (column 2)'],
  ] as const;
  const refusals = [
    ...cases,
    // Prometheus 2 takes the first, and every Prometheus the second, which the grammar takes for something else.
    ['holt_winters(a[5m], 0.5, 0.5)', 'unknown function holt_winters (column 1)'],
    ['a # x\r+ b', 'carriage return in a comment (column 6)'],
  ] as const;

  test.each(refusals)('%j %s', (text, problem) => {
    expect(() => parse(text)).toThrow(
      new InvalidInput({ resource: 'PromQL', path: 'expression', message: problem, found: text, fix }),
    );
  });

  test('and promtool refuses each of them too', async () => {
    const texts = cases.map(([text]) => text);
    expect(await refusedByPromtool(texts)).toEqual(texts);
  });

  test('as one sentence that names what the caller parses', () => {
    expect(() => parse('sum(', 'PrometheusRule default/order-api')).toThrow(
      `PrometheusRule default/order-api: syntax error (column 5) (expression: "sum("). ${fix}.`,
    );
    expect(() => parse('1 == 1', 'PrometheusRule default/order-api')).toThrow(
      'PrometheusRule default/order-api: comparing two scalars needs bool (expression: "1 == 1"). Write == bool.',
    );
  });
});

// Prometheus 2.42 refuses each of these; some later one does not.
describe('what not every Prometheus since 2.42 reads is refused', () => {
  test.each([
    ['1_000', '1_000', 1],
    ['5m', '5m', 1],
    ['-5m', '-5m', 1],
    ['a[300]', '300', 3],
    ['a[step()]', 'step()', 3],
    ['a[max_of(5m, step())]', 'max_of(5m, step())', 3],
    ['a[-(5m)]', '-(5m)', 3],
    ['a[1h:60]', '60', 6],
    ['0X_1f', '0X_1f', 1],
    ['a[1.]', '1.', 3],
    ['a[1e+3]', '1e+3', 3],
    ['a @ 1_000', '1_000', 5],
    ['a offset 300', '300', 10],
    ['a offset 0', '0', 10],
    ['a offset +5m', '+5m', 10],
    ['a offset --5m', '-5m', 11],
    ['a @ 5m', '5m', 5],
    ['{"on"}', '"on"', 2],
    ['{""}', '""', 2],
    ['{"a", "b"}', '"b"', 7],
    ['sum by ("inf") (a)', '"inf"', 9],
    ['a smoothed', 'a smoothed', 1],
    ['rate(a[5m] anchored)', 'a[5m] anchored', 6],
    ['a + b smoothed', 'b smoothed', 5],
    ['-a smoothed', 'a smoothed', 2],
    ['a offset 1m smoothed', 'a offset 1m smoothed', 1],
    ['a </ 5', '</', 3],
    ['a + fill(5) b', 'fill(5)', 5],
    ['a + fill_left (-5) fill_right(0) b', 'fill_left (-5) fill_right(0)', 5],
    ['a + on (x) fill_left(5) b', 'fill_left(5)', 12],
  ])('%s: %s', (text, part, column) => {
    expect(() => parse(text)).toThrow(
      `PromQL: not every Prometheus since 2.42 supports ${part} (column ${column}) (expression: ${JSON.stringify(text)}). ${fix}.`,
    );
  });
});

describe('what no person writes by hand does not overflow the stack', () => {
  test.each([
    ['a sum of 3,000 terms', Array(3000).fill('a').join(' + ')],
    [
      'three sums within each other',
      ['a', 'b', 'c'].reduce((of, x) => `(${of}${` + ${x}`.repeat(400)})`, 'a'),
    ],
    ['3,000 parentheses', '('.repeat(3000) + 'a' + ')'.repeat(3000)],
    ['3,000 signs', `${'-'.repeat(3000)}a`],
    ['3,000 calls', 'abs('.repeat(3000) + 'a' + ')'.repeat(3000)],
    ['nested powers', `${'a ^ ('.repeat(600)}a${')'.repeat(600)}`],
    ['nested lengths of time', `a[${'('.repeat(600)}5m${')'.repeat(600)}]`],
  ])('%s', (_what, text) => {
    expect(() => parse(text)).toThrow(
      /^PromQL: (nested more than 500 levels deep|more than 1000 operators in a row) \(column \d+\) \(expression: /,
    );
  });

  test.each([
    ['500 parentheses', '('.repeat(500) + 'a' + ')'.repeat(500), 'a'],
    ['500 calls', 'abs('.repeat(500) + 'a' + ')'.repeat(500)],
    ['500 powers', `${'a ^ ('.repeat(500)}a ^ b${')'.repeat(500)}`, `${'a ^ '.repeat(501)}b`],
    ['a thousand signs', `${'-'.repeat(1000)}a`],
  ])('%s are read, checked and printed', (_what, text, printed = text) => {
    const expr = parse(text);
    expect(print(expr)).toBe(printed);
    expect(parse(format(expr))).toEqual(expr);
  });
});

describe('long chains of operators are read as short ones', () => {
  const row = (length: number, joint: string): string => Array(length).fill('a').join(joint);

  test.each([
    ['a thousand operators', row(1001, ' or ')],
    ['the lowest precedence between higher ones', row(150, ' * b + c or ')],
    ['powers', row(200, ' ^ ')],
    ['signs, offsets and modifiers', row(150, ' offset -5m - on (x) group_left () -')],
    ['operators within strings and labels', row(150, '{x="} or {"} * on (or, y) ')],
    ['within brackets', `sum(${row(200, ' or ')}) / (${row(300, ' and ')}) > 5`],
    ['within an argument', `label_replace(${row(150, ' or ')}, "a", "$1", "b", "(.*)")`],
    ['within each other', `(${row(150, ' * ')} * (${row(150, ' or ')} or abs(${row(150, ' + ')})))[5m:]`],
  ])('%s', (_what, text) => {
    // Brackets would show another grouping.
    expect(print(parse(text))).toBe(text);
  });

  test.each([
    ['a syntax error far behind', `${row(400, ' or ')} or )`, 'syntax error (column 2001)'],
    ['a bracket too many', `${row(400, ' or ')})`, 'syntax error (column 1997)'],
    ['a comma outside of brackets', `${row(400, ' or ')}, a`, 'syntax error (column 1997)'],
    ['a newer modifier', `${row(400, ' or ')} smoothed`, 'not every Prometheus since 2.42 supports'],
    ['a wrong type', `${row(400, ' or ')} or 5`, 'or cannot be applied to a scalar'],
  ])('%s is found', (_what, text, message) => {
    expect(() => parse(text)).toThrow(message);
  });
});
