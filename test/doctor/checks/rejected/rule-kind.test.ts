import { check } from '../../../../src/doctor/checks/rejected/rule-kind';
import { findingsFor } from '../../../support/doctor';
import { yaml } from '../yaml';

const rule = (fields: string) =>
  yaml('PrometheusRule', 'name: web', `spec: { groups: [{ name: a, rules: [{ ${fields} }] }] }`);

test('a rule cannot be both', () => {
  expect(findingsFor(check, rule('record: a:b, alert: C, expr: up'))).toEqual([
    {
      code: 'rule-kind',
      check: 'rule-kind',
      severity: 'error',
      resource: 'PrometheusRule monitoring/web',
      path: 'spec.groups[0].rules[0]',
      message: 'the rule has both record and alert',
      found: { record: 'a:b', alert: 'C' },
      expected: 'either record or alert',
      fix: 'remove record: a:b, and record it in a separate rule',
      at: { file: 'test.yaml', line: 2 },
    },
  ]);
});

test.each<[string, object]>([
  ['expr: up', { message: 'the rule has neither record nor alert', found: ['expr'], fix: 'alert: <Name>' }],
  ['alert: "", expr: up', { message: 'the rule has neither record nor alert' }],
  [
    'alert: A',
    { path: 'spec.groups[0].rules[0].expr', message: 'the rule has no expression', fix: 'expr: <PromQL>' },
  ],
  [
    'alert: A, expr: [up]',
    { path: 'spec.groups[0].rules[0].expr', message: 'the expression is not a string', found: ['up'] },
  ],
])('%s', (fields, expected) => {
  expect(findingsFor(check, rule(fields))).toMatchObject([expected]);
});

test.each([
  'alert: A, expr: up',
  'record: a, expr: up',
  'record: a, expr: 1',
  'record: a, alert: "", expr: up',
])('nothing is found in %s', (fields) => {
  expect(findingsFor(check, rule(fields))).toEqual([]);
});

test('a dash too many makes two incomplete rules of one', () => {
  const cut = yaml(
    'PrometheusRule',
    'name: web',
    'spec: { groups: [{ name: a, rules: [{ record: x, expr: up }, { alert: A }, { expr: up == 0, for: 5m }] }] }',
  );
  expect(findingsFor(check, cut)).toMatchObject([
    {
      path: 'spec.groups[0].rules[1]',
      message: 'a dash before expr starts a second rule, so both rules are incomplete',
      fix: 'remove the dash before expr, so that rules[2] becomes part of rules[1]',
    },
  ]);
});
