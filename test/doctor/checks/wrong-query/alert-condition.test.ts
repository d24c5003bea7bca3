import { check } from '../../../../src/doctor/checks/wrong-query/alert-condition';
import { alert, inForeign, inShop, recording, rules } from '../../expressions/shop';

it('asks for a comparison', () => {
  expect(inForeign(check, alert('rate(errors_total[5m])'))).toMatchObject([
    {
      code: 'alert-condition',
      check: 'alert-condition',
      severity: 'warning',
      resource: 'PrometheusRule default/r',
      path: 'spec.groups[0].rules[0].expr',
      message: 'alert A: the expression returns a series for every value, so the alert always fires',
      found: 'rate(errors_total[5m])',
      expected: 'a comparison that filters',
      fix: 'write rate(errors_total[5m]) > 0',
    },
  ]);
});

it('asks for a comparison without bool', () => {
  expect(inForeign(check, alert('up == bool 0')).map(({ fix }) => fix)).toEqual(['write == without bool']);
});

it('moves a default value before the comparison', () => {
  expect(inForeign(check, alert('sum(rate(a_total[5m])) > 0.05 or vector(0)'))).toMatchObject([
    {
      severity: 'error',
      message:
        'alert A: vector(0) returns a series whenever the condition does not, so the alert always fires',
      fix: 'write (sum(rate(a_total[5m])) or vector(0)) > 0.05',
    },
  ]);
});

it.each([
  ['count(a{role="x"}) or vector(0) < 1', 'write (count(a{role="x"}) or vector(0)) < 1'],
  ['a / b or vector(0) >= 0.05', 'write (a / b or vector(0)) >= 0.05'],
  ['a > 5 or vector(0) < 1', 'write (a > 5 or vector(0)) < 1'],
])('compares both sides of or in %s', (expr, fix) => {
  expect(inForeign(check, alert(expr))).toMatchObject([
    {
      severity: 'error',
      message: expect.stringMatching(
        /binds closer than or, so only vector\(0\) is compared, and the alert always fires$/,
      ) as string,
      fix,
    },
  ]);
});

it('writes the comparison before a comment', () => {
  const fixes = ['rate(a[5m]) # note', 'rate(a[5m]) # note == 0'].map(
    (expr) => inForeign(check, alert(expr))[0]!.fix,
  );
  expect(fixes).toEqual([
    'write rate(a[5m]) > 0',
    'remove the # before the comparison, which is part of the comment',
  ]);
});

it.each([
  'vector(1) or up == 0',
  'absent(up) or vector(1)',
  'up == bool 0 or vector(0)',
  'sum(rate(a[5m])) / sum(rate(b[5m]))',
  'max(shop_queue_length)',
  'sum(watch_errors{namespace="a"})',
  'other_requests_total',
  'kube_pod_status_phase{phase="Failed"}',
  'sum by (pod) (kube_pod_status_phase{phase=~"Failed|Unknown"})',
  'up{job="a"}',
  'rate(a[5m]) or rate(b[5m])',
  '-shop_queue_length * 2',
  'a:b:c0 * 100',
])('finds %s', (expr) => {
  expect(inShop(check, rules(recording('sum(rate(a[5m]))', 'a:b:c0'), alert(expr)))).toHaveLength(1);
});

it.each([
  ['a comparison', 'rate(a[5m]) > 0'],
  ['a comparison with a default value inside', '(rate(a[5m]) or vector(0)) > 0'],
  ['a condition or a condition', 'a > 1 or vector(1) > 2'],
  ['a condition or a constant that never meets its own', 'a > 0.05 or vector(0) >= 0.05'],
  ['a constant that data decides', 'a > 5 or vector(scalar(b)) > 3'],
  ['a comparison inside', 'sum(up == 0)'],
  ['a comparison in a subquery', 'count_over_time((rate(a[5m]) > 1)[1h:5m])'],
  ['a condition of sets', 'rate(a[5m]) unless b'],
  ['an absence', 'absent(up) * 2'],
  ['an alarm that is meant to fire', 'vector(1)'],
  ['other alerts', 'sum(ALERTS{severity="info"}) + 0'],
  ['a series that may exist only while something is wrong', 'sum by (node) (node_broken)'],
  ['an information', 'shop_build_info{version="1"}'],
  ['a recorded condition', 'a:b:c0 * 1'],
  ['a series that is recorded elsewhere', 'x:broken * 1'],
  ['any metric', '{job="a"} + 1'],
])('leaves alone %s: %s', (_what, expr) => {
  expect(inShop(check, rules(recording('a > 1', 'a:b:c0'), alert(expr)))).toEqual([]);
});
