import { parsedRules } from '../../../src/doctor/rules/parse-rules';
import { ruleGroups } from '../../../src/doctor/rules/raw-rules';
import { manifestsOf } from '../../../src/kubernetes/manifests';
import { readManifests } from '../../../src/kubernetes/read';

const HEAD =
  'apiVersion: monitoring.coreos.com/v1\nkind: PrometheusRule\nmetadata: { name: r, namespace: n }\n';
const rulesIn = (spec: string, head = HEAD) =>
  parsedRules(ruleGroups(manifestsOf(readManifests(`${head}spec: ${spec}`, 'r.yaml'))), {
    evaluationInterval: 60,
  });

it('reads a rule with its place', () => {
  const [first, second] = rulesIn(`
  groups:
    - name: g
      interval: 2m
      labels: { team: a, tier: b }
      rules:
        - { record: 'a:b', expr: up, labels: { tier: c } }
        - { alert: A, expr: 'sum(', annotations: { summary: s } }`);
  expect(first).toMatchObject({
    group: 'g',
    interval: 120,
    path: 'spec.groups[0].rules[0]',
    kind: 'record',
    name: 'a:b',
    text: 'up',
    labels: { team: 'a', tier: 'c' },
    annotations: {},
  });
  expect([first?.expr, first?.error]).toEqual([{ node: 'selector', name: 'up', matchers: [] }, undefined]);
  expect(second).toMatchObject({ kind: 'alert', name: 'A', annotations: { summary: 's' } });
  expect([second?.expr, second?.error]).toEqual([undefined, 'syntax error (column 5)']);
});

it('takes the interval of Prometheus where the group has none, and a number for an expression', () => {
  const [rule] = rulesIn('{ groups: [{ rules: [{ record: a, expr: 1 }] }] }');
  expect([rule?.interval, rule?.text, rule?.expr]).toEqual([60, '1', { node: 'number', value: 1 }]);
});

it.each(['up offset (-5m)', 'rate(up[5m + 1m])', 'limitk(3, up)', 'info(up)'])(
  'states why %s is not read',
  (expr) => {
    const [rule] = rulesIn(`{ groups: [{ rules: [{ record: a, expr: '${expr}' }] }] }`);
    expect(rule).toMatchObject({ name: 'a', feature: expect.any(String) as string });
    expect([rule?.expr, rule?.error]).toEqual([undefined, undefined]);
  },
);

it.each([
  '',
  '{}',
  '[]',
  '{ groups: 1 }',
  '{ groups: [1, { rules: x }, { rules: [1, {}, { alert: A }, { expr: up }, { record: "", expr: up }, { alert: A, expr: { a: b } }] }] }',
])('finds no rules in %s', (spec) => {
  expect(rulesIn(spec)).toEqual([]);
});

it('leaves PrometheusRules of others alone', () => {
  expect(
    rulesIn(
      '{ groups: [{ rules: [{ record: a, expr: 1 }] }] }',
      HEAD.replace('monitoring.coreos.com', 'example.com'),
    ),
  ).toEqual([]);
});
