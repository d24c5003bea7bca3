import { check } from '../../../../src/doctor/checks/rejected/rule-group-names';
import { findingsFor } from '../../../support/doctor';
import { yaml } from '../yaml';

const groups = (...names: readonly string[]) =>
  yaml('PrometheusRule', 'name: web', `spec: { groups: [${names.map((name) => `{ ${name} }`).join(', ')}] }`);

test('a name that another group has', () => {
  expect(findingsFor(check, groups('name: a', 'name: b', 'name: a'))).toEqual([
    {
      code: 'rule-group-names',
      check: 'rule-group-names',
      severity: 'error',
      resource: 'PrometheusRule monitoring/web',
      path: 'spec.groups[2].name',
      message: 'duplicate group name, already used by spec.groups[0]',
      found: 'a',
      expected: 'a unique name',
      fix: 'name: a-3',
      at: { file: 'test.yaml', line: 2 },
    },
  ]);
});

test('a group without name', () => {
  expect(findingsFor(check, groups('name: ""', 'rules: []'))).toMatchObject([
    { path: 'spec.groups[0].name', message: 'the group has no name', fix: 'name: web-1' },
    { path: 'spec.groups[1].name', found: undefined, fix: 'name: web-2' },
  ]);
});

test('nothing is found for equal names in two resources', () => {
  expect(findingsFor(check, groups('name: a', 'name: b') + groups('name: a'))).toEqual([]);
});
