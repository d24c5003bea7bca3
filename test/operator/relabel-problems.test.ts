import type { Relabeling } from '../../src/kubernetes/relabeling';
import { relabelProblems } from '../../src/operator/relabel-problems';

test('a step that Prometheus refuses is told with what it takes, and a line to put in its place', () => {
  expect(relabelProblems({ action: 'labeldrop', regex: 'pod', sourceLabels: ['pod'] })).toEqual([
    {
      field: 'sourceLabels',
      message: 'cannot be set for labeldrop',
      found: ['pod'],
      expected: 'regex only',
      fix: '# remove sourceLabels: ["pod"]',
    },
  ]);
});

test.each<[Relabeling, string]>([
  [{ action: 'rename' }, 'action is no action of relabeling'],
  [
    { regex: '(?=a)', targetLabel: 'a' },
    'regex is no RE2 regular expression: invalid or unsupported Perl syntax: `(?=`',
  ],
  [{ sourceLabels: ['a'] }, 'targetLabel is missing for replace'],
  [{ action: 'hashmod', targetLabel: 'a' }, 'modulus is missing for hashmod'],
  [{ action: 'hashmod', targetLabel: 'a', modulus: 0 }, 'modulus is not a whole number above 0'],
  [{ action: 'HashMod', modulus: 2 }, 'targetLabel is missing for hashmod'],
  [{ action: 'lowercase', sourceLabels: ['a'] }, 'targetLabel is missing for lowercase'],
  [{ action: 'uppercase', targetLabel: 'a', replacement: 'b' }, 'replacement cannot be set for uppercase'],
  [{ action: 'keepequal', sourceLabels: ['a'] }, 'targetLabel is missing for keepequal'],
  [{ action: 'dropequal', targetLabel: 'a', regex: 'b' }, 'regex cannot be set for dropequal'],
  [{ action: 'keepequal', targetLabel: 'a', separator: '' }, 'separator cannot be set for keepequal'],
  [{ action: 'labelkeep', regex: 'a', targetLabel: 'b' }, 'targetLabel cannot be set for labelkeep'],
  [{ action: 'labelkeep', regex: 'a', replacement: '' }, 'replacement cannot be set for labelkeep'],
  [{ action: 'labeldrop', regex: 'a', modulus: 3 }, 'modulus cannot be set for labeldrop'],
  [{ action: 'labelmap', regex: '(.*)', replacement: '' }, 'replacement makes no name of a label'],
])('%j: %s', (step, problem) => {
  expect(relabelProblems(step).map((each) => `${each.field} ${each.message}`)).toEqual([problem]);
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
])('%j is taken by every version', (step) => {
  expect([relabelProblems(step, 2), relabelProblems(step, 3)]).toEqual([[], []]);
});

test('Prometheus 2 takes letters, digits and _ for a label only, references to groups aside', () => {
  const fixes = (step: Relabeling) => relabelProblems(step, 2).map(({ field, fix }) => [field, fix]);
  expect(fixes({ targetLabel: 'part-of' })).toEqual([['targetLabel', 'targetLabel: part_of']]);
  expect(fixes({ targetLabel: '1st' })).toEqual([['targetLabel', 'targetLabel: _1st']]);
  expect(fixes({ targetLabel: 'a-$1' })).toEqual([['targetLabel', 'targetLabel: a__1']]);
  expect(fixes({ action: 'labelmap', replacement: 'a-$1' })).toEqual([['replacement', 'replacement: $1']]);
  expect(relabelProblems({ targetLabel: 'part-of' }, 3)).toEqual([]);
});
