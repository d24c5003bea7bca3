import { valueType } from '../../src/promql/check';
import type { Expr } from '../../src/promql/expr';
import { parse } from '../../src/promql/parse';
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
  ['{}', 'selects every series there is', '{}', 'name a metric or give a matcher that needs a value'],
  ['{x=""}', 'selects every series there is', '{x=""}', 'name a metric or give a matcher that needs a value'],
  [
    '{x=~".*"}',
    'selects every series there is',
    '{x=~".*"}',
    'name a metric or give a matcher that needs a value',
  ],
  [
    '{x!~".+"}',
    'selects every series there is',
    '{x!~".+"}',
    'name a metric or give a matcher that needs a value',
  ],
  [
    '{x!="1"}',
    'selects every series there is',
    '{x!="1"}',
    'name a metric or give a matcher that needs a value',
  ],
  [
    'a{x=~"("}',
    'matches x by what is no RE2 regular expression: missing closing ): `(`',
    'a{x=~"("}',
    'correct the regex',
  ],
  [
    'a{x!~"(?=y)"}',
    'matches x by what is no RE2 regular expression: invalid or unsupported Perl syntax: `(?=`',
    'a{x!~"(?=y)"}',
    'correct the regex',
  ],
  [
    String.raw`a{x=~"\\Qy"}`,
    'matches x by what is no RE2 regular expression: missing closing ): `' + String.raw`^(?:\Qy)$` + '`',
    String.raw`a{x=~"\\Qy"}`,
    'correct the regex',
  ],
  [
    'a{__name__="b"}',
    'names the metric twice',
    'a{__name__="b"}',
    'leave out the name or the matcher of __name__',
  ],
  [
    'a{__name__!~"b"}',
    'names the metric twice',
    'a{__name__!~"b"}',
    'leave out the name or the matcher of __name__',
  ],
  ['1 + Atan2', 'selects Atan2, which PromQL reads as a keyword', 'Atan2', 'write {__name__="Atan2"}'],
  // Time
  [
    'a[0s]',
    'has a window or step without length',
    'a[0s]',
    'give windows and steps above 0, e.g. [5m] or [1h:1m]',
  ],
  [
    'a[0s:1m]',
    'has a window or step without length',
    'a[0s:1m]',
    'give windows and steps above 0, e.g. [5m] or [1h:1m]',
  ],
  [
    'a[1h:0s]',
    'has a window or step without length',
    'a[1h:0s]',
    'give windows and steps above 0, e.g. [5m] or [1h:1m]',
  ],
  ['a @ inf', 'is evaluated at +Inf, which is no time', 'a @ +Inf', 'give a Unix time in seconds'],
  ['a[5m] @ nan', 'is evaluated at NaN, which is no time', 'a @ NaN', 'give a Unix time in seconds'],
  [
    'a[1h:] @ -9223372036854775808',
    'is evaluated at -9223372036854776000, which is no time',
    'a[1h:] @ -9223372036854776000',
    'give a Unix time in seconds',
  ],
  // Subqueries
  ['1[1h:]', 'has a subquery over something other than a vector', '(1)[1h:]', 'give it an instant vector'],
  [
    'time()[1h:]',
    'has a subquery over something other than a vector',
    'time()[1h:]',
    'give it an instant vector',
  ],
  [
    'a[5m][1h:]',
    'has a subquery over something other than a vector',
    'a[5m][1h:]',
    'give it an instant vector',
  ],
  // Aggregations
  [
    'sum(5)',
    'aggregates a scalar',
    'sum(5)',
    'aggregate an instant vector: apply rate(...) or the like first',
  ],
  [
    'sum(a[5m])',
    'aggregates a range',
    'sum(a[5m])',
    'aggregate an instant vector: apply rate(...) or the like first',
  ],
  [
    'sum("x")',
    'aggregates a string',
    'sum("x")',
    'aggregate an instant vector: apply rate(...) or the like first',
  ],
  ['sum(5, a)', 'gives sum a parameter', 'sum(5, a)', 'leave the parameter out'],
  ['topk(a)', 'gives topk no parameter', 'topk(a)', 'give a scalar'],
  ['bottomk("x", a)', 'gives bottomk a string as parameter', 'bottomk("x", a)', 'give a scalar'],
  ['quantile(a, b)', 'gives quantile a vector as parameter', 'quantile(a, b)', 'give a scalar'],
  ['count_values(5, a)', 'gives count_values a scalar as parameter', 'count_values(5, a)', 'give a string'],
  [
    'sum by (NaN) (a)',
    'lists the label NaN, which PromQL reads as a keyword',
    'sum by (NaN) (a)',
    'rename the label',
  ],
  [
    'sum without (inf) (a)',
    'lists the label inf, which PromQL reads as a keyword',
    'sum without (inf) (a)',
    'rename the label',
  ],
  // Functions
  ['time(5)', 'gives time 1 argument', 'time(5)', 'give 0'],
  ['abs()', 'gives abs 0 arguments', 'abs()', 'give 1'],
  ['clamp(a, 1)', 'gives clamp 2 arguments', 'clamp(a, 1)', 'give 3'],
  ['round(a, 1, 2)', 'gives round 3 arguments', 'round(a, 1, 2)', 'give 1 to 2'],
  ['year(a, a)', 'gives year 2 arguments', 'year(a, a)', 'give 0 to 1'],
  ['label_join(a, "x")', 'gives label_join 2 arguments', 'label_join(a, "x")', 'give at least 3'],
  [
    'label_join(a, "x", ",", "y", 5)',
    'gives label_join a scalar as argument 5',
    'label_join(a, "x", ",", "y", 5)',
    'give a string',
  ],
  ['rate(a)', 'gives rate a vector as argument 1', 'rate(a)', 'give a range'],
  ['abs(a[5m])', 'gives abs a range as argument 1', 'abs(a[5m])', 'give a vector'],
  ['vector(a)', 'gives vector a vector as argument 1', 'vector(a)', 'give a scalar'],
  ['scalar(5)', 'gives scalar a scalar as argument 1', 'scalar(5)', 'give a vector'],
  [
    'histogram_quantile("x", a)',
    'gives histogram_quantile a string as argument 1',
    'histogram_quantile("x", a)',
    'give a scalar',
  ],
  [
    'predict_linear(a[5m], b)',
    'gives predict_linear a vector as argument 2',
    'predict_linear(a[5m], b)',
    'give a scalar',
  ],
  // Operators
  ['-a[5m]', 'negates a range', '-a[5m]', 'negate a scalar or an instant vector'],
  ['--a[1h:]', 'negates a range', '-a[1h:]', 'negate a scalar or an instant vector'],
  ['-"x" ^ 2', 'applies ^ to a string', '"x" ^ 2', 'use scalars and instant vectors'],
  ['-("x")', 'negates a string', '-"x"', 'negate a scalar or an instant vector'],
  ['a[5m] + 1', 'applies + to a range', 'a[5m] + 1', 'use scalars and instant vectors'],
  ['a == "x"', 'applies == to a string', 'a == "x"', 'use scalars and instant vectors'],
  ['a + b[1h:]', 'applies + to a range', 'a + b[1h:]', 'use scalars and instant vectors'],
  ['a + bool b', 'gives + the bool modifier', 'a + bool b', 'only comparisons take bool'],
  ['a and bool b', 'gives and the bool modifier', 'a and bool b', 'only comparisons take bool'],
  ['1 >= 2', 'compares two scalars without bool', '1 >= 2', 'write >= bool'],
  ['a and 1', 'applies and to a scalar', 'a and 1', 'use instant vectors on both sides'],
  ['1 or 2', 'applies or to a scalar', '1 or 2', 'use instant vectors on both sides'],
  ['a + on (x) 1', 'joins on labels without two vectors', 'a + on (x) 1', 'leave on/ignoring out'],
  [
    '1 + ignoring (x) 1',
    'joins on labels without two vectors',
    '1 + ignoring (x) 1',
    'leave on/ignoring out',
  ],
  [
    'a unless on (x) group_left () b',
    'gives unless a group modifier',
    'a unless on (x) group_left () b',
    'set operators match many to many already',
  ],
  [
    'a + on (x) group_right (y, x) b',
    'names x in on and in group_right',
    'a + on (x) group_right (y, x) b',
    'name it once',
  ],
  [
    'a + on (inf) b',
    'lists the label inf, which PromQL reads as a keyword',
    'a + on (inf) b',
    'rename the label',
  ],
  [
    'a + on (x) group_left (nan) b',
    'lists the label nan, which PromQL reads as a keyword',
    'a + on (x) group_left (nan) b',
    'rename the label',
  ],
] as const;

test.each(refused)('%s %s', (text, problem, got, fix) => {
  expect(() => parse(text)).toThrow(`PromQL: ${problem} (expression: ${JSON.stringify(got)}). ${fix}.`);
});

test('promtool refuses each of them too', async () => {
  const texts = refused.map(([text]) => text);
  expect(await refusedByPromtool(texts)).toEqual(texts);
});

test('what only Prometheus 3 reads is refused: named groups as in other languages, and labels called without', () => {
  expect(() => parse('a{x=~"(?<n>y)"}')).toThrow(
    'PromQL: matches x by what is no RE2 regular expression: invalid or unsupported Perl syntax: `(?<` (expression: Correct the regex.',
  );
  expect(() => parse('sum by (without) (a)')).toThrow(
    'PromQL: lists the label without, which PromQL reads as a keyword (expression: "sum by (without) (a)"). Rename the label.',
  );
});

const a: Expr = { node: 'selector', name: 'a', matchers: [] };

// The grammar has no words for these, but a program can build them.
test.each<[string, Expr, string]>([
  [
    'an unknown function',
    { node: 'call', name: 'holt_winters', args: [a] },
    'calls the unknown function holt_winters ("a{x=~\\"(?<n>y)\\"}").: "holt_winters(a)"); see prometheus.io/docs/prometheus/latest/querying/functions for the functions there are',
  ],
  [
    'a window below a millisecond',
    { node: 'subquery', expr: a, window: 0.0001 },
    'has a window or step without length (got "a[0s:]"); give windows and steps above 0, e.g. [5m] or [1h:1m]',
  ],
  [
    'a keyword as a metric',
    { node: 'selector', name: 'on', matchers: [] },
    'selects on, which PromQL reads as a keyword (got "on"); write {__name__="on"}',
  ],
  [
    'the negation of a range',
    { node: 'negation', expr: { node: 'subquery', expr: a, window: 60 } },
    'negates a range (got "-a[1m:]"). Negate a scalar or an instant vector',
  ],
])('%s is refused', (_what, expr, message) => {
  expect(() => valueType(expr, 'rule "x"')).toThrow(`rule "x": expression ${message}`);
});
