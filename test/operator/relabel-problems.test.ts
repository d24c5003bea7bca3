import { Regexes } from '../../src/operator/anchored-regex';
import type { Relabeling } from '../../src/kubernetes/relabeling';
import { relabelProblems } from '../../src/operator/relabel-problems';

test('a step that Prometheus rejects is reported with the expected fields and a fix', () => {
  expect(relabelProblems({ action: 'labeldrop', regex: 'pod', sourceLabels: ['pod'] })).toEqual([
    {
      path: 'sourceLabels',
      message: 'sourceLabels is not allowed with action labeldrop',
      found: ['pod'],
      expected: 'regex only',
      fix: '# remove sourceLabels: ["pod"]',
    },
  ]);
});

test.each<[Relabeling, string]>([
  [{ action: 'rename' }, 'unknown relabeling action'],
  [
    { regex: '(?=a)', targetLabel: 'a' },
    'invalid RE2 regular expression: invalid or unsupported Perl syntax: `(?=`',
  ],
  [{ sourceLabels: ['a'] }, 'action replace requires a targetLabel'],
  [{ action: 'hashmod', targetLabel: 'a' }, 'action hashmod requires a modulus'],
  [{ action: 'hashmod', targetLabel: 'a', modulus: 0 }, 'the modulus must be a whole number above 0'],
  [{ action: 'HashMod', modulus: 2 }, 'action hashmod requires a targetLabel'],
  [{ action: 'lowercase', sourceLabels: ['a'] }, 'action lowercase requires a targetLabel'],
  [
    { action: 'uppercase', targetLabel: 'a', replacement: 'b' },
    'replacement is not allowed with action uppercase',
  ],
  [{ action: 'keepequal', sourceLabels: ['a'] }, 'action keepequal requires a targetLabel'],
  [{ action: 'dropequal', targetLabel: 'a', regex: 'b' }, 'regex is not allowed with action dropequal'],
  [
    { action: 'keepequal', targetLabel: 'a', separator: '' },
    'separator is not allowed with action keepequal',
  ],
  [{ action: 'labelkeep', regex: 'a', targetLabel: 'b' }, 'targetLabel is not allowed with action labelkeep'],
  [{ action: 'labelkeep', regex: 'a', replacement: '' }, 'replacement is not allowed with action labelkeep'],
  [{ action: 'labeldrop', regex: 'a', modulus: 3 }, 'modulus is not allowed with action labeldrop'],
  [{ action: 'labelmap', regex: '(.*)', replacement: '' }, 'the replacement gives an invalid label name'],
])('%j: %s', (step, problem) => {
  expect(relabelProblems(step).map((each) => each.message)).toEqual([problem]);
});

test.each<Relabeling>([
  { targetLabel: 'a', replacement: '' },
  { targetLabel: 'a', sourceLabels: [], regex: '' },
  { action: 'keep', sourceLabels: ['a'], regex: 'b' },
  {
    action: 'LabelDrop',
    regex: 'a',
    separator: ';',
    replacement: '$1',
    sourceLabels: [],
    targetLabel: '',
    modulus: 0,
  },
  { action: 'keepequal', sourceLabels: ['a'], targetLabel: 'b', regex: '(.*)' },
  { action: 'lowercase', sourceLabels: ['a'], targetLabel: 'b', replacement: '$1' },
  { action: 'labelmap', regex: 'a_(.*)' },
  { targetLabel: '${1}_$2', sourceLabels: ['a'], regex: '(.)(.)' },
])('every version accepts %j', (step) => {
  expect([relabelProblems(step, new Regexes(2)), relabelProblems(step, new Regexes(3))]).toEqual([[], []]);
});

test('Prometheus 2 allows only letters, digits, _ and references to groups in a label name', () => {
  const fixes = (step: Relabeling) =>
    relabelProblems(step, new Regexes(2)).map(({ path, fix }) => [path, fix]);
  expect(fixes({ targetLabel: 'part-of' })).toEqual([['targetLabel', 'targetLabel: part_of']]);
  expect(fixes({ targetLabel: '1st' })).toEqual([['targetLabel', 'targetLabel: _1st']]);
  expect(fixes({ targetLabel: 'a-$1' })).toEqual([['targetLabel', 'targetLabel: a__1']]);
  expect(fixes({ action: 'labelmap', replacement: 'a-$1' })).toEqual([['replacement', 'replacement: $1']]);
  expect(relabelProblems({ targetLabel: 'part-of' }, new Regexes(3))).toEqual([]);
});

test.each([
  [String.raw`.+?(?=\.)`, String.raw`regex: "(.+?)\\..*"`],
  ['node-(?=a)', 'regex: "(node-)a.*"'],
  ['node-(?=a|b)', 'regex: "(node-)(?:a|b).*"'],
  ['(?!kube-).*', 'write regex without lookaround: it matches the whole value, and groups keep a part of it'],
])('RE2 has no lookaround: %s', (regex, fix) => {
  expect(relabelProblems({ sourceLabels: ['a'], targetLabel: 'a', regex })).toMatchObject([{ fix }]);
});
