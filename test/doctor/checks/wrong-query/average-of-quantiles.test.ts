import { check } from '../../../../src/doctor/checks/wrong-query/average-of-quantiles';
import { inForeign, problemsIn, recording } from '../../expressions/shop';

const QUANTILE = 'histogram_quantile(0.9, sum by (pod, le) (rate(x_bucket[5m])))';

it('proposes the slowest series', () => {
  expect(inForeign(check, recording(`avg(${QUANTILE})`))).toMatchObject([
    {
      code: 'average-of-quantiles',
      severity: 'warning',
      message: 'recording rule a:b:c: avg is applied to histogram_quantile',
      fix: `write max(${QUANTILE}) for the slowest series, or a histogram_quantile of sum by (le)`,
    },
  ]);
});

it('finds quantiles of summaries and recorded ones', () => {
  expect(
    problemsIn(check, QUANTILE, 'avg by (job) (a:b:c0)', 'sum(latency_seconds{quantile="0.99"})'),
  ).toEqual([
    'avg is applied to a:b:c0, which is recorded as a quantile',
    'sum is applied to the quantile 0.99',
  ]);
});

it('leaves alone the largest quantile, sums below a quantile, and other averages', () => {
  expect(
    problemsIn(
      check,
      `max(${QUANTILE})`,
      QUANTILE,
      'avg(x)',
      'avg(x{quantile=""})',
      'sum(x{quantile="none"})',
      'avg({job="a"})',
    ),
  ).toEqual([]);
});
