import { check } from '../../../../src/doctor/checks/wrong-query/rate-of-gauge';
import { inForeign, inShop, problemsIn, recording, rules } from '../../expressions/shop';

it('names the function for gauges', () => {
  expect(inShop(check, rules(recording('sum(rate(shop_queue_length[5m]))')))).toMatchObject([
    {
      code: 'rate-of-gauge',
      check: 'rate-of-gauge',
      severity: 'error',
      resource: 'PrometheusRule default/r',
      path: 'spec.groups[0].rules[0].expr',
      message: 'recording rule a:b:c: rate is applied to the gauge shop_queue_length',
      found: 'rate(shop_queue_length[5m])',
      expected: 'a counter, or deriv',
      fix: 'write deriv(shop_queue_length[5m])',
    },
  ]);
});

it('finds gauges of every cluster, and rates of rates', () => {
  expect(
    inForeign(check, recording('increase(container_memory_working_set_bytes[5m])')).map(({ fix }) => fix),
  ).toEqual(['write delta(container_memory_working_set_bytes[5m])']);
  expect(problemsIn(check, 'sum by (job) (rate(x_total[5m]))', 'irate(a:b:c0[5m])')).toEqual([
    'irate is applied to a:b:c0, which is already recorded as a rate',
  ]);
});

it('leaves alone counters, functions for gauges, and what nobody knows', () => {
  expect(
    problemsIn(
      check,
      'rate(shop_requests_total[5m])',
      'increase(shop_duration_seconds_sum[5m])',
      'deriv(shop_queue_length[5m])',
      'changes(shop_queue_length[5m])',
      'sum(x_total)',
      'rate(a:b:c4[5m])',
      'rate({job="a"}[5m])',
    ),
  ).toEqual([]);
});

it.each(['a / on (pod) b', 'sum by (job) (a / b)', '100 * (a / b)', 'a / b * 100'])(
  'finds the rate of %s, which is recorded',
  (expr) => {
    expect(
      inForeign(check, recording(expr, 'x:ratio'), recording('rate(x:ratio[5m])')).map(
        ({ message }) => message,
      ),
    ).toEqual(['recording rule a:b:c: rate is applied to x:ratio, which is recorded as a ratio']);
  },
);

it.each(['a / 1000', 'a * 8', 'a + b', 'a * b', 'count(a / b)'])('leaves alone the rate of %s', (expr) => {
  expect(inForeign(check, recording(expr, 'x:y'), recording('rate(x:y[5m])'))).toEqual([]);
});
