import { check } from '../../../../src/doctor/checks/wrong-query/sum-before-rate';
import { inForeign, problemsIn, recording } from '../../expressions/shop';

it('turns a subquery around', () => {
  expect(inForeign(check, recording('rate(sum by (job) (x_total{a="b"})[5m:30s])'))).toMatchObject([
    {
      code: 'sum-before-rate',
      check: 'sum-before-rate',
      severity: 'error',
      resource: 'PrometheusRule default/r',
      path: 'spec.groups[0].rules[0].expr',
      message: 'recording rule a:b:c: rate is applied to a sum: sum by (job) (x_total{a="b"})',
      found: 'rate(sum by (job) (x_total{a="b"})[5m:30s])',
      expected: 'a sum of rates',
      fix: 'write sum by (job) (rate(x_total{a="b"}[5m]))',
    },
  ]);
});

it('finds the rate of a recorded sum', () => {
  expect(problemsIn(check, 'sum(max_over_time(x_total[1m]))', 'increase(a:b:c0[1h])')).toEqual([
    'increase is applied to a sum: a:b:c0 is recorded as sum(max_over_time(x_total[1m]))',
  ]);
});

it('leaves alone sums of rates, other functions, and recorded counters', () => {
  expect(
    problemsIn(
      check,
      'sum(rate(x_total[5m]))',
      'deriv(sum(x)[5m:30s])',
      'rate(max by (job) (x_total)[5m:30s])',
      'max by (a) (x_total)',
      'rate(a:b:c3[5m])',
      'rate(x[5m])',
      'sum(rate(x_total[5m]))',
      'max_over_time(a:b:c0[5m])',
    ),
  ).toEqual([]);
});
