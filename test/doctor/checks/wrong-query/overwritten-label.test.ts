import { check } from '../../../../src/doctor/checks/wrong-query/overwritten-label';
import { alert, inForeign, recording } from '../../expressions/shop';

const RATIO = 'sum by (service) (rate(x[5m])) / sum by (service) (rate(y[5m])) > 0.1';

it('finds a label that tells the series apart', () => {
  expect(inForeign(check, alert(RATIO, 'labels: { severity: page, service: legacy }'))).toMatchObject([
    {
      code: 'overwritten-label',
      severity: 'warning',
      path: 'spec.groups[0].rules[0].labels.service',
      message:
        'alert A is grouped by service, and its own label replaces it, so two groups at once are an error',
      found: 'legacy',
      fix: 'remove the label service of the rule, or leave service out of by (...)',
    },
  ]);
});

it('finds it in a recording rule', () => {
  const rule = `${recording('-sum by (job, cluster) (x)')}, labels: { cluster: prod }`;
  expect(inForeign(check, rule).map(({ message }) => message)).toEqual([
    'recording rule a:b:c is grouped by cluster, and its own label replaces it, so two groups at once are an error',
  ]);
});

it.each([
  [RATIO, 'labels: { severity: page }'],
  [RATIO, "labels: { service: '{{ $labels.service }}' }"],
  ['sum(x) > 1', 'labels: { service: a }'],
  ['sum without (pod) (x) > 1', 'labels: { service: a }'],
  ['x > 1', 'labels: { service: a }'],
  ['sum by (service) (x{service="b"}) > 1', 'labels: { service: a }'],
  ['sum by (service) (x) > 1 or sum by (pod) (x) > 2', 'labels: { service: a }'],
])('leaves alone %s with %s', (expr, labels) => {
  expect(inForeign(check, alert(expr, labels))).toEqual([]);
});
