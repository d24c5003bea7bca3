import { check } from '../../../../src/doctor/checks/wrong-query/unknown-metric';
import { inForeign, inShop, problemsIn, recording, rules } from '../../expressions/shop';

it('names the metric that was meant', () => {
  expect(inShop(check, rules(recording('rate(shop_request_total[5m])')))).toEqual([
    {
      code: 'unknown-metric',
      check: 'unknown-metric',
      severity: 'error',
      resource: 'PrometheusRule default/r',
      path: 'spec.groups[0].rules[0].expr',
      message: 'recording rule a:b:c: shop does not expose this metric, and no rule records it',
      found: 'shop_request_total',
      expected: 'shop_requests_total',
      fix: 'write shop_requests_total',
      at: { file: 'test.yaml', line: 23 },
    },
  ]);
});

it.each([
  ['the name of a histogram', 'rate(shop_duration_seconds[5m])', 'shop_duration_seconds'],
  ['a counter without its ending', 'shop_requests > 0', 'shop_requests'],
  ['a recorded series that nobody records', 'shop:requests:rate5m', 'shop:requests:rate5m'],
  ['a name in a matcher', '{__name__="shop_nothing"}', 'shop_nothing'],
])('finds %s', (_what, expr, name) => {
  expect(inShop(check, rules(recording(expr)))).toMatchObject([
    {
      found: name,
      message: 'recording rule a:b:c: shop does not expose this metric, and no rule records it',
    },
  ]);
});

it('finds another metric only where it is a slip of the pen away', () => {
  expect(problemsIn(check, 'shops_requests_total{job="shop"}')).toEqual([
    'shop does not expose this metric, and no rule records it',
  ]);
  expect(
    problemsIn(check, 'process_start_time_seconds{job="shop"}', 'shops_requests_total', '{job="shop"}'),
  ).toEqual([]);
});

it('leaves alone what exists, and what nobody knows', () => {
  expect(
    problemsIn(
      check,
      'shop_requests_total',
      'shop_duration_seconds_bucket',
      'shop_duration_seconds_sum',
      'a:b:c0',
      'shop_requests_created',
      'up',
      'shopping_total',
    ),
  ).toEqual([]);
  expect(inForeign(check, recording('shop_request_total'))).toEqual([]);
});

it('finds what the scrape drops, unless a value decides', () => {
  const drop = (sourceLabels: string, regex: string) =>
    inShop(check, rules(recording('shop_queue_length')), {
      endpoint: `metricRelabelings: [{ action: drop, sourceLabels: [${sourceLabels}], regex: "${regex}" }]`,
    }).map(({ message: problem, fix }) => [problem, fix]);
  expect(drop('__name__', 'shop_queue_.*')).toEqual([
    [
      'recording rule a:b:c: ServiceMonitor default/shop-monitor drops the metric at the scrape',
      'remove shop_queue_length from the metricRelabelings that drop it',
    ],
  ]);
  expect(drop('__name__', 'shop_requests.*')).toEqual([]);
  expect(drop('job', 'shop')).toEqual([]);
});

it('knows the native histogram that a scrape makes of a classic one', () => {
  const native = rules(recording('histogram_count(rate(shop_duration_seconds[5m]))'));
  expect(inShop(check, native, { monitor: 'convertClassicHistogramsToNHCB: true,' })).toEqual([]);
  expect(inShop(check, native)).toHaveLength(1);
});
