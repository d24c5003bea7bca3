import { Regexes } from '../../src/operator/anchored-regex';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { prometheusSettings } from '../../src/operator/prometheus-settings';
import { probeConfig } from '../../src/operator/probe-config';
import { scrapeJob } from '../../src/operator/scrape-config';
import { scrapedTarget } from '../../src/operator/target';
import { binary } from '../support/binaries';
import { manifests, prometheus, shop } from './objects';

function configOf(spec: object, prometheusSpec: object = {}) {
  const read = manifests(shop('Probe', spec), prometheus(prometheusSpec));
  return probeConfig(read.kind('Probe')[0]!, prometheusSettings(read));
}

const prober = { url: 'blackbox:9115' };

test('static targets are probed through the prober', () => {
  const config = configOf({
    jobName: 'pages',
    prober: { ...prober, scheme: 'HTTPS', proxyUrl: 'http://proxy' },
    module: 'http_2xx',
    params: [
      { name: 'hostname', values: ['shop'] },
      { name: 'module', values: ['other'] },
    ],
    interval: '1m',
    targets: {
      staticConfig: {
        static: ['https://shop.example'],
        labels: { team: 'till' },
        relabelingConfigs: [{ targetLabel: 'own', replacement: 'yes' }],
      },
    },
    metricRelabelings: [{ action: 'drop', sourceLabels: ['__name__'], regex: 'probe_ip_.*' }],
  });
  expect(scrapeJob(config!)).toEqual(
    parse(`
job_name: probe/web/shop
honor_labels: false
honor_timestamps: true
metrics_path: /probe
scheme: https
params: { hostname: [shop], module: [http_2xx] }
scrape_interval: 1m
proxy_url: http://proxy
static_configs: [{ targets: [https://shop.example], labels: { namespace: web, team: till } }]
relabel_configs:
  - { source_labels: [job], target_label: __tmp_prometheus_job_name }
  - { target_label: job, replacement: pages }
  - { source_labels: [__address__], target_label: __param_target }
  - { source_labels: [__param_target], target_label: instance }
  - { target_label: __address__, replacement: 'blackbox:9115' }
  - { target_label: own, replacement: 'yes' }
  - action: replace
    source_labels: [__param_target, __tmp_hash]
    target_label: __tmp_hash
    regex: (.+);
    replacement: $1
  - { action: hashmod, source_labels: [__tmp_hash], target_label: __tmp_hash, modulus: 1 }
  - { action: keep, source_labels: [__tmp_hash, __tmp_disable_sharding], regex: '[0-9]+;|.+;.+' }
metric_relabel_configs:
  - { action: drop, source_labels: [__name__], regex: probe_ip_.* }
`),
  );
});

test('the labels of a static target', () => {
  const config = configOf({ prober, targets: { staticConfig: { static: ['https://shop.example'] } } });
  expect(
    scrapedTarget(config!, { __address__: 'https://shop.example', namespace: 'web' }, new Regexes(3)),
  ).toMatchObject({
    kind: 'kept',
    labels: { instance: 'https://shop.example', job: 'probe/web/shop', namespace: 'web' },
    request: { __address__: 'blackbox:9115', __param_target: 'https://shop.example' },
  });
});

test('ingresses are selected, and their URL is the target', () => {
  const config = configOf(
    {
      prober,
      scrapeClass: 'special',
      targets: { ingress: { selector: { matchLabels: { app: 'shop' } }, namespaceSelector: { any: true } } },
    },
    {
      enforcedNamespaceLabel: 'tenant',
      scrapeClasses: [{ name: 'special', relabelings: [{ targetLabel: 'class', replacement: 'special' }] }],
    },
  );
  expect(config!.discovery).toEqual({ kubernetes_sd_configs: [{ role: 'ingress' }] });
  const discovered = {
    __address__: 'shop.example',
    __meta_kubernetes_namespace: 'web',
    __meta_kubernetes_ingress_name: 'shop',
    __meta_kubernetes_ingress_scheme: 'https',
    __meta_kubernetes_ingress_path: '/buy',
    __meta_kubernetes_ingress_label_app: 'shop',
    __meta_kubernetes_ingress_labelpresent_app: 'true',
  };
  expect(scrapedTarget(config!, discovered, new Regexes(3))).toMatchObject({
    kind: 'kept',
    labels: {
      class: 'special',
      ingress: 'shop',
      instance: 'https://shop.example/buy',
      job: 'probe/web/shop',
      namespace: 'web',
      tenant: 'web',
    },
  });
  const other = { ...discovered, __meta_kubernetes_ingress_label_app: 'other' };
  expect(scrapedTarget(config!, other, new Regexes(3))).toEqual({ kind: 'dropped' });
});

// The Prometheus of Debian has no Kubernetes service discovery.
test('Prometheus loads them, with another service discovery', () => {
  const folder = mkdtempSync(join(tmpdir(), 'probe-'));
  const targets = [
    { staticConfig: { static: ['https://shop.example'], labels: { team: 'till' } } },
    { ingress: { selector: { matchExpressions: [{ key: 'app', operator: 'Exists' }] } } },
  ];
  try {
    const jobs = targets.map((each, index) => ({
      ...scrapeJob(configOf({ prober, module: 'http_2xx', sampleLimit: 50, targets: each })!, {
        file_sd_configs: [{ files: ['targets.yml'] }],
      }),
      job_name: `probe/${index}`,
    }));
    writeFileSync(join(folder, 'prometheus.yml'), stringify({ scrape_configs: jobs }));
    const { stdout, stderr } = spawnSync(binary('promtool'), [
      'check',
      'config',
      join(folder, 'prometheus.yml'),
    ]);
    expect(String(stdout) + String(stderr)).toMatch(/SUCCESS: .* is valid prometheus config file syntax/);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('static targets win over an ingress', () => {
  const both = { staticConfig: { static: ['a'] }, ingress: {} };
  expect(configOf({ prober, targets: both })!.discovery).toHaveProperty('static_configs');
});

test.each([
  {},
  { prober, targets: {} },
  { prober, targets: 'shop' },
  { prober, targets: { staticConfig: null } },
])('a Probe without targets has no job: %j', (spec) => {
  expect(configOf(spec)).toBeUndefined();
});
