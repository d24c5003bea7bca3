import { check } from '../../../../src/doctor/checks/wrong-query/rate-window';
import { findingsFor } from '../../../support/doctor';
import { inForeign, inShop, panel, problemsIn, recording, rules, shop } from '../../expressions/shop';

it('asks for four scrapes', () => {
  expect(inShop(check, rules(recording('rate(shop_requests_total[1m])')))).toMatchObject([
    {
      code: 'rate-window',
      check: 'rate-window',
      severity: 'warning',
      resource: 'PrometheusRule default/r',
      path: 'spec.groups[0].rules[0].expr',
      message: 'recording rule a:b:c: rate over 1m of samples every 30s has no value after a failed scrape',
      found: '1m',
      expected: '2m or longer',
      fix: 'write [2m]',
    },
  ]);
});

it('says that less than two scrapes have no rate', () => {
  expect(inShop(check, rules(recording('increase(shop_requests_total[45s])')))).toMatchObject([
    {
      severity: 'error',
      message: 'recording rule a:b:c: increase over 45s of samples every 30s never has a value',
    },
  ]);
});

it('takes the interval of the group for a recorded series, and that of the job for others', () => {
  expect(problemsIn(check, 'sum(x)', 'deriv(a:b:c0[3m])')).toEqual([
    'deriv over 3m of samples every 1m has no value after a failed scrape',
  ]);
  const foreign = findingsFor(check, shop() + rules(recording('rate(http_requests_total{job="shop"}[30s])')));
  expect(foreign.map(({ found }) => found)).toEqual(['30s']);
});

it('takes the interval of Prometheus where the monitor has none', () => {
  const found = findingsFor(
    check,
    shop({ endpoint: 'interval: ""' }).replace('interval: 30s,', '') +
      rules(recording('rate(x{job="shop"}[5m])')),
    {
      values: { values: { prometheus: { prometheusSpec: { scrapeInterval: '2m' } } }, name: 'values.yml' },
    },
  );
  expect(found.map(({ expected }) => expected)).toEqual(['8m or longer']);
});

it('leaves alone long windows, other functions, and what nobody knows', () => {
  expect(
    problemsIn(
      check,
      'rate(shop_requests_total[2m])',
      'max_over_time(shop_queue_length[30s])',
      'rate(sum(shop_queue_length)[1m:30s])',
    ),
  ).toEqual([]);
  expect(inForeign(check, recording('rate(x[10s])'))).toEqual([]);
  expect(inShop(check, panel('rate(shop_requests_total[$__rate_interval])'))).toEqual([]);
});

const prometheus = (interval: string) =>
  `---\n{ apiVersion: monitoring.coreos.com/v1, kind: Prometheus, metadata: { name: k8s }, spec: { ruleSelector: {}, scrapeInterval: ${interval} } }\n`;
const scrape = (interval: string) =>
  `---\n{ apiVersion: monitoring.coreos.com/v1alpha1, kind: ScrapeConfig, metadata: { name: fast }, spec: { scrapeInterval: ${interval}, staticConfigs: [{ targets: ['192.0.2.1:80'] }] } }\n`;

it('warns of less than two of the most frequent scrapes that were read', () => {
  const rule = rules(recording('rate(http_requests_total[45s])'));
  expect(findingsFor(check, rule + prometheus('30s'))).toMatchObject([
    {
      severity: 'warning',
      message:
        'recording rule a:b:c: rate over 45s needs two samples, but the most frequent scrape that was read is every 30s',
      fix: 'write [2m]',
    },
  ]);
  expect(findingsFor(check, rule + prometheus('30s') + scrape('15s'))).toEqual([]);
  expect(findingsFor(check, rule + prometheus('15s'))).toEqual([]);
});

it('reports a window of seconds without a unit, which was meant as minutes', () => {
  expect(findingsFor(check, rules(recording('rate(x[10]) / rate(y[5m])')))).toMatchObject([
    {
      severity: 'warning',
      message: 'recording rule a:b:c: rate over [10] reads 10 seconds, as the window has no unit',
      found: '[10]',
      fix: 'write the window with its unit, e.g. [10m]',
    },
  ]);
  expect(findingsFor(check, rules(recording('rate(x[300]) + rate(y[10s])')))).toEqual([]);
  expect(findingsFor(check, rules(recording('rate(x[5m] offset 10)')))).toEqual([]);
});
