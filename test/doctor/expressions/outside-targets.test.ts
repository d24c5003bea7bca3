import { defineService, type Service } from '../../../src/catalog/service';
import { diagnose } from '../../../src/doctor/diagnose';
import { readManifests } from '../../../src/kubernetes/read';
import {
  availabilitySlo,
  contract,
  counter,
  gauge,
  goldenSignals,
  histogram,
  latencySlo,
  oneOf,
  pattern,
  probe,
  ratioSlo,
  scrapeConfig,
  timeSliceSlo,
  unbounded,
} from '../../../src/index';
import { blackboxProbe } from '../../../src/presets/index';
import { lt, matching, select } from '../../../src/promql/index';
import { renderStack } from '../../../src/synth/synthesize';
import { testEnvironment } from '../../support/catalog';

const metrics = contract({
  requests: counter('db_requests_total', {
    help: 'Requests',
    labels: { operation: oneOf('read', 'write'), status: pattern(/\d{3}/, { atMost: 5 }) },
  }),
  latency: histogram('db_request_seconds', { help: 'Latency', unit: 'seconds', buckets: [0.1, 1] }),
  lag: gauge('db_lag_seconds', { help: 'Lag', unit: 'seconds' }),
  rows: gauge('db_rows', { help: 'Rows', labels: { table: unbounded({ because: 'one for each table' }) } }),
});
const { requests, latency, lag } = metrics;
const promise = { objective: 99, period: '30d' } as const;
const errors = { status: matching('5..') };

const database = (scrape: Parameters<typeof scrapeConfig>[0]) =>
  defineService({
    name: 'ledger',
    namespace: 'shop',
    team: 'data',
    metrics,
    signals: goldenSignals({ requests, errors, latency, by: [] }),
    slos: [
      availabilitySlo({ name: 'availability', requests, errors, ...promise }),
      latencySlo({ name: 'latency', durations: latency, threshold: 1, ...promise }),
      ratioSlo({ name: 'writes', total: requests, bad: { operation: 'write' }, ...promise }),
      timeSliceSlo({ name: 'fresh', good: (own) => lt(select(lag, own), 60), ...promise }),
    ],
    scrape: scrapeConfig(scrape),
    workload: 'external',
  });
const website = (
  from: Pick<Parameters<typeof probe>[0], 'targets' | 'ingress' | 'relabelings' | 'metricRelabelings'>,
) => {
  const preset = blackboxProbe({
    availability: 99.9,
    latency: { objective: 99, threshold: 1 },
    period: '30d',
  });
  return defineService({
    name: 'storefront',
    namespace: 'shop',
    team: 'shop',
    ...preset,
    scrape: probe({ prober: { url: 'blackbox-exporter.monitoring:9115' }, ...from }),
    workload: 'external',
  });
};

const byAddress = database({ targets: ['a.example.com:9187', 'b.example.com:9187'], labels: { site: 'eu' } });
const byUrl = website({ targets: ['https://shop.example.com/'] });

/** Errors and warnings about a rule beside the output for a service without its objectives. */
function findings(described: Service, expr: string) {
  const { signals: _signals, ...service } = { ...described, slos: [] };
  const rule = {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'PrometheusRule',
    metadata: { name: 'own', namespace: 'shop', labels: { release: 'prometheus' } },
    spec: { groups: [{ name: 'own', rules: [{ alert: 'Own', expr }] }] },
  };
  const rendered = renderStack([service], testEnvironment)
    .files.filter(({ path }) => path === `${service.name}-monitoring.k8s.yaml`)
    .flatMap(({ path, content }) => readManifests(content, path));
  const objects = [...rendered, ...readManifests(JSON.stringify(rule), 'own.yaml')];
  return diagnose({ services: [service], objects }).report.findings.filter(
    ({ severity, resource }) => severity !== 'info' && resource === 'PrometheusRule shop/own',
  );
}

describe('the output for targets without pods', () => {
  test.each<[string, Service]>([
    ['addresses', byAddress],
    ['addresses from an URL', database({ httpDiscovery: { url: 'https://sd.example.com/db' } })],
    ['names', database({ dnsDiscovery: { names: ['db.example.com'], type: 'A', port: 9187 } })],
    ['labels that the page has', database({ targets: ['a.example.com:9187'], honorLabels: true })],
    ['probed addresses', byUrl],
    ['probed Ingresses', website({ ingress: { selector: { app: 'shop' } } })],
    [
      'probed Ingresses with a label of theirs',
      website({
        ingress: { selector: { app: 'shop' } },
        relabelings: [{ sourceLabels: ['__meta_kubernetes_ingress_label_team'], targetLabel: 'team' }],
      }),
    ],
  ])('has no findings: %s', (_what, service) => {
    const { warnings, files } = renderStack([service], testEnvironment);
    expect(warnings.filter((warning) => !warning.startsWith('environment'))).toEqual([]);
    const rules = files.find(({ path }) => path.startsWith(`${service.name}-monitoring`))!.content;
    expect(rules).not.toMatch(/by \([^)]*\bpod\b/);
  });
});

test.each<[string, string, Service, string]>([
  ['aggregation-label', 'a label of pods', byAddress, 'sum by (pod) (db_lag_seconds{job="ledger"}) > 9'],
  ['aggregation-label', 'a label of pods of `up`', byAddress, 'min by (pod) (up{job="ledger"}) == 0'],
  ['unknown-label', 'a label of pods', byAddress, 'db_lag_seconds{job="ledger", pod="a"} > 9'],
  ['unknown-label', 'a label that nothing sets', byAddress, 'db_lag_seconds{job="ledger", stie="eu"} > 9'],
  [
    'unknown-label-value',
    'a value',
    byAddress,
    'rate(db_requests_total{job="ledger", operation="del"}[5m]) > 9',
  ],
  ['unknown-target', 'another namespace', byAddress, 'db_lag_seconds{job="ledger", namespace="pay"} > 9'],
  ['unknown-target', 'another value of its label', byAddress, 'db_lag_seconds{job="ledger", site="us"} > 9'],
  ['unknown-target', 'a misspelt job', byAddress, 'up{job="ledgr"} == 0'],
  ['unknown-metric', 'a misspelt name', byAddress, 'db_lag_second{job="ledger"} > 9'],
  ['le-bucket', 'a bucket', byAddress, 'rate(db_request_seconds_bucket{job="ledger", le="0.5"}[5m]) > 9'],
  ['rate-of-gauge', 'a gauge', byAddress, 'rate(db_rows{job="ledger"}[5m]) > 9'],
  [
    'aggregation-label',
    'a label of pods of a probe',
    byUrl,
    'min by (pod) (probe_success{job="storefront"}) == 0',
  ],
  ['unknown-label', 'the target of a probe', byUrl, 'probe_success{job="storefront", target="x"} == 0'],
])('%s finds %s', (check, _what, service, expr) => {
  expect(findings(service, expr).map((finding) => finding.check)).toEqual([check]);
});

const dropping = (regex: string) => ({
  metricRelabelings: [{ action: 'drop' as const, sourceLabels: ['__name__'], regex }],
});
const withoutRows = database({ targets: ['a.example.com:9187'], ...dropping('db_rows') });

test('a metric that the scrape drops is found in synthesis and in rules of others', () => {
  const problem = (expr: string) =>
    findings(withoutRows, expr).map(({ check, message, fix }) => [check, message, fix]);
  expect(problem('db_rows{job="ledger"} > 9')).toEqual([
    [
      'unknown-metric',
      'alert Own: ScrapeConfig monitoring/ledger drops the metric at the scrape',
      'remove db_rows from the metricRelabelings that drop it',
    ],
  ]);
  expect(problem('db_lag_seconds{job="ledger"} > 9')).toEqual([]);
  // Other exporters have the name, too.
  for (const matchers of ['', '{job="other"}', '{job=~"ledger|other"}'])
    expect(problem(`db_rows${matchers} > 9`)).toEqual([]);
  for (const [name, service] of [
    ['probe_success', website({ targets: ['https://shop.example.com/'], ...dropping('probe_success') })],
    ['db_requests_total', database({ targets: ['a.example.com:9187'], ...dropping('db_.*_total') })],
  ] as const)
    expect(() => renderStack([service], testEnvironment)).toThrow(
      new RegExp(`drops the metric at the scrape[^]*remove ${name} from the metricRelabelings`),
    );
});

test('a finding names the object and the labels that there are', () => {
  expect(findings(byAddress, 'sum by (pod) (db_lag_seconds{job="ledger"}) > 9')).toMatchObject([
    {
      message:
        'alert Own: the aggregated series do not have the label pod: db_lag_seconds of ScrapeConfig monitoring/ledger has the labels instance, job, namespace, site',
      expected: 'one of instance, job, namespace, site',
    },
  ]);
});

test.each<[string, Service, string]>([
  [
    'labels of the target',
    byAddress,
    'sum by (instance, site) (db_lag_seconds{job="ledger", site="eu"}) > 9',
  ],
  ['the same metric of other targets', byAddress, 'sum by (pod) (db_lag_seconds{job="other"}) > 9'],
  ['the same metric of any target', byUrl, 'min by (pod) (probe_success) == 0'],
  ['another metric of the exporter', byUrl, 'probe_http_status_code{job="storefront"} >= 500'],
  ['probes of something else', byUrl, 'probe_success{job="other", pod="x"} == 0'],
  [
    'labels that only the discovery knows',
    database({ httpDiscovery: { url: 'https://sd.example.com/db' } }),
    'sum by (rack) (db_lag_seconds{job="ledger"}) > 9',
  ],
  [
    'an Ingress',
    website({ ingress: { selector: { app: 'shop' } } }),
    'min by (ingress) (probe_success{job="storefront", ingress="shop"}) == 0',
  ],
  [
    'labels of the page',
    database({ targets: ['a.example.com:9187'], honorLabels: true }),
    'sum by (pod) (db_lag_seconds{job="ledger"}) > 9',
  ],
])('nothing is found with %s', (_what, service, expr) => {
  expect(findings(service, expr)).toEqual([]);
});
