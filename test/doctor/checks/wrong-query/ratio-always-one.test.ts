import { check } from '../../../../src/doctor/checks/wrong-query/ratio-always-one';
import { inForeign, problemsIn, recording } from '../../expressions/shop';

it('sums both sides without the label', () => {
  expect(
    inForeign(check, recording('rate(x_total{code=~"5.."}[5m]) / rate(x_total[5m]) > 0.1')),
  ).toMatchObject([
    {
      code: 'ratio-always-one',
      severity: 'error',
      message:
        'recording rule a:b:c: both sides of / keep code, so every series is divided by itself and the ratio is always 1',
      found: 'rate(x_total{code=~"5.."}[5m]) / rate(x_total[5m])',
      fix: 'write sum without (code) (rate(x_total{code=~"5.."}[5m])) / sum without (code) (rate(x_total[5m]))',
    },
  ]);
});

it.each([
  'sum by (job, code) (rate(x_total{code=~"5.."}[5m])) / sum by (code, job) (rate(x_total[5m]))',
  'sum without (pod) (increase(x_total{code!="200", job="a"}[5m])) / sum without (pod) (increase(x_total{job="a"}[5m]))',
  'x{kind="a"} / x',
  'vector(1) - rate(x_total{code="500"}[5m]) / rate(x_total[5m])',
])('finds %s', (expr) => {
  expect(inForeign(check, recording(expr))).toHaveLength(1);
});

it.each([
  'rate(x_total[5m]) / rate(x_total[5m])',
  'sum by (instance) (x_total) / sum by (instance) (x_total) * 100',
  '100 * x / x',
])('finds equal sides in %s', (expr) => {
  expect(inForeign(check, recording(expr))).toMatchObject([
    {
      severity: 'error',
      message: 'recording rule a:b:c: both sides of / are equal, so the ratio is always the same',
    },
  ]);
});

it('leaves alone ratios that aggregate the label away, other matching, and other series', () => {
  expect(
    problemsIn(
      check,
      'sum(rate(x_total{code="500"}[5m])) / sum(rate(x_total[5m]))',
      'sum by (job) (rate(x_total{code="500"}[5m])) / sum by (job) (rate(x_total[5m]))',
      'sum without (code) (rate(x_total{code="500"}[5m])) / sum without (code) (rate(x_total[5m]))',
      'rate(x_total{code="500"}[5m]) / ignoring (code) group_left sum without (code) (rate(x_total[5m]))',
      'rate(x_total{code="500"}[5m]) / rate(y_total[5m])',
      'rate(x_total{code="500"}[5m]) / rate(x_total[1h])',
      'rate(x_total{code="500"}[5m]) / increase(x_total[5m])',
      'rate(x_total[5m]) / rate(x_total{code="500"}[5m])',
      'x / x offset 1d',
      'x{code="500"} * x',
      'max(x{code="500"}) / max(x)',
      'x{code="500"} / (x + 1)',
      '{__name__="a", b="c"} / {b="c"}',
    ),
  ).toEqual([]);
});
