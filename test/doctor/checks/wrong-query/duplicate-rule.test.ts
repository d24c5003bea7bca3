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
