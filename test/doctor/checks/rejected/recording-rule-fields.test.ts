import { check } from '../../../../src/doctor/checks/rejected/recording-rule-fields';
import { findingsFor } from '../../../support/doctor';
import { yaml } from '../yaml';

const rule = (fields: string) =>
  yaml('PrometheusRule', 'name: web', `spec: { groups: [{ name: a, rules: [{ ${fields} }] }] }`);

test('a recorded series cannot wait', () => {
  expect(findingsFor(check, rule('record: a, expr: up, for: 5m'))).toEqual([
    {
      code: 'recording-rule-fields',
      check: 'recording-rule-fields',
      severity: 'error',
      resource: 'PrometheusRule monitoring/web',
      path: 'spec.groups[0].rules[0].for',
      message: 'for is only valid in an alert, but this rule records a series',
      found: '5m',
      expected: 'no such field',
      fix: 'remove for',
      at: { file: 'test.yaml', line: 2 },
    },
  ]);
});

test.each(['keep_firing_for: 1m', 'annotations: { a: b }'])('nor have %s', (field) => {
  expect(findingsFor(check, rule(`record: a, expr: up, ${field}`))).toHaveLength(1);
});

test.each([
  'alert: A, expr: up, for: 5m, annotations: { a: b }',
  'record: a, expr: up, labels: { a: b }',
  'record: a, expr: up, for: 0s, annotations: {}',
  'record: a, alert: A, expr: up, for: 5m',
])('nothing is found in %s', (fields) => {
  expect(findingsFor(check, rule(fields))).toEqual([]);
});
