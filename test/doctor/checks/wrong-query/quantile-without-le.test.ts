import { check } from '../../../../src/doctor/checks/wrong-query/quantile-without-le';
import { inForeign, inShop, problemsIn, recording, rules } from '../../expressions/shop';

it('tells where le was lost', () => {
  const expr = 'histogram_quantile(0.9, sum by (job) (rate(x_seconds_bucket[5m])))';
  expect(inForeign(check, recording(expr))).toMatchObject([
    {
      code: 'quantile-without-le',
      check: 'quantile-without-le',
      severity: 'error',
      resource: 'PrometheusRule default/r',
      path: 'spec.groups[0].rules[0].expr',
      message:
        'recording rule a:b:c: the argument of histogram_quantile has no le label: sum by (job) keeps job',
      found: ['job'],
      expected: 'series with le',
      fix: 'write histogram_quantile(0.9, sum by (job, le) (rate(x_seconds_bucket[5m])))',
    },
  ]);
});

it('finds what never had le', () => {
  expect(
    inShop(
      check,
      rules(recording('histogram_quantile(0.9, rate(shop_duration_seconds_count{pod=""}[5m]))')),
    ).map(({ fix }) => fix),
  ).toEqual([
    'write histogram_quantile(0.9, sum by (container, endpoint, instance, job, namespace, route, service, le) (rate(shop_duration_seconds_bucket{pod=""}[5m])))',
  ]);
});

it('looks through recorded series', () => {
  expect(problemsIn(check, 'sum by (job) (rate(x_bucket[5m]))', 'histogram_quantile(0.5, a:b:c0)')).toEqual([
    'the argument of histogram_quantile has no le label: in the rule of a:b:c0, sum by (job) keeps job',
  ]);
});

it('leaves alone buckets with le, and native histograms', () => {
  expect(
    problemsIn(
      check,
      'histogram_quantile(0.9, sum by (le) (rate(x_bucket[5m])))',
      'histogram_quantile(0.9, sum without (pod) (rate(shop_duration_seconds_bucket[5m])))',
      'histogram_quantile(0.9, sum by (job) (rate(x_seconds[5m])))',
      'sum by (job) (x_bucket)',
    ),
  ).toEqual([]);
});

it('keeps the quantile, the window and the matchers in its fix', () => {
  expect(
    inForeign(check, recording('histogram_quantile(0.5, sum(increase(x_bucket{job="a"}[1m])))')).map(
      ({ fix }) => fix,
    ),
  ).toEqual(['write histogram_quantile(0.5, sum by (le) (increase(x_bucket{job="a"}[1m])))']);
  expect(inForeign(check, recording('histogram_quantile(0.5, sum(x_bucket))')).map(({ fix }) => fix)).toEqual(
    ['write histogram_quantile(0.5, sum by (le) (rate(x_bucket[5m])))'],
  );
});

it.each([
  [
    'histogram_quantile(0.9, sum by (le) (rate(x_seconds_sum[5m])))',
    'error',
    'write histogram_quantile(0.9, sum by (le) (rate(x_seconds_bucket[5m])))',
  ],
  [
    'histogram_quantile(0.9, rate(x_count[5m]))',
    'error',
    'write histogram_quantile(0.9, rate(x_bucket[5m]))',
  ],
  [
    'histogram_quantile(0.9, sum by (le, pod) (rate(x_delay[5m])))',
    'warning',
    'write histogram_quantile(0.9, sum by (le, pod) (rate(x_delay_bucket[5m])))',
  ],
])('finds series without buckets: %s', (expr, severity, fix) => {
  expect(inForeign(check, recording(expr))).toMatchObject([{ severity, fix }]);
});

it('says that a metric may be a native histogram', () => {
  expect(inForeign(check, recording('histogram_quantile(0.9, sum by (le) (rate(x[5m])))'))).toMatchObject([
    {
      message:
        'recording rule a:b:c: x has no le unless it is a native histogram: the buckets of a classic one end in _bucket',
    },
  ]);
  expect(inForeign(check, recording('histogram_quantile(0.9, x_sum)'))).toMatchObject([
    { message: 'recording rule a:b:c: x_sum has no buckets, so histogram_quantile of it is empty' },
  ]);
});

it('leaves alone native histograms, recorded buckets, and the buckets of VictoriaMetrics', () => {
  expect(
    problemsIn(
      check,
      'histogram_quantile(0.9, sum by (pod) (rate(x_delay[5m])))',
      'histogram_quantile(0.9, sum by (le) (a:x_sum))',
      'histogram_quantile(0.9, sum by (vmrange) (rate(x_bucket[5m])))',
    ),
  ).toEqual([]);
});
