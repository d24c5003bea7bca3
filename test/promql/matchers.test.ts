import fc from 'fast-check';
import { RE2JS } from 're2js';
import { oneOf, pattern, unbounded, type LabelValues } from '../../src/metrics/labels';
import {
  anyOf,
  matcher,
  matching,
  not,
  notMatching,
  quoteRegex,
  type ValueMatcher,
} from '../../src/promql/matchers';

const methods = oneOf('GET', 'POST');
const codes = pattern(/\d{3}/, { atMost: 5 });
const anything = unbounded({ because: 'one per customer' });

test.each<[LabelValues | undefined, string | ValueMatcher, string, string]>([
  [methods, 'GET', '=', 'GET'],
  [methods, not('POST'), '!=', 'POST'],
  [methods, anyOf('GET', 'POST'), '=~', 'GET|POST'],
  [methods, matching('P.*'), '=~', 'P.*'],
  [methods, notMatching('P.*'), '!~', 'P.*'],
  [codes, '404', '=', '404'],
  [codes, anyOf('500', '503'), '=~', '500|503'],
  [codes, matching('5..'), '=~', '5..'],
  [anything, 'x', '=', 'x'],
  [anything, anyOf('a.b', 'c|d'), '=~', String.raw`a\.b|c\|d`],
  [undefined, 'x', '=', 'x'],
  [undefined, '', '=', ''],
  [undefined, anyOf('x', ''), '=~', 'x|'],
  [undefined, notMatching('.+'), '!~', '.+'],
])('%j asked for %j', (values, wanted, operator, value) => {
  expect(matcher('m', 'l', wanted, values)).toEqual({ label: 'l', operator, value });
});

const prefix = 'metric "m": label l ';

test.each<[LabelValues | undefined, string | ValueMatcher, string]>([
  [methods, 'PUT', 'never holds this value (got "PUT"); use one of GET, POST'],
  [methods, '', 'never holds this value (got ""); use one of GET, POST'],
  [methods, not('PUT'), 'never holds this value (got "PUT"); use one of GET, POST'],
  [methods, anyOf('PUT'), 'never holds this value (got "PUT"); use one of GET, POST'],
  [methods, anyOf('GET', 'PUT', 'POST'), 'never holds this value (got "PUT"); use one of GET, POST'],
  [codes, '5xx', String.raw`never holds this value (got "5xx"); use a value of the form \d{3}`],
  [codes, matching('5xx'), String.raw`never holds this value (got "5xx"); use a value of the form \d{3}`],
  [codes, '5000', String.raw`never holds this value (got "5000"); use a value of the form \d{3}`],
  [codes, anyOf('500', '5'), String.raw`never holds this value (got "5"); use a value of the form \d{3}`],
  [
    methods,
    matching('PUT|ET'),
    'is matched by a regular expression that none of its values fits (got "PUT|ET"); match some of GET, POST',
  ],
  [
    methods,
    notMatching('get'),
    'is matched by a regular expression that none of its values fits (got "get"); match some of GET, POST',
  ],
  [
    undefined,
    matching('('),
    'is matched by what is no RE2 regular expression: closing ): `(` (missing: "("). Correct the regex.',
  ],
  [
    anything,
    notMatching('(?!a)'),
    'is matched by what is no RE2 regular expression: or unsupported Perl syntax: `(?!` (invalid: "(?!a)"). Correct the regex.',
  ],
])('%j cannot be asked for %j', (values, wanted, message) => {
  expect(() => matcher('m', 'l', wanted, values)).toThrow(prefix + message);
});

test('any of nothing is refused, which would select series without the label', () => {
  expect(() => anyOf()).toThrow('PromQL matcher: has no values (anyOf: []). List at least one.');
});

test('quoted text matches itself and nothing else', () => {
  expect(quoteRegex('a.b*c (d|e) [f]{1}^$+?\\')).toBe(String.raw`a\.b\*c \(d\|e\) \[f\]\{1\}\^\$\+\?\\`);
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (text, other) => {
      expect(RE2JS.matches(quoteRegex(text), text)).toBe(true);
      expect(RE2JS.matches(quoteRegex(text), other)).toBe(text === other);
    }),
  );
});
