import { check } from '../../../../src/doctor/checks/wrong-query/summed-buckets';
import { inForeign, inShop, problemsIn, recording, rules } from '../../expressions/shop';

it('adds up the count instead', () => {
  expect(
    inShop(check, rules(recording('sum(rate(shop_duration_seconds_bucket{route="/", le!="+Inf"}[5m])) > 1'))),
  ).toMatchObject([
    {
      code: 'summed-buckets',
      severity: 'error',
      message:
        'recording rule a:b:c: sum adds up the cumulative buckets of shop_duration_seconds_bucket, which counts a request once for every bucket',
      found: 'sum(rate(shop_duration_seconds_bucket{route="/", le!="+Inf"}[5m]))',
      fix: 'write sum(rate(shop_duration_seconds_count{route="/"}[5m]))',
    },
  ]);
});

it.each([
  'sum by (route) (shop_duration_seconds_bucket)',
  'avg without (le) (rate(shop_duration_seconds_bucket[5m]))',
  'sum(rate(shop_duration_seconds_bucket{le=~"1|5"}[5m]))',
])('finds %s', (expr) => {
  expect(problemsIn(check, expr)).toHaveLength(1);
});

it('only warns of a name that may not be a histogram', () => {
  expect(inForeign(check, recording('sum(rate(x_bucket[5m]))')).map(({ severity }) => severity)).toEqual([
    'warning',
  ]);
});

it('leaves alone one bucket, sums by le, quantiles, counts and gauges called bucket', () => {
  expect(
    problemsIn(
      check,
      'sum(rate(shop_duration_seconds_bucket{le="0.5"}[5m]))',
      'sum(rate(shop_duration_seconds_bucket{le=~"0.5"}[5m]))',
      'sum(rate(shop_duration_seconds_bucket{le=~"1(\\\\.0)?"}[5m]))',
      'sum(rate(shop_duration_seconds_bucket{le=~"1|1\\\\.0"}[5m]))',
      'sum by (le) (rate(shop_duration_seconds_bucket[5m]))',
      'sum without (pod) (rate(shop_duration_seconds_bucket[5m]))',
      'histogram_quantile(0.5, sum(rate(shop_duration_seconds_bucket[5m])))',
      'sum(rate(shop_duration_seconds_count[5m]))',
      'sum(objects_in_bucket)',
      'sum(up)',
      'count(shop_duration_seconds_bucket)',
      'sum(a / b)',
      'sum(ceil(x_bucket))',
    ),
  ).toEqual([]);
});
