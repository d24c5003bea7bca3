import {
  admits,
  oneOf,
  pattern,
  re2Error,
  unbounded,
  valueCount,
  type LabelValues,
} from '../../src/metrics/labels';

const because = 'one value per customer';

test('label values are plain data', () => {
  expect(oneOf('GET', 'POST')).toEqual({ kind: 'one of', values: ['GET', 'POST'] });
  expect(pattern(/\d{3}/, { atMost: 12 })).toEqual({ kind: 'pattern', pattern: '\\d{3}', atMost: 12 });
  expect(pattern('(?i)x.*', { atMost: 1 })).toEqual({ kind: 'pattern', pattern: '(?i)x.*', atMost: 1 });
  expect(unbounded({ because })).toEqual({ kind: 'unbounded', because });
});

test.each<[string, () => LabelValues, string]>([
  ['no values', () => oneOf(), 'no values (oneOf: []). List every value that the label can take.'],
  [
    'a repeated value',
    () => oneOf('GET', 'POST', 'GET'),
    'duplicate value (oneOf: "GET"). List each value once.',
  ],
  [
    'an empty value',
    () => oneOf('GET', ''),
    'empty value (oneOf: ""). Name it, e.g. "none": Prometheus treats an empty label as absent.',
  ],
  [
    'what is no regular expression',
    () => pattern('(', { atMost: 1 }),
    'invalid RE2 regular expression: missing closing ): `(` (pattern: "("). Write it without lookaround and backreferences (syntax: github.com/google/re2/wiki/Syntax).',
  ],
  [
    'lookaround',
    () => pattern(/a(?=b)/, { atMost: 1 }),
    'invalid RE2 regular expression: invalid or unsupported Perl syntax: `(?=` (pattern: "a(?=b)"). Write it without lookaround and backreferences (syntax: github.com/google/re2/wiki/Syntax).',
  ],
  [
    'a flag, which would be lost',
    () => pattern(/get|post/i, { atMost: 2 }),
    'PromQL takes the flags of a regular expression only inside it (pattern: "/get|post/i"). Leave them out, or write e.g. (?i) at the start of a string.',
  ],
  ...[0, -1, 1.5, NaN, Infinity].map((atMost): [string, () => LabelValues, string] => [
    `at most ${atMost}`,
    () => pattern(/x/, { atMost }),
    `not a whole number above 0 (pattern atMost: ${atMost}). Give the most distinct values that one target can emit.`,
  ]),
  [
    'no reason',
    () => unbounded({ because: ' ' }),
    'a reason is required (unbounded because: " "). Say why the growth is acceptable, or use oneOf(...) or pattern(...).',
  ],
])('label values with %s are refused', (_what, declare, message) => {
  expect(declare).toThrow(`label values: ${message}`);
});

test.each<[LabelValues, number]>([
  [oneOf('a', 'b', 'c'), 3],
  [pattern(/\d/, { atMost: 7 }), 7],
  [unbounded({ because }), Infinity],
])('%j has at most %d values', (values, count) => {
  expect(valueCount(values)).toBe(count);
});

test.each<[LabelValues, readonly string[], readonly string[]]>([
  [oneOf('a', 'b'), ['a', 'b'], ['c', 'A', 'ab', '']],
  [pattern(/\d{3}|x/, { atMost: 7 }), ['404', 'x'], ['4040', 'x404', 'X', '']],
  [unbounded({ because }), ['anything', ''], []],
])('%j admits %j and not %j', (values, known, strange) => {
  expect(known.filter((value) => !admits(values, value))).toEqual([]);
  expect(strange.filter((value) => admits(values, value))).toEqual([]);
});

test.each([
  ['.*', undefined],
  ['(?P<name>a)', undefined],
  ['(?i:a)[[:alpha:]]\\pL\\x{10FFFF}\\Q(\\E', undefined],
  ['(', 'missing closing ): `(`'],
  ['a**', 'invalid nested repetition operator: `**`'],
  ['[z-a]', 'invalid character class range: `z-a`'],
  ['a{1001}', 'invalid repeat count: `{1001}`'],
  ['\\1', 'invalid escape sequence: `\\1`'],
  ['(?<=a)b', 'invalid named capture: `(?<=a)b`'],
  // Fine in itself, but not between the anchors that Prometheus puts around it.
  ['\\Qa', 'missing closing ): `^(?:\\Qa)$`'],
  // Newer versions of RE2 know this, Prometheus 2 does not ...
  ['(?<name>a)', 'invalid or unsupported Perl syntax: `(?<`'],
  ['a\\\\(?<name>a)', 'invalid or unsupported Perl syntax: `(?<`'],
  // ... and these only look like it.
  ['\\(?<a>', undefined],
  ['[(?<]', undefined],
  ['[]\\](?<]', undefined],
  ['[[:alpha:](?<]', undefined],
  ['\\Q(?<\\E', undefined],
])('what RE2 says of %s: %s', (source, error) => {
  expect(re2Error(source)).toBe(error);
});
