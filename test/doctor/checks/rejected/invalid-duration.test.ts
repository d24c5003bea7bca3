import { check } from '../../../../src/doctor/checks/rejected/invalid-duration';
import { findingsFor, findingsForFile } from '../../../support/doctor';
import { values, yaml } from '../yaml';

const interval = (value: string) =>
  yaml('ServiceMonitor', 'name: web', `spec: { endpoints: [{ interval: ${value} }] }`);

test('a number has no unit', () => {
  expect(findingsFor(check, interval('30'))).toEqual([
    {
      code: 'invalid-duration',
      check: 'invalid-duration',
      severity: 'error',
      resource: 'ServiceMonitor monitoring/web',
      path: 'spec.endpoints[0].interval',
      message: 'the duration has no unit',
      found: 30,
      expected: 'whole numbers with units, e.g. 30s, 5m or 1h30m',
      fix: 'interval: 30s',
      at: { file: 'test.yaml', line: 2 },
    },
  ]);
});

const general = 'write interval as 30s, 5m or 1h30m';

test.each<[string, string]>([
  ['"30"', 'interval: 30s'],
  ['30 s', 'interval: 30s'],
  ['5min', 'interval: 5m'],
  ['1 Hour', 'interval: 1h'],
  ['1.5m', general],
  ['-30s', general],
  ['30s5m', general],
  ['1.5', general],
  ['often', general],
  ['[30s]', general],
  ['true', general],
])('%s is none', (value, fix) => {
  expect(findingsFor(check, interval(value))).toMatchObject([{ path: 'spec.endpoints[0].interval', fix }]);
});

test.each(['30s', '1h30m', '1d', '0', '500ms', '"${INTERVAL}"', '""', 'null'])(
  '%s is one, or counts as left out',
  (value) => {
    const quoted = value === '0' ? '"0"' : value;
    expect(findingsFor(check, interval(quoted))).toEqual([]);
  },
);

test.each<[string, string, string]>([
  ['PodMonitor', 'podMetricsEndpoints: [{ scrapeTimeout: 5 }]', 'spec.podMetricsEndpoints[0].scrapeTimeout'],
  ['Probe', 'interval: 5', 'spec.interval'],
  ['ScrapeConfig', 'scrapeInterval: 5', 'spec.scrapeInterval'],
  ['Prometheus', 'evaluationInterval: 5', 'spec.evaluationInterval'],
  ['PrometheusAgent', 'scrapeInterval: 5', 'spec.scrapeInterval'],
  ['PrometheusRule', 'groups: [{ interval: 5 }]', 'spec.groups[0].interval'],
  ['PrometheusRule', 'groups: [{ rules: [{ for: 5 }] }]', 'spec.groups[0].rules[0].for'],
  [
    'PrometheusRule',
    'groups: [{ rules: [{ keep_firing_for: 5 }] }]',
    'spec.groups[0].rules[0].keep_firing_for',
  ],
])('%s: %s', (kind, spec, field) => {
  expect(findingsFor(check, yaml(kind, '', `spec: { ${spec} }`))).toMatchObject([{ path: field, found: 5 }]);
});

test('values have durations too', () => {
  const given = { prometheus: { prometheusSpec: { retention: '10 days', scrapeInterval: '' } } };
  expect(findingsFor(check, '', values(given))).toMatchObject([
    { path: 'prometheus.prometheusSpec.retention', fix: 'retention: 10d', at: { file: 'values.yml' } },
  ]);
});

test('a prometheus.yml has the names of Prometheus', () => {
  const global = { scrape_interval: 15, scrape_timeout: '5 s', evaluation_interval: '1m' };
  const jobs = [
    { job_name: 'a', scrape_interval: '' },
    { job_name: 'b', scrape_interval: '1.5m' },
  ];
  expect(findingsForFile(check, { global, scrape_configs: jobs })).toMatchObject([
    { path: 'global.scrape_interval', fix: 'scrape_interval: 15s' },
    { path: 'global.scrape_timeout', fix: 'scrape_timeout: 5s' },
    { path: 'scrape_configs[1].scrape_interval', fix: 'write scrape_interval as 30s, 5m or 1h30m' },
  ]);
});
