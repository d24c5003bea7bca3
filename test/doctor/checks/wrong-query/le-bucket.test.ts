import { check } from '../../../../src/doctor/checks/wrong-query/le-bucket';
import { inForeign, inShop, problemsIn, recording, rules } from '../../expressions/shop';

it('names the buckets', () => {
  expect(inShop(check, rules(recording('shop_duration_seconds_bucket{le="0.3"}')))).toMatchObject([
    {
      code: 'le-bucket',
      check: 'le-bucket',
      severity: 'error',
      resource: 'PrometheusRule default/r',
      path: 'spec.groups[0].rules[0].expr',
      message: 'recording rule a:b:c: le="0.3" matches no bucket of the histogram',
      found: '0.3',
      expected: 'one of 0.1, 0.5, 1, +Inf',
      fix: 'write le="0.5", or add the bucket to the metric table',
    },
  ]);
});

it('warns of one spelling of a whole number', () => {
  expect(inShop(check, rules(recording('shop_duration_seconds_bucket{le="1"}')))).toMatchObject([
    {
      severity: 'warning',
      message: 'recording rule a:b:c: le="1" matches only one of two spellings',
      found: '1',
      expected: '1 as exposed by clients, and 1.0 as stored by Prometheus 3',
      fix: 'write le=~"1|1.0"',
    },
  ]);
  expect(problemsIn(check, 'shop_duration_seconds_bucket{le="1.0"}')).toEqual([
    'le="1.0" matches only one of two spellings',
  ]);
});

it('warns of one spelling of a quantile, also of a summary that nobody knows', () => {
  expect(inForeign(check, recording('go_gc_duration_seconds{quantile="1"} > 1'))).toMatchObject([
    {
      severity: 'warning',
      message: expect.stringContaining('quantile="1" matches only one of two spellings'),
      fix: 'write quantile=~"1|1.0"',
    },
  ]);
  expect(
    inForeign(
      check,
      recording('go_gc_duration_seconds{quantile="0.99"}'),
      recording('go_gc_duration_seconds{quantile=~"1|1.0"}'),
    ),
  ).toEqual([]);
});

it('leaves alone buckets that there are, and histograms that nobody knows', () => {
  expect(
    problemsIn(
      check,
      'shop_duration_seconds_bucket{le="0.5"}',
      'shop_duration_seconds_bucket{le="+Inf"}',
      'shop_duration_seconds_bucket{le=~"1|1.0"}',
      'shop_duration_seconds_bucket',
    ),
  ).toEqual([]);
  expect(
    inForeign(check, recording('x_bucket{le="1"}'), recording('shop_duration_seconds_bucket{le="0.3"}')),
  ).toEqual([]);
});
