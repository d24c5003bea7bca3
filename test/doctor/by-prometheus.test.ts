import { diagnose } from '../../src/doctor/diagnose';
import { plainObject } from '../../src/doctor/sources/plain-files';
import type { Fields } from '../../src/kubernetes/object';

const alert = (name: string, expr: string, labels: Fields = {}) => ({
  groups: [{ name, rules: [{ alert: name, expr, labels }] }],
});
const scraping = (job: string, files: readonly string[], more: Fields = {}) => ({
  rule_files: files,
  alerting: { alertmanagers: [{ static_configs: [{ targets: ['alertmanager:9093'] }] }] },
  scrape_configs: [{ job_name: job, static_configs: [{ targets: ['a:80'] }] }],
  ...more,
});
const found = (files: Readonly<Record<string, Fields>>) =>
  diagnose({
    objects: Object.entries(files).map(([name, value]) => plainObject(value, name)!),
  }).report.findings.map(({ check, resource, message }) => `${check}: ${resource}: ${message}`);

test('each prometheus.yml judges the rules that it loads', () => {
  expect(
    found({
      'a/rules/one.yml': alert('One', 'up{job="web"} == 0'),
      'b/rules/two.yml': alert('Two', 'rate(requests_total{job="web"}[2m]) > 1'),
      'a/prometheus.yml': scraping('api', ['rules/*.yml'], { global: { scrape_interval: '15s' } }),
      'b/prometheus.yml': scraping('web', ['rules/*.yml'], { global: { scrape_interval: '5m' } }),
    }),
  ).toEqual([
    'unknown-target: file a/rules/one.yml: alert One: no job of a/prometheus.yml gives series with job="web"',
    'rate-window: file b/rules/two.yml: alert Two: rate over 2m needs two samples, but the most frequent scrape that was read is every 5m',
  ]);
});

test('one alert in the rules of two is no duplicate, and in those of one it is', () => {
  const same = alert('Down', 'up == 0');
  const files = { 'a/x.yml': same, 'b/x.yml': same, 'a/prometheus.yml': scraping('api', ['x.yml']) };
  expect(found({ ...files, 'b/prometheus.yml': scraping('web', ['x.yml']) })).toEqual([]);
  expect(found({ ...files, 'b/prometheus.yml': scraping('web', ['x.yml', '../a/x.yml']) })).toEqual([
    expect.stringContaining('duplicate-rule: '),
  ]);
});

test('paths of another machine are compared by name, and a file that two load is reported once', () => {
  expect(
    found({
      'x.yml': alert('Down', 'rate(up[10]) == 0'),
      'a.yml': scraping('api', ['/etc/prometheus/x.yml']),
      'b.yml': scraping('web', ['/etc/prometheus/x.yml']),
    }).filter((line) => line.includes('value-in-labels') || line.includes('has no unit')),
  ).toHaveLength(1);
});

test('rules that none loads are judged without jobs', () => {
  expect(
    found({
      'x.yml': alert('Down', 'up{job="other"} == 0', { value: '{{ $value }}' }),
      'a.yml': scraping('api', ['a/*.rules']),
      'b.yml': scraping('web', ['b/*.rules']),
    }),
  ).toEqual([expect.stringContaining('value-in-labels: file x.yml')]);
});

test('Alertmanager has the alerts of all', () => {
  const routes = (value: string) => ({
    route: { receiver: 'a', routes: [{ receiver: 'a', match: { severity: value } }] },
    receivers: [{ name: 'a', webhook_configs: [{ url: 'http://a' }] }],
  });
  const files = {
    'a/x.yml': alert('One', 'up == 0', { severity: 'critical' }),
    'b/x.yml': alert('Two', 'up == 1', { severity: 'warning' }),
    'a/prometheus.yml': scraping('api', ['x.yml']),
    'b/prometheus.yml': scraping('web', ['x.yml']),
  };
  expect(found({ ...files, 'alertmanager.yml': routes('warning') })).toEqual([]);
  expect(found({ ...files, 'alertmanager.yml': routes('warnin') })).toEqual([
    'route-without-alert: file alertmanager.yml: no alert that was read matches severity="warnin"',
  ]);
});
