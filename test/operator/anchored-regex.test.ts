import fc from '../support/fast-check';
import { RE2JS } from 're2js';
import { Regexes } from '../../src/operator/anchored-regex';

function groupsOf(regex: string, text: string): readonly (string | undefined)[] | undefined {
  const match = new Regexes(3).get(regex).match(text);
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
  expect(new Regexes(3).get(regex).matches(text)).toBe(groups !== undefined);
});

test('only Prometheus 3 lets a dot match a line break', () => {
  expect(new Regexes(3).get('(.*)').matches('a\nb')).toBe(true);
  expect(new Regexes(2).get('(.*)').matches('a\nb')).toBe(false);
});

test('groups have names', () => {
  expect(new Regexes(3).get('(?P<app>[a-z]+)-.*').match('shop-1')).toEqual({
    groups: ['shop-1', 'shop'],
    names: { app: 1 },
  });
});

test.each(['(', '(?=a)', 'a{2,1}'])('%s is invalid RE2', (regex) => {
  expect(() => new Regexes(3).get(regex)).toThrow(/error parsing regexp/);
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

// The engine of JavaScript would try some 10^19 ways, and never end.
it('decides where many quantifiers match a text in many ways', () => {
  expect(new Regexes(3).get(`${'.*'.repeat(12)}x`).matches('a'.repeat(200))).toBe(false);
});
