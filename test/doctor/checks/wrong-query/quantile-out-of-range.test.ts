import { check } from '../../../../src/doctor/checks/wrong-query/quantile-out-of-range';
import { inForeign, problemsIn, recording } from '../../expressions/shop';

it('writes the fraction of a percentage', () => {
  expect(
    inForeign(check, recording('histogram_quantile(95, sum by (le) (rate(x_bucket[5m])))')),
  ).toMatchObject([
    {
      code: 'quantile-out-of-range',
      severity: 'error',
      message:
        'recording rule a:b:c: the quantile 95 of histogram_quantile is not within 0 to 1, so the result is +Inf',
      fix: 'write histogram_quantile(0.95, sum by (le) (rate(x_bucket[5m])))',
    },
  ]);
});

it.each([
  ['quantile_over_time(99.9, x[1h])', 'write quantile_over_time(0.999, x[1h])'],
  ['quantile by (job) (50, x)', 'write quantile by (job) (0.5, x)'],
  ['quantile(-0.5, x)', 'write a quantile from 0 to 1, such as 0.95'],
  ['histogram_quantile(950, x_bucket)', 'write a quantile from 0 to 1, such as 0.95'],
])('finds %s', (expr, fix) => {
  expect(inForeign(check, recording(expr)).map((finding) => finding.fix)).toEqual([fix]);
});

it('leaves alone fractions, both ends, computed quantiles and other numbers', () => {
  expect(
    problemsIn(
      check,
      'histogram_quantile(0.95, x_bucket)',
      'histogram_quantile(1, x_bucket)',
      'quantile(0, x)',
      'histogram_quantile(scalar(q), x_bucket)',
      'topk(5, x)',
      'clamp_max(x, 95)',
    ),
  ).toEqual([]);
});
