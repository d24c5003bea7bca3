import { valueType } from '../../src/promql/check';
import type { Expr } from '../../src/promql/expr';
import { parse } from '../../src/promql/parse';
import { ENGINE } from '../support/engines';
import { refusedByPromtool } from './refused-by-promtool';

const accepted = [
  ['5', 'scalar'],
  ['time() - 5', 'scalar'],
  ['1 == bool 2', 'scalar'],
  ['-scalar(a)', 'scalar'],
  ['"x"', 'string'],
  ['a', 'vector'],
  ['{x="1"}', 'vector'],
  ['{x!=""}', 'vector'],
  ['{x=~".+"}', 'vector'],
  ['{x!~".*"}', 'vector'],
  ['{x="", y="1"}', 'vector'],
  ['{__name__=~"a|b", x=~".*"}', 'vector'],
  ['a{x=""}', 'vector'],
  [String.raw`a{x=~"(?P<n>a)[(?<]\\(\\?<\\Q(?<\\E[]a[:alpha:]]"}`, 'vector'],
  ['a @ -9223372036854774000', 'vector'],
  ['-a', 'vector'],
  ['1 + a', 'vector'],
  ['a > 1', 'vector'],
  ['a > bool 1', 'vector'],
  ['1 + on () a', 'vector'],
  ['a + ignoring () group_left () 1', 'vector'],
  ['a and on (x) b', 'vector'],
  ['a + on (x) group_left (y) b', 'vector'],
  ['a + ignoring (x) group_left (x) b', 'vector'],
  ['a + on (x) group_left () a', 'vector'],
  ['sum by (on, by, bool, offset, group_left) (a)', 'vector'],
  ['topk(scalar(a), b)', 'vector'],
  ['quantile(0.9, a)', 'vector'],
  ['count_values("v", a)', 'vector'],
  ['year()', 'vector'],
  ['year(a)', 'vector'],
  ['round(a)', 'vector'],
  ['round(a, 0.1)', 'vector'],
  ['label_join(a, "x", ",")', 'vector'],
  ['label_join(a, "x", ",", "y", "z")', 'vector'],
  ['a[1ms]', 'range'],
  ['a[292y]', 'range'],
  ['rate(a[5m])[1h:]', 'range'],
  ['vector(1)[1h:1ms]', 'range'],
] as const;

test.each(accepted)('%s is a %s', (text, type) => {
  expect(valueType(parse(text))).toBe(type);
});

test('promtool accepts all of them', async () => {
  expect(await refusedByPromtool(accepted.map(([text]) => text))).toEqual([]);
});

// Text, what is wrong, the part of the text that the error shows, what to do.
const refused = [
  // Selectors
  ['{}', 'the selector matches every series', '{}', 'name a metric or give a matcher that needs a value'],
  [
    '{x=""}',
    'the selector matches every series',
    '{x=""}',
    'name a metric or give a matcher that needs a value',
  ],
  [
    '{x=~".*"}',
    'the selector matches every series',
    '{x=~".*"}',
    'name a metric or give a matcher that needs a value',
  ],
  [
    '{x!~".+"}',
    'the selector matches every series',
    '{x!~".+"}',
    'name a metric or give a matcher that needs a value',
  ],
  [
    '{x!="1"}',
    'the selector matches every series',
    '{x!="1"}',
    'name a metric or give a matcher that needs a value',
  ],
  [
    'a{x=~"("}',
    'invalid RE2 regular expression for label x: missing closing ): `(`',
    'a{x=~"("}',
    'correct the regex',
  ],
  [
    'a{x!~"(?=y)"}',
    'invalid RE2 regular expression for label x: invalid or unsupported Perl syntax: `(?=`',
    'a{x!~"(?=y)"}',
    'correct the regex',
  ],
  [
    String.raw`a{x=~"\\Qy"}`,
    'invalid RE2 regular expression for label x: missing closing ): `' + String.raw`^(?:\Qy)$` + '`',
    String.raw`a{x=~"\\Qy"}`,
    'correct the regex',
  ],
  [
    'a{__name__="b"}',
    'duplicate metric name',
    'a{__name__="b"}',
    'leave out the name or the matcher of __name__',
  ],
  [
    'a{__name__!~"b"}',
    'duplicate metric name',
    'a{__name__!~"b"}',
    'leave out the name or the matcher of __name__',
  ],
  ['1 + Atan2', 'the metric name Atan2 is a keyword of PromQL', 'Atan2', 'write {__name__="Atan2"}'],
  // Time
  ['a[0s]', 'window or step without length', 'a[0s]', 'give windows and steps above 0, e.g. [5m] or [1h:1m]'],
  [
    'a[0s:1m]',
    'window or step without length',
    'a[0s:1m]',
    'give windows and steps above 0, e.g. [5m] or [1h:1m]',
  ],
  [
    'a[1h:0s]',
    'window or step without length',
    'a[1h:0s]',
    'give windows and steps above 0, e.g. [5m] or [1h:1m]',
  ],
  ['a @ inf', '+Inf after @ is not a time', 'a @ +Inf', 'give a Unix time in seconds'],
  ['a[5m] @ nan', 'NaN after @ is not a time', 'a @ NaN', 'give a Unix time in seconds'],
  [
    'a[1h:] @ -9223372036854775808',
    '-9223372036854776000 after @ is not a time',
    'a[1h:] @ -9223372036854776000',
    'give a Unix time in seconds',
  ],
  // Subqueries
  ['1[1h:]', 'a subquery needs an instant vector', '(1)[1h:]', 'give it an instant vector'],
  ['time()[1h:]', 'a subquery needs an instant vector', 'time()[1h:]', 'give it an instant vector'],
  ['a[5m][1h:]', 'a subquery needs an instant vector', 'a[5m][1h:]', 'give it an instant vector'],
  // Aggregations
  [
    'sum(5)',
    'a scalar cannot be aggregated',
    'sum(5)',
    'aggregate an instant vector: apply rate(...) or the like first',
  ],
  [
    'sum(a[5m])',
    'a range cannot be aggregated',
    'sum(a[5m])',
    'aggregate an instant vector: apply rate(...) or the like first',
  ],
  [
    'sum("x")',
    'a string cannot be aggregated',
    'sum("x")',
    'aggregate an instant vector: apply rate(...) or the like first',
  ],
  ['sum(5, a)', 'sum takes no parameter', 'sum(5, a)', 'leave the parameter out'],
  ['topk(a)', 'topk needs a parameter', 'topk(a)', 'give a scalar'],
  ['bottomk("x", a)', 'bottomk needs another parameter than a string', 'bottomk("x", a)', 'give a scalar'],
  ['quantile(a, b)', 'quantile needs another parameter than a vector', 'quantile(a, b)', 'give a scalar'],
  [
    'count_values(5, a)',
    'count_values needs another parameter than a scalar',
    'count_values(5, a)',
    'give a string',
  ],
  ['sum by (NaN) (a)', 'the label NaN is a keyword of PromQL', 'sum by (NaN) (a)', 'rename the label'],
  [
    'sum without (inf) (a)',
    'the label inf is a keyword of PromQL',
    'sum without (inf) (a)',
    'rename the label',
  ],
  // Functions
  ['time(5)', 'wrong number of arguments for time: 1', 'time(5)', 'give 0'],
  ['abs()', 'wrong number of arguments for abs: 0', 'abs()', 'give 1'],
  ['clamp(a, 1)', 'wrong number of arguments for clamp: 2', 'clamp(a, 1)', 'give 3'],
  ['round(a, 1, 2)', 'wrong number of arguments for round: 3', 'round(a, 1, 2)', 'give 1 to 2'],
  ['year(a, a)', 'wrong number of arguments for year: 2', 'year(a, a)', 'give 0 to 1'],
  [
    'label_join(a, "x")',
    'wrong number of arguments for label_join: 2',
    'label_join(a, "x")',
    'give at least 3',
  ],
  [
    'label_join(a, "x", ",", "y", 5)',
    'argument 5 of label_join is a scalar',
    'label_join(a, "x", ",", "y", 5)',
    'give a string',
  ],
  ['rate(a)', 'argument 1 of rate is a vector', 'rate(a)', 'give a range'],
  ['abs(a[5m])', 'argument 1 of abs is a range', 'abs(a[5m])', 'give a vector'],
  ['vector(a)', 'argument 1 of vector is a vector', 'vector(a)', 'give a scalar'],
  ['scalar(5)', 'argument 1 of scalar is a scalar', 'scalar(5)', 'give a vector'],
  [
    'histogram_quantile("x", a)',
    'argument 1 of histogram_quantile is a string',
    'histogram_quantile("x", a)',
    'give a scalar',
  ],
  [
    'predict_linear(a[5m], b)',
    'argument 2 of predict_linear is a vector',
    'predict_linear(a[5m], b)',
    'give a scalar',
  ],
  // Operators
  ['-a[5m]', '- cannot be applied to a range', '-a[5m]', 'negate a scalar or an instant vector'],
  ['--a[1h:]', '- cannot be applied to a range', '-a[1h:]', 'negate a scalar or an instant vector'],
  ['-"x" ^ 2', '^ cannot be applied to a string', '"x" ^ 2', 'use scalars and instant vectors'],
  ['-("x")', '- cannot be applied to a string', '-"x"', 'negate a scalar or an instant vector'],
  ['a[5m] + 1', '+ cannot be applied to a range', 'a[5m] + 1', 'use scalars and instant vectors'],
  ['a == "x"', '== cannot be applied to a string', 'a == "x"', 'use scalars and instant vectors'],
  ['a + b[1h:]', '+ cannot be applied to a range', 'a + b[1h:]', 'use scalars and instant vectors'],
  ['a + bool b', '+ does not take the bool modifier', 'a + bool b', 'only comparisons take bool'],
  ['a and bool b', 'and does not take the bool modifier', 'a and bool b', 'only comparisons take bool'],
  ['1 >= 2', 'comparing two scalars needs bool', '1 >= 2', 'write >= bool'],
  ['a and 1', 'and cannot be applied to a scalar', 'a and 1', 'use instant vectors on both sides'],
  ['1 or 2', 'or cannot be applied to a scalar', '1 or 2', 'use instant vectors on both sides'],
  ['a + on (x) 1', 'on and ignoring need a vector on both sides', 'a + on (x) 1', 'leave on/ignoring out'],
  [
    '1 + ignoring (x) 1',
    'on and ignoring need a vector on both sides',
    '1 + ignoring (x) 1',
    'leave on/ignoring out',
  ],
  [
    'a unless on (x) group_left () b',
    'unless does not take a group modifier',
    'a unless on (x) group_left () b',
    'set operators match many to many already',
  ],
  [
    'a + on (x) group_right (y, x) b',
    'label x is both in on and in group_right',
    'a + on (x) group_right (y, x) b',
    'name it once',
  ],
  ['a + on (inf) b', 'the label inf is a keyword of PromQL', 'a + on (inf) b', 'rename the label'],
  [
    'a + on (x) group_left (nan) b',
    'the label nan is a keyword of PromQL',
    'a + on (x) group_left (nan) b',
    'rename the label',
  ],
] as const;

test.each(refused)('%s %s', (text, problem, got, fix) => {
  expect(() => parse(text)).toThrow(
    `PromQL: ${problem} (expression: ${JSON.stringify(got)}). ${fix.charAt(0).toUpperCase()}${fix.slice(1)}.`,
  );
});

/** Starts a literal text, which `\\E` would end. */
const OPEN_QUOTE = String.raw`\\Q`;

test('promtool refuses each of them too', async () => {
  const texts = refused.map(([text]) => text);
  expect(await refusedByPromtool(texts)).toEqual(
    // Prometheus 3 no longer anchors the text of an expression but what it parsed.
    texts.filter((text) => ENGINE.version[0] < 3 || !text.includes(OPEN_QUOTE)),
  );
});

test('what only Prometheus 3 reads is refused: named groups as in other languages, and labels called without', () => {
  expect(() => parse('a{x=~"(?<n>y)"}')).toThrow(
    'PromQL: invalid RE2 regular expression for label x: invalid or unsupported Perl syntax: `(?<` (expression: "a{x=~\\"(?<n>y)\\"}"). Correct the regex.',
  );
  expect(() => parse('sum by (without) (a)')).toThrow(
    'PromQL: the label without is a keyword of PromQL (expression: "sum by (without) (a)"). Rename the label.',
  );
});

const a: Expr = { node: 'selector', name: 'a', matchers: [] };

// The grammar has no words for these, but a program can build them.
test.each<[string, Expr, string]>([
  [
    'an unknown function',
    { node: 'call', name: 'holt_winters', args: [a] },
    'unknown function holt_winters (expression: "holt_winters(a)"). See prometheus.io/docs/prometheus/latest/querying/functions for the functions there are.',
  ],
  [
    'a window below a millisecond',
    { node: 'subquery', expr: a, window: 0.0001 },
    'window or step without length (expression: "a[0s:]"). Give windows and steps above 0, e.g. [5m] or [1h:1m].',
  ],
  [
    'a keyword as a metric',
    { node: 'selector', name: 'on', matchers: [] },
    'the metric name on is a keyword of PromQL (expression: "on"). Write {__name__="on"}.',
  ],
  [
    'the negation of a range',
    { node: 'negation', expr: { node: 'subquery', expr: a, window: 60 } },
    '- cannot be applied to a range (expression: "-a[1m:]"). Negate a scalar or an instant vector.',
  ],
])('%s is refused', (_what, expr, message) => {
  expect(() => valueType(expr, 'rule "x"')).toThrow(`rule "x": ${message}`);
});
