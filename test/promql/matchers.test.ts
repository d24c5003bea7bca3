import fc from '../support/fast-check';
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

const prefix = 'metric "m": ';

test.each<[LabelValues | undefined, string | ValueMatcher, string]>([
  [methods, 'PUT', 'the label never has this value (label l: "PUT"). Use one of GET, POST.'],
  [methods, '', 'the label never has this value (label l: ""). Use one of GET, POST.'],
  [methods, not('PUT'), 'the label never has this value (label l: "PUT"). Use one of GET, POST.'],
  [methods, anyOf('PUT'), 'the label never has this value (label l: "PUT"). Use one of GET, POST.'],
  [
    methods,
    anyOf('GET', 'PUT', 'POST'),
    'the label never has this value (label l: "PUT"). Use one of GET, POST.',
  ],
  [
    undefined,
    ['GET'] as never,
    'neither a text nor a matcher (label l: ["GET"]). Write a text, or a matcher such as not(\'GET\'); the targets of a service are targetsOf(service).',
  ],
  [codes, '5xx', String.raw`the label never has this value (label l: "5xx"). Use a value of the form \d{3}.`],
  [
    codes,
    matching('5xx'),
    String.raw`the label never has this value (label l: "5xx"). Use a value of the form \d{3}.`,
  ],
  [
    codes,
    '5000',
    String.raw`the label never has this value (label l: "5000"). Use a value of the form \d{3}.`,
  ],
  [
    codes,
    anyOf('500', '5'),
    String.raw`the label never has this value (label l: "5"). Use a value of the form \d{3}.`,
  ],
  [
    methods,
    matching('PUT|ET'),
    'the regular expression matches none of the values of the label (label l: "PUT|ET"). Match some of GET, POST.',
  ],
  [
    methods,
    notMatching('get'),
    'the regular expression matches none of the values of the label (label l: "get"). Match some of GET, POST.',
  ],
  [
    undefined,
    matching('('),
    'invalid RE2 regular expression: missing closing ): `(` (label l: "("). Correct the regex.',
  ],
  [
    anything,
    notMatching('(?!a)'),
    'invalid RE2 regular expression: invalid or unsupported Perl syntax: `(?!` (label l: "(?!a)"). Correct the regex.',
  ],
])('%j cannot be asked for %j', (values, wanted, message) => {
  expect(() => matcher('m', 'l', wanted, values)).toThrow(prefix + message);
});

test('any of nothing is refused, which would select series without the label', () => {
  expect(() => anyOf()).toThrow('PromQL matcher: no values to match (anyOf: []). List at least one.');
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
