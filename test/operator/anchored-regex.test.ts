import fc from 'fast-check';
import { RE2JS } from 're2js';
import { anchoredRegex } from '../../src/operator/anchored-regex';

function groupsOf(regex: string, text: string): readonly (string | undefined)[] | undefined {
  const match = anchoredRegex(regex, 3).match(text);
  return match && [...match.groups];
}

test.each<[string, string, readonly (string | undefined)[] | undefined]>([
  ['(.*)', 'a;b', ['a;b', 'a;b']],
  ['(order-api);true', 'order-api;true', ['order-api;true', 'order-api']],
  ['(v1.2);true', 'v1x2;true', ['v1x2;true', 'v1x2']],
  ['web', 'web1', undefined],
  ['web|api', 'api', ['api']],
  ['Pod;(.*)', 'Node;a', undefined],
  ['(a)|(b)', 'b', ['b', undefined, 'b']],
  ['(?i)WEB', 'web', ['web']],
  ['(.+)-(?:[a-z0-9]{5})', 'shop-x2xbb', ['shop-x2xbb', 'shop']],
])('%s of %s: the whole text must match', (regex, text, groups) => {
  expect(groupsOf(regex, text)).toEqual(groups);
  expect(anchoredRegex(regex, 3).matches(text)).toBe(groups !== undefined);
});

test('only Prometheus 3 lets a dot match a line break', () => {
  expect(anchoredRegex('(.*)', 3).matches('a\nb')).toBe(true);
  expect(anchoredRegex('(.*)', 2).matches('a\nb')).toBe(false);
});

test('groups have names', () => {
  expect(anchoredRegex('(?P<app>[a-z]+)-.*', 3).match('shop-1')).toEqual({
    groups: ['shop-1', 'shop'],
    names: { app: 1 },
  });
});

test.each(['(', '(?=a)', 'a{2,1}'])('%s is invalid RE2', (regex) => {
  expect(() => anchoredRegex(regex, 3)).toThrow(/error parsing regexp/);
});

/** Expressions of parts that the JavaScript engine evaluates, and of parts that it does not. */
const piece = fc.constantFrom(
  'a',
  'b',
  '-',
  ';',
  '.',
  '\\.',
  '[a-z]',
  '[0-9_]',
  'a*',
  '.+',
  'b?',
  '|',
  '(?:a|b)',
  '\\d',
);
const group = fc.array(piece, { maxLength: 4 }).map((pieces) => `(${pieces.join('')})`);
const expression = fc.array(fc.oneof(piece, group), { maxLength: 5 }).map((pieces) => pieces.join(''));
const text = fc.string({
  unit: fc.constantFrom('a', 'b', '-', ';', '.', '1', '\n', 'é', '\u2028'),
  maxLength: 8,
});

test('any expression matches what RE2 matches', () => {
  fc.assert(
    fc.property(expression, text, (regex, value) => {
      const matcher = RE2JS.compile(regex, RE2JS.DOTALL).matcher(value);
      const found = matcher.matches()
        ? Array.from({ length: matcher.groupCount() + 1 }, (_, index) => matcher.group(index) ?? undefined)
        : undefined;
      expect(groupsOf(regex, value)).toEqual(found);
    }),
    { numRuns: 500 },
  );
});
