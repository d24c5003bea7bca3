import { textTable } from '../../src/findings/text-table';

const ROWS = [
  ['', 'If this happens', 'notifies'],
  ['!', 'all pods of the service are dead', 'on-call, team-channel'],
];

test('columns are as wide as their widest cell', () => {
  expect(textTable(ROWS)).toEqual([
    '   If this happens                   notifies',
    '!  all pods of the service are dead  on-call, team-channel',
  ]);
  expect(textTable([])).toEqual([]);
});

test('the widest cells go on in the next line where the terminal is narrower', () => {
  expect(textTable(ROWS, 37)).toEqual([
    '   If this happens   notifies',
    '!  all pods of the   on-call,',
    '   service are dead  team-channel',
  ]);
});

test('no word is broken', () => {
  expect(textTable([['no later than'], ['TaskApiErrorBudgetBurn fires']], 5)).toEqual([
    'no later than',
    'TaskApiErrorBudgetBurn',
    'fires',
  ]);
});
