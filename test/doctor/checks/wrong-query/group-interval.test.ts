import { check } from '../../../../src/doctor/checks/wrong-query/group-interval';
import { findingsFor } from '../../../support/doctor';
import { panel } from '../../expressions/shop';
import { values, yaml } from '../yaml';

const group = (interval: string, ...rules: readonly string[]) =>
  `{ name: g${interval}, interval: ${interval}, rules: [${rules.join(', ')}] }`;
const inGroups = (...groups: readonly string[]) =>
  yaml('PrometheusRule', '', `spec: { groups: [${groups.join(', ')}] }`);
const RECORD = '{ record: "job:up:sum", expr: sum by (job) (up) }';
const alertOn = (expr: string) => `{ alert: A, expr: '${expr}' }`;

it('reports an alert over a series that does not exist between two evaluations', () => {
  expect(
    findingsFor(check, inGroups(group('10m', RECORD), group('1m', alertOn('job:up:sum offset 1m == 0')))),
  ).toMatchObject([
    {
      severity: 'error',
      path: 'spec.groups[1].rules[0].expr',
      message:
        'alert A: group g10m records job:up:sum offset 1m every 10m, but Prometheus returns a sample for 5m only',
      expected: 'an interval below 5m',
      fix: 'write last_over_time(job:up:sum[20m] offset 1m)',
    },
  ]);
});

it('only warns of a panel with gaps', () => {
  expect(findingsFor(check, inGroups(group('10m', RECORD)) + panel('job:up:sum'))).toMatchObject([
    { severity: 'warning', path: 'data["d.json"].panels[0].targets[0].expr' },
  ]);
});

it.each([
  ['an interval of the look-back', inGroups(group('5m', RECORD), group('1m', alertOn('job:up:sum == 0')))],
  ['a window', inGroups(group('10m', RECORD), group('1m', alertOn('max_over_time(job:up:sum[30m]) == 0')))],
  ['the group itself', inGroups(group('10m', RECORD, alertOn('job:up:sum == 0')))],
  ['a series that is recorded elsewhere', inGroups(group('10m', alertOn('job:other:sum == 0')))],
])('finds nothing with %s', (_what, text) => {
  expect(findingsFor(check, text)).toEqual([]);
});

it('knows a longer look-back', () => {
  const text = inGroups(group('10m', RECORD), group('1m', alertOn('job:up:sum == 0')));
  const given = values({ prometheus: { prometheusSpec: { query: { lookbackDelta: '15m' } } } });
  expect(findingsFor(check, text, given)).toEqual([]);
});
