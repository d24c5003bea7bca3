import { check } from '../../../../src/doctor/checks/rejected/rule-names';
import { findingsFor } from '../../../support/doctor';
import { yaml } from '../yaml';

const rule = (fields: string) =>
  yaml('PrometheusRule', 'name: web', `spec: { groups: [{ name: a, rules: [{ ${fields} }] }] }`);
const prometheus = (spec: string) => yaml('Prometheus', '', `spec: { ${spec} }`);

test('a recorded name with a hyphen', () => {
  expect(findingsFor(check, rule('record: "order-api:rate5m", expr: up'))).toEqual([
    {
      code: 'rule-names',
      check: 'rule-names',
      severity: 'warning',
      resource: 'PrometheusRule monitoring/web',
      path: 'spec.groups[0].rules[0].record',
      message: 'invalid metric name',
      found: 'order-api:rate5m',
      expected: 'letters, digits, _ and :, not starting with a digit',
      fix: 'record: order_api:rate5m',
      at: { file: 'test.yaml', line: 2 },
    },
  ]);
});

test.each<[string, object]>([
  [
    'alert: A, labels: { "a-b": c }',
    { path: 'spec.groups[0].rules[0].labels', found: 'a-b', fix: 'a_b: ...' },
  ],
  ['alert: A, annotations: { "2nd": c }', { path: 'spec.groups[0].rules[0].annotations', fix: '_2nd: ...' }],
  [
    'alert: A, labels: { __name__: c }',
    { severity: 'error', message: 'reserved label name', fix: 'remove __name__' },
  ],
  ['alert: A, labels: { "": c }', { severity: 'error', fix: 'remove ""' }],
])('%s', (fields, expected) => {
  expect(findingsFor(check, rule(fields))).toMatchObject([expected]);
});

test.each(['version: v2.55.1', 'nameValidationScheme: Legacy'])('with %s it is an error', (spec) => {
  expect(findingsFor(check, prometheus(spec) + rule('record: a-b, expr: up'))).toMatchObject([
    { severity: 'error' },
  ]);
});

test.each([
  'record: "${PREFIX}:a", labels: { "${LABEL}": b }',
  'record: "a:b_c:sum5m", labels: { _a1: b }',
  'alert: "Any name - at all", annotations: { summary: b }',
])('nothing is found in %s', (fields) => {
  expect(findingsFor(check, rule(fields))).toEqual([]);
});
