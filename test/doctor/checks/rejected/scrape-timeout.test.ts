import { check } from '../../../../src/doctor/checks/rejected/scrape-timeout';
import { findingsFor, findingsForFile } from '../../../support/doctor';
import { values, yaml } from '../yaml';

const monitor = (endpoint: string) =>
  yaml('ServiceMonitor', 'name: web', `spec: { endpoints: [{}, { ${endpoint} }] }`);
const prometheus = (spec: string) => yaml('Prometheus', 'name: k8s', `spec: ${spec}`);

test('a timeout above the interval of the endpoint', () => {
  expect(findingsFor(check, monitor('interval: 10s, scrapeTimeout: 15s'))).toEqual([
    {
      code: 'scrape-timeout',
      check: 'scrape-timeout',
      severity: 'error',
      resource: 'ServiceMonitor monitoring/web',
      path: 'spec.endpoints[1].scrapeTimeout',
      message: 'scrapeTimeout exceeds the interval of 10s',
      found: '15s',
      expected: 'at most 10s',
      fix: 'scrapeTimeout: 10s',
      at: { file: 'test.yaml', line: 2 },
    },
  ]);
});

const ofPrometheus = 'scrapeTimeout exceeds the interval of 30s, the default of Prometheus';

test.each<[string, string, Parameters<typeof findingsFor>[2], object]>([
  [
    'the interval of Prometheus',
    monitor('scrapeTimeout: 31s') + prometheus('{}'),
    {},
    { message: ofPrometheus, severity: 'error' },
  ],
  [
    'the interval of the values',
    monitor('scrapeTimeout: 31s'),
    values({}),
    { message: ofPrometheus, severity: 'error' },
  ],
  [
    'an interval that is assumed',
    monitor('scrapeTimeout: 31s'),
    {},
    { message: ofPrometheus, severity: 'warning' },
  ],
  [
    'in a PodMonitor',
    yaml('PodMonitor', '', 'spec: { podMetricsEndpoints: [{ interval: 1m, scrapeTimeout: 90s }] }'),
    {},
    { path: 'spec.podMetricsEndpoints[0].scrapeTimeout', expected: 'at most 1m' },
  ],
  [
    'in a Probe',
    yaml('Probe', '', 'spec: { interval: 1m, scrapeTimeout: 2m }'),
    {},
    { path: 'spec.scrapeTimeout' },
  ],
  [
    'in a ScrapeConfig',
    yaml('ScrapeConfig', '', 'spec: { scrapeInterval: 1m, scrapeTimeout: 2m }'),
    {},
    { path: 'spec.scrapeTimeout' },
  ],
  [
    'of Prometheus itself',
    prometheus('{ scrapeTimeout: 40s }'),
    {},
    {
      resource: 'Prometheus monitoring/k8s',
      path: 'spec.scrapeTimeout',
      message:
        'scrapeTimeout exceeds the scrapeInterval of 30s, so Prometheus rejects its whole configuration',
    },
  ],
  [
    'of the values',
    '',
    values({ prometheus: { prometheusSpec: { scrapeInterval: '5s', scrapeTimeout: '6s' } } }),
    {
      resource: 'Helm values values.yml',
      path: 'prometheus.prometheusSpec.scrapeTimeout',
      fix: 'scrapeTimeout: 5s',
      at: { file: 'values.yml' },
    },
  ],
])('a timeout above %s', (_what, text, sources, expected) => {
  expect(findingsFor(check, text, sources)).toMatchObject([expected]);
});

test.each<[string, string]>([
  ['the times are equal', monitor('interval: 10s, scrapeTimeout: 10s')],
  ['there is no timeout: Prometheus cuts its own', monitor('interval: 1s')],
  [
    'the interval of Prometheus is long enough',
    monitor('scrapeTimeout: 31s') + prometheus('{ scrapeInterval: 1m }'),
  ],
  [
    'another Prometheus is patient',
    monitor('scrapeTimeout: 31s') + prometheus('{}') + prometheus('{ scrapeInterval: 1m }'),
  ],
  ['the timeout is no duration, which has a check of its own', monitor('interval: 10s, scrapeTimeout: long')],
])('nothing is found where %s', (_what, text) => {
  expect(findingsFor(check, text)).toEqual([]);
});

test('a job of a prometheus.yml has its own interval, that of all jobs, or a minute', () => {
  const jobs = [
    { job_name: 'a', scrape_interval: '30s', scrape_timeout: '31s' },
    { job_name: 'b', scrape_timeout: '61s' },
    { job_name: 'c', scrape_interval: '2m', scrape_timeout: '90s' },
  ];
  expect(findingsForFile(check, { scrape_configs: jobs })).toMatchObject([
    {
      resource: 'file prometheus.yml',
      path: 'scrape_configs[0].scrape_timeout',
      message:
        'scrape_timeout exceeds the scrape_interval of 30s, so Prometheus rejects its whole configuration',
      fix: 'scrape_timeout: 30s',
    },
    {
      path: 'scrape_configs[1].scrape_timeout',
      message:
        'scrape_timeout exceeds the scrape_interval of 1m, the default, so Prometheus rejects its whole configuration',
    },
  ]);
  const global = { scrape_interval: '90s', scrape_timeout: '2m' };
  expect(findingsForFile(check, { global, scrape_configs: jobs })).toMatchObject([
    { path: 'global.scrape_timeout', expected: 'at most 1m30s' },
    { path: 'scrape_configs[0].scrape_timeout' },
  ]);
});
