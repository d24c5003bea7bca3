import { check } from '../../../../src/doctor/checks/rejected/rule-text-values';
import { findingsFor } from '../../../support/doctor';
import { yaml } from '../yaml';

const rule = (fields: string) =>
  yaml('PrometheusRule', 'name: web', `spec: { groups: [{ name: a, rules: [{ ${fields} }] }] }`);

test('a label that YAML takes for a number', () => {
  expect(findingsFor(check, rule('alert: A, labels: { severity: page, tier: 1 }'))).toEqual([
    {
      code: 'rule-text-values',
      check: 'rule-text-values',
      severity: 'error',
      resource: 'PrometheusRule monitoring/web',
      path: 'spec.groups[0].rules[0].labels.tier',
      message: 'the label is not a string',
      found: 1,
      expected: 'a quoted string',
      fix: 'tier: "1"',
      at: { file: 'test.yaml', line: 2 },
    },
  ]);
});

test.each<[string, string]>([
  ['labels: { urgent: true }', 'urgent: "true"'],
  ['annotations: { ticket: 12 }', 'ticket: "12"'],
  ['annotations: { summary: }', 'summary: ""'],
  ['annotations: { summary: [a] }', 'summary: ""'],
])('%s', (fields, fix) => {
  expect(findingsFor(check, rule(`alert: A, ${fields}`))).toMatchObject([{ fix }]);
});

test('groups have labels too', () => {
  const text = yaml('PrometheusRule', '', 'spec: { groups: [{ name: a, labels: { tier: 1 } }] }');
  expect(findingsFor(check, text)).toMatchObject([{ path: 'spec.groups[0].labels.tier' }]);
});

test.each(['labels: { tier: "1" }', 'annotations: { a: "true" }', 'labels: {}'])(
  'nothing is found in %s',
  (fields) => {
    expect(findingsFor(check, rule(`alert: A, ${fields}`))).toEqual([]);
  },
);

test('a field of the rule below the labels', () => {
  const rule = `{ alert: A, expr: up == 0, labels: { severity: page, annotations: null } }`;
  expect(
    findingsFor(check, yaml('PrometheusRule', '', `spec: { groups: [{ name: g, rules: [${rule}] }] }`)),
  ).toMatchObject([
    {
      message: 'annotations is indented below labels, where each key is a label',
      fix: 'indent annotations like labels, and what belongs to it below it',
    },
  ]);
});

test.each([
  ['labels: { severity: page, for: 5m }', 'for'],
  ['annotations: { summary: a, keep_firing_for: 1h }', 'keep_firing_for'],
])('a time to wait in %s', (fields, key) => {
  expect(findingsFor(check, rule(`alert: A, ${fields}`))).toMatchObject([
    { fix: expect.stringContaining(`indent ${key} like `) },
  ]);
});

test.each(['for: 1m, labels: { for: 5m }', 'labels: { for: payments }'])('%s is a label', (fields) => {
  expect(findingsFor(check, rule(`alert: A, ${fields}`))).toEqual([]);
});
