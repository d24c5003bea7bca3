import { check } from '../../../../src/doctor/checks/wrong-query/beyond-retention';
import { findingsFor } from '../../../support/doctor';
import { inForeign, recording, rules } from '../../expressions/shop';

const with10d = (...exprs: readonly string[]) =>
  findingsFor(check, rules(...exprs.map((expr) => recording(expr))), {
    values: {
      values: { prometheus: { prometheusSpec: { retention: '10d' } } },
      name: 'values.yml',
      release: 'p',
    },
  });

it('compares with the retention', () => {
  expect(with10d('max_over_time(x[30d])')).toMatchObject([
    {
      code: 'beyond-retention',
      check: 'beyond-retention',
      severity: 'warning',
      resource: 'PrometheusRule default/r',
      path: 'spec.groups[0].rules[0].expr',
      message: 'recording rule a:b:c: the expression looks back 30d, but Helm values values.yml stores 10d',
      found: '30d',
      expected: 'at most 10d',
      fix: 'retention: 30d',
    },
  ]);
});

it('adds up windows, offsets and subqueries', () => {
  expect(
    with10d('rate(x[6d] offset 5d)', 'max_over_time(rate(x[4d])[7d:1h])', 'a - b offset 11d').map(
      ({ found, severity }) => [found, severity],
    ),
  ).toEqual([
    ['11d', 'warning'],
    ['11d', 'warning'],
    ['11d', 'error'],
  ]);
  expect(with10d('x offset 11d')[0]?.message).toBe(
    'recording rule a:b:c: the expression looks back 11d, but Helm values values.yml stores 10d, so part of it selects nothing',
  );
});

it('only mentions it where the retention is assumed', () => {
  const [finding] = inForeign(check, recording('max_over_time(x[30d])'));
  expect(finding?.severity).toBe('info');
  expect(finding?.expected).toContain('at most 10d (the defaults of kube-prometheus-stack');
});

it('leaves alone what is stored, and times that are given', () => {
  expect(with10d('rate(x[9d])', 'x offset 9d', 'x offset -30d', 'x @ 0 offset 30d', '1 + vector(2)')).toEqual(
    [],
  );
});
