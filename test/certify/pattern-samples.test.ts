import { RE2JS } from 're2js';
import fc from '../support/fast-check';
import { textsMatching } from '../../src/certify/engine/pattern-samples';

test.each<[string, readonly string[]]>([
  ['a', ['a']],
  ['a|b|c', ['a', 'b', 'c']],
  ['^(foo1|foo2|baz)$', ['foo1', 'foo2', 'baz']],
  ['^a$|^b.*$', ['a', 'b']],
  ['(a|b)-(c|d)', ['a-c', 'a-d', 'b-c', 'b-d']],
  ['(?:team-(?:a|b)|shop).+', ['team-a0', 'team-b0', 'shop0']],
  ['(?P<name>x|y)z?', ['xz', 'yz']],
  ['(?i)warn', ['warn']],
  ['5..', ['500']],
  ['[^a-f]+|[xy]{3}', ['z', 'xxx']],
  [String.raw`web-\d{2,}\.local`, ['web-11.local']],
  [String.raw`[\w.]+@x|\$1`, ['a@x', '$1']],
  ['.*', ['']],
  ['', ['']],
  ['(', []],
  ['a{1001}', []],
  ['\\', []],
])('%j matches %j', (pattern, texts) => {
  expect(textsMatching(pattern)).toEqual(texts);
});

const atom = fc.constantFrom(
  'a',
  'b-',
  '0',
  '.',
  '[xyz]',
  '[^q]',
  String.raw`\.`,
  String.raw`\d`,
  String.raw`\w`,
);
const quantifier = fc.constantFrom('', '', '', '*', '+', '?', '{2}', '{0,3}', '+?');
const { pattern } = fc.letrec<{ pattern: string; sequence: string; part: string }>((tie) => ({
  part: fc.oneof(
    { depthSize: 'small' },
    fc.tuple(atom, quantifier).map((parts) => parts.join('')),
    fc
      .tuple(fc.constantFrom('(', '(?:', '(?P<n>'), tie('pattern'), quantifier)
      .map(([open, inner, times]) => `${open.replace('n', `n${inner.length}`)}${inner})${times}`),
  ),
  sequence: fc.array(tie('part'), { minLength: 1, maxLength: 4 }).map((parts) => parts.join('')),
  pattern: fc.array(tie('sequence'), { minLength: 1, maxLength: 3 }).map((all) => all.join('|')),
}));

test('every pattern that RE2 reads has texts, and matches them', () => {
  fc.assert(
    fc.property(pattern, (one) => {
      const compiled = compile(one);
      fc.pre(compiled !== undefined);
      const texts = textsMatching(one);
      expect(texts.length).toBeGreaterThan(0);
      for (const text of texts) expect(compiled.matches(text)).toBe(true);
    }),
    { numRuns: 60 },
  );
});

function compile(text: string): RE2JS | undefined {
  try {
    return RE2JS.compile(text);
  } catch {
    return undefined;
  }
}

test.each([
  ['open groups', '('.repeat(300_000)],
  ['groups within one another', `${'('.repeat(2000)}a${')'.repeat(2000)}`],
  ['many combinations', '(a|b)'.repeat(800)],
  ['classes that do not end', '['.repeat(4000)],
])('%s take no time', (_, text) => {
  const { user } = process.cpuUsage();
  textsMatching(text);
  expect((process.cpuUsage().user - user) / 1e6).toBeLessThan(3);
});

test('a list may be as long as it is', () => {
  const names = Array.from({ length: 20_000 }, (_, index) => `team-${index}`);
  expect(textsMatching(names.join('|'))).toEqual(names);
  expect(textsMatching(`^(${names.join('|')})$`)).toEqual(names);
});
