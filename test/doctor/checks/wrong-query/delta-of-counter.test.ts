import { check } from '../../../../src/doctor/checks/wrong-query/delta-of-counter';
import { inForeign, inShop, problemsIn, recording, rules } from '../../expressions/shop';

it('replaces delta by increase', () => {
  expect(inShop(check, rules(recording('delta(shop_requests_total{status="500"}[5m]) * 2')))).toMatchObject([
    {
      code: 'delta-of-counter',
      severity: 'error',
      message: 'recording rule a:b:c: delta is applied to a counter, whose resets it counts as decreases',
      found: 'delta(shop_requests_total{status="500"}[5m])',
      fix: 'write increase(shop_requests_total{status="500"}[5m])',
    },
  ]);
});

it.each([
  ['idelta(shop_requests_total[5m])', 'write increase(shop_requests_total[5m])'],
  ['deriv(shop_duration_seconds_count[5m])', 'write rate(shop_duration_seconds_count[5m])'],
  ['predict_linear(shop_requests_total[1h], 3600)', 'write rate(shop_requests_total[1h])'],
  ['shop_requests_total - shop_requests_total offset 1h', 'write increase(shop_requests_total[1h])'],
  [
    'shop_requests_total{a="b"} offset 5m - shop_requests_total{a="b"} offset 1h',
    'write increase(shop_requests_total{a="b"}[55m] offset 5m)',
  ],
])('finds %s', (expr, fix) => {
  expect(inShop(check, rules(recording(expr))).map((finding) => finding.fix)).toEqual([fix]);
});

it.each(['delta(other_total[5m])', 'other_total - other_total offset 5m', 'deriv(other_errors_total[5m])'])(
  'only warns of %s, whose name alone says that it is a counter',
  (expr) => {
    expect(inForeign(check, recording(expr))).toMatchObject([{ severity: 'warning' }]);
  },
);

it('leaves alone a recorded name', () => {
  expect(inForeign(check, recording('sum(x)', 'x_total'), recording('delta(x_total[5m])'))).toEqual([]);
});

it('leaves alone gauges, rates, unknown metrics and other differences', () => {
  expect(
    problemsIn(
      check,
      'delta(shop_queue_length[5m])',
      'deriv(other[5m])',
      'delta(a:other_total[5m])',
      'kube_pod_container_status_restarts_total - kube_pod_container_status_restarts_total offset 10m',
      'increase(shop_requests_total[5m])',
      'shop_queue_length - shop_queue_length offset 1h',
      'shop_requests_total{status="500"} - shop_requests_total{status="200"} offset 1h',
      'shop_requests_total offset 1h - shop_requests_total',
      'rate(shop_requests_total[5m]) - rate(shop_requests_total[5m] offset 1h)',
      'delta(sum(shop_queue_length)[5m:])',
    ),
  ).toEqual([]);
});
