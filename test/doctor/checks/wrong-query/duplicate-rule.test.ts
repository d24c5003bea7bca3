import { check } from '../../../../src/doctor/checks/wrong-query/duplicate-rule';
import { findingsFor } from '../../../support/doctor';
import { alert, inForeign, recording, rules } from '../../expressions/shop';

it('names the other one', () => {
  expect(inForeign(check, alert('sum( x )>1'), alert('sum(x) > 1'))).toMatchObject([
    {
      code: 'duplicate-rule',
      check: 'duplicate-rule',
      severity: 'warning',
      resource: 'PrometheusRule default/r',
      path: 'spec.groups[0].rules[1]',
      message: 'PrometheusRule default/r already defines alert A at spec.groups[0].rules[0]',
      found: 'sum(x) > 1',
      expected: 'one rule',
      fix: 'remove one of the two',
    },
  ]);
});

it('finds two rules that record the same series', () => {
  expect(inForeign(check, recording('sum(x)'), recording('sum(y)'))).toHaveLength(1);
  expect(
    inForeign(check, recording('sum by (job) (x{job="a"})'), recording('max by (job) (y{job="a"})')),
  ).toHaveLength(1);
});

it('leaves alone rules that tell their series apart, or may', () => {
  expect(
    inForeign(
      check,
      recording('sum by (job) (x{job="a"})'),
      recording('sum by (job) (x{job="b"})'),
      recording('sum by (pod) (x)'),
      recording('x'),
      'record: "a:b:c", expr: "sum(x)", labels: { a: b }',
      alert('x > 1'),
      alert('x > 2'),
      alert('x > 1', 'labels: { severity: critical }'),
      recording('sum('),
    ),
  ).toEqual([]);
});

it('leaves alone a resource that was read twice', () => {
  expect(findingsFor(check, rules(alert('x > 1')) + rules(alert('x > 1')))).toEqual([]);
});

it('compares resources that one Prometheus reads', () => {
  const both = rules(alert('x > 1')) + rules(alert('x > 1')).replace('name: r,', 'name: q,');
  const all = { ruleSelectorNilUsesHelmValues: false };
  const read = (prometheusSpec: object) =>
    findingsFor(check, both, { values: { values: { prometheus: { prometheusSpec } }, name: 'values.yml' } });
  expect(read(all).map(({ resource, message: problem }) => [resource, problem])).toEqual([
    [
      'PrometheusRule default/q',
      'PrometheusRule default/r already defines alert A at spec.groups[0].rules[0]',
    ],
  ]);
  expect(read({})).toEqual([]);
});

const job = (expr: string) => recording(expr, 'job:errors:rate5m');

it.each([
  ['another window', 'sum by (job) (rate(x[5m]))', 'sum by (job) (rate(x[1h]))'],
  ['another aggregation', 'sum by (job, pod) (x)', 'max by (pod, job) (x)'],
  ['another factor', 'x * 100', 'x'],
  ['another order of matchers', 'rate(x{a="1", b="2"}[5m])', 'irate(x{b="2", a="1"}[5m])'],
  ['another quantile', 'histogram_quantile(0.9, x)', 'histogram_quantile(0.99, x)'],
])(
  'finds rules of a group that record the same labels with %s: an error, as one is lost',
  (_what, one, other) => {
    expect(inForeign(check, job(one), job(other))).toMatchObject([
      {
        severity: 'error',
        path: 'spec.groups[0].rules[1]',
        message:
          'PrometheusRule default/r records other values for recording rule job:errors:rate5m at spec.groups[0].rules[0], in the same group, so Prometheus stores the samples of one only',
        expected: 'one rule, or another name',
        fix: 'give one of the two another name, or remove it',
      },
    ]);
  },
);

it.each([
  ['other conditions', 'x > 5', 'x <= 5'],
  ['other metrics', 'sum by (job) (x)', 'sum by (job) (y)'],
  ['other matchers', 'sum by (job) (x{a="1"})', 'sum by (job) (x{a="2"})'],
  ['other labels kept of other series', 'sum by (job) (x)', 'sum by (pod) (x{a="b"})'],
  ['what only one selects', 'topk(3, x)', 'bottomk(3, x)'],
  ['a label that one replaces', 'label_replace(x, "a", "b", "", "")', 'label_replace(x, "a", "c", "", "")'],
])('leaves alone rules with %s', (_what, one, other) => {
  expect(inForeign(check, job(one), job(other))).toEqual([]);
});

it('warns of equal rules in two groups, and of two values at different times', () => {
  const groups = (...exprs: readonly string[]) =>
    `---\n{ apiVersion: monitoring.coreos.com/v1, kind: PrometheusRule, metadata: { name: r, namespace: default }, spec: { groups: [${exprs
      .map((expr, index) => `{ name: g${index}, rules: [{ ${job(expr)} }] }`)
      .join(', ')}] } }`;
  expect(findingsFor(check, groups('sum(x)', 'sum(x)'))).toMatchObject([
    { severity: 'warning', path: 'spec.groups[1].rules[0]', fix: 'remove one of the two' },
  ]);
  expect(findingsFor(check, groups('sum(rate(x[5m]))', 'sum(rate(x[1h]))'))).toMatchObject([
    {
      severity: 'warning',
      message:
        'PrometheusRule default/r records other values for recording rule job:errors:rate5m at spec.groups[0].rules[0], so the series mixes both',
    },
  ]);
});

it('compares resources with the same labels and namespace, which one Prometheus loads together', () => {
  const labelled = (name: string, release: string) =>
    rules(alert('x > 1')).replace('name: r,', `name: ${name}, labels: { release: ${release} },`);
  const two = `---\n{ apiVersion: monitoring.coreos.com/v1, kind: Prometheus, metadata: { name: a, namespace: default }, spec: { ruleSelector: { matchLabels: { release: a } } } }
---\n{ apiVersion: monitoring.coreos.com/v1, kind: Prometheus, metadata: { name: b, namespace: default }, spec: { ruleSelector: { matchLabels: { release: b } } } }\n`;
  expect(findingsFor(check, two + labelled('q', 'a') + labelled('r', 'a'))).toHaveLength(1);
  expect(findingsFor(check, two + labelled('q', 'a') + labelled('r', 'b'))).toEqual([]);
});

it('finds one name that is recorded by different labels', () => {
  const [one, other] = ['sum by (job) (rate(x[5m]))', 'sum by (job, pod) (rate(x[5m]))'] as const;
  expect(inForeign(check, recording(one), recording(other))).toMatchObject([
    {
      severity: 'warning',
      message:
        'PrometheusRule default/r records a:b:c by (job) at spec.groups[0].rules[0], and this rule by (job, pod), so a sum over the name counts everything twice',
      fix: 'give one of the two another name, or remove it',
    },
  ]);
  expect(
    inForeign(check, recording(one), recording(other), recording(other)).map(({ message }) => message),
  ).toEqual([
    expect.stringContaining('so a sum over the name counts everything twice'),
    'PrometheusRule default/r already defines recording rule a:b:c at spec.groups[0].rules[1]',
  ]);
  expect(inForeign(check, recording(one), recording(other, 'a:b:d'))).toEqual([]);
  expect(inForeign(check, recording(one), recording('sum by (job, pod) (rate(y[5m]))'))).toEqual([]);
  expect(inForeign(check, `${recording(one)}, labels: { a: b }`, recording(other))).toEqual([]);
});
