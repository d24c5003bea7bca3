import { parse } from 'yaml';
import { prometheusSettings } from '../../src/operator/prometheus-settings';
import { scrapeConfig, scrapeJob, type ConfigTarget } from '../../src/operator/scrape-config';
import { manifests, prometheus, shop } from './objects';

/** The job of a monitor's first endpoint. */
function configOf(monitor: object, prometheusSpec: object = {}, target?: ConfigTarget) {
  const read = manifests(monitor, prometheus(prometheusSpec));
  return scrapeConfig(read.monitors[0]!, 0, prometheusSettings(read), target)!;
}

const monitor = (spec: object) => shop('ServiceMonitor', { selector: {}, ...spec });

const options = (endpoint: object, spec: object = {}, prometheusSpec: object = {}, target?: ConfigTarget) =>
  configOf(monitor({ endpoints: [endpoint], ...spec }), prometheusSpec, target).options;

test('a ServiceMonitor becomes the job that the operator writes', () => {
  const config = configOf(
    parse(`
apiVersion: monitoring.coreos.com/v1
kind: ServiceMonitor
metadata: { name: shop, namespace: web }
spec:
  jobLabel: app
  targetLabels: [tier]
  selector: { matchLabels: { app: shop, app.kubernetes.io/part-of: mall } }
  namespaceSelector: { matchNames: [a, b] }
  sampleLimit: 500
  endpoints:
    - port: http
      path: /m
      interval: 30s
      params: { format: [text] }
      relabelings: [{ action: LabelDrop, regex: endpoint }]
      metricRelabelings: [{ action: drop, sourceLabels: [__name__], regex: go_.* }]
`) as object,
  );
  expect(scrapeJob(config)).toEqual(
    parse(`
job_name: serviceMonitor/web/shop/0
honor_labels: false
metrics_path: /m
scheme: http
params: { format: [text] }
scrape_interval: 30s
sample_limit: 500
kubernetes_sd_configs: [{ role: endpoints, namespaces: { names: [a, b] } }]
relabel_configs:
  - { source_labels: [job], target_label: __tmp_prometheus_job_name }
  - action: keep
    source_labels: [__meta_kubernetes_service_label_app, __meta_kubernetes_service_labelpresent_app]
    regex: (shop);true
  - action: keep
    source_labels:
      - __meta_kubernetes_service_label_app_kubernetes_io_part_of
      - __meta_kubernetes_service_labelpresent_app_kubernetes_io_part_of
    regex: (mall);true
  - { action: keep, source_labels: [__meta_kubernetes_endpoint_port_name], regex: http }
  - source_labels: [__meta_kubernetes_endpoint_address_target_kind, __meta_kubernetes_endpoint_address_target_name]
    separator: ;
    regex: Node;(.*)
    replacement: $\{1}
    target_label: node
  - source_labels: [__meta_kubernetes_endpoint_address_target_kind, __meta_kubernetes_endpoint_address_target_name]
    separator: ;
    regex: Pod;(.*)
    replacement: $\{1}
    target_label: pod
  - { source_labels: [__meta_kubernetes_namespace], target_label: namespace }
  - { source_labels: [__meta_kubernetes_service_name], target_label: service }
  - { source_labels: [__meta_kubernetes_pod_name], target_label: pod }
  - { source_labels: [__meta_kubernetes_pod_container_name], target_label: container }
  - { action: drop, source_labels: [__meta_kubernetes_pod_phase], regex: (Failed|Succeeded) }
  - { source_labels: [__meta_kubernetes_service_label_tier], target_label: tier, regex: (.+), replacement: '$\{1}' }
  - { source_labels: [__meta_kubernetes_service_name], target_label: job, replacement: '$\{1}' }
  - { source_labels: [__meta_kubernetes_service_label_app], target_label: job, regex: (.+), replacement: '$\{1}' }
  - { target_label: endpoint, replacement: http }
  - { action: labeldrop, regex: endpoint }
  - action: replace
    source_labels: [__address__, __tmp_hash]
    target_label: __tmp_hash
    regex: (.+);
    replacement: $1
  - { action: hashmod, source_labels: [__tmp_hash], target_label: __tmp_hash, modulus: 1 }
  - { action: keep, source_labels: [__tmp_hash, __tmp_disable_sharding], regex: '[0-9]+;|.+;.+' }
metric_relabel_configs:
  - { action: drop, source_labels: [__name__], regex: go_.* }
`),
  );
});

test('a PodMonitor filters pods first, and its own name is the job', () => {
  const config = configOf(
    shop('PodMonitor', {
      selector: {},
      namespaceSelector: { any: true },
      podMetricsEndpoints: [{ port: 'http' }],
    }),
  );
  expect(config.discovery).toEqual({ kubernetes_sd_configs: [{ role: 'pod' }] });
  expect(config.relabelings.slice(1, 8)).toEqual([
    { action: 'drop', sourceLabels: ['__meta_kubernetes_pod_phase'], regex: '(Failed|Succeeded)' },
    { action: 'keep', sourceLabels: ['__meta_kubernetes_pod_container_port_name'], regex: 'http' },
    { sourceLabels: ['__meta_kubernetes_namespace'], targetLabel: 'namespace' },
    { sourceLabels: ['__meta_kubernetes_pod_container_name'], targetLabel: 'container' },
    { sourceLabels: ['__meta_kubernetes_pod_name'], targetLabel: 'pod' },
    { targetLabel: 'job', replacement: 'web/shop' },
    { targetLabel: 'endpoint', replacement: 'http' },
  ]);
});

test('an index without endpoint has no job', () => {
  expect(configOf(monitor({ endpoints: [] }))).toBeUndefined();
});

test('without port, and with finished pods included, nothing is filtered', () => {
  const { relabelings } = configOf(monitor({ endpoints: [{ filterRunning: false }] }));
  expect(relabelings.filter(({ action }) => action === 'keep' || action === 'drop')).toHaveLength(1);
  expect(relabelings.some(({ targetLabel }) => targetLabel === 'endpoint')).toBe(false);
});

test('another discovery replaces that of the cluster, and a shard keeps its share', () => {
  const config = configOf(monitor({ endpoints: [{ port: 'http' }] }), { shards: 3 }, { shard: 2 });
  const job = scrapeJob(config, { file_sd_configs: [{ files: ['targets.yml'] }] });
  expect(job).toMatchObject({ file_sd_configs: [{ files: ['targets.yml'] }] });
  expect(job).not.toHaveProperty('kubernetes_sd_configs');
  expect(config.relabelings.slice(-2)).toMatchObject([{ modulus: 3 }, { regex: '2;|.+;.+' }]);
});

test('fields of the Prometheus resource that change the discovery', () => {
  const spec = { namespaceSelector: { any: true }, endpoints: [{ port: 'http' }] };
  expect(configOf(monitor(spec), { serviceDiscoveryRole: 'EndpointSlice' }).discovery).toEqual({
    kubernetes_sd_configs: [{ role: 'endpointslice' }],
  });
  expect(configOf(monitor(spec), { ignoreNamespaceSelectors: true }).discovery).toEqual({
    kubernetes_sd_configs: [{ role: 'endpoints', namespaces: { names: ['web'] } }],
  });
});

test('Helm values give the same job as a Prometheus resource', () => {
  const read = manifests(monitor({ endpoints: [{ port: 'http' }] }));
  const values = {
    prometheus: { prometheusSpec: { podTargetLabels: ['team'], serviceDiscoveryRole: 'EndpointSlice' } },
  };
  const settings = prometheusSettings(read, { name: 'values.yaml', values });
  const config = scrapeConfig(read.monitors[0]!, 0, settings)!;
  expect(config.discovery).toMatchObject({ kubernetes_sd_configs: [{ role: 'endpointslice' }] });
  expect(config.relabelings).toContainEqual({
    sourceLabels: ['__meta_kubernetes_pod_label_team'],
    targetLabel: 'team',
    regex: '(.+)',
    replacement: '${1}',
  });
});

test('the API server selects with the mechanism RoleSelector', () => {
  const config = configOf(
    monitor({
      selector: { matchLabels: { app: 'shop' } },
      selectorMechanism: 'RoleSelector',
      attachMetadata: { node: true },
      endpoints: [{}],
    }),
  );
  expect(config.discovery).toEqual({
    kubernetes_sd_configs: [
      {
        role: 'endpoints',
        namespaces: { names: ['web'] },
        attach_metadata: { node: true },
        selectors: [
          { role: 'endpoints', label: 'app=shop' },
          { role: 'service', label: 'app=shop' },
        ],
      },
    ],
  });
  expect(JSON.stringify(config.relabelings)).not.toContain('label_app');
});

test('limits are never above the enforced ones', () => {
  expect(
    options(
      {},
      { sampleLimit: 900, labelLimit: 20, bodySizeLimit: '2MB', keepDroppedTargets: 5 },
      {
        enforcedSampleLimit: 500,
        enforcedLabelLimit: 30,
        enforcedTargetLimit: 7,
        enforcedBodySizeLimit: '900KB',
      },
    ),
  ).toEqual({
    sample_limit: 500,
    target_limit: 7,
    label_limit: 20,
    keep_dropped_targets: 5,
    body_size_limit: '900KB',
  });
  expect(options({}, { bodySizeLimit: '1MB' }, { enforcedBodySizeLimit: '1GB' })).toEqual({
    body_size_limit: '1MB',
  });
});

test('a version of Prometheus gets only supported options', () => {
  const spec = {
    keepDroppedTargets: 5,
    fallbackScrapeProtocol: 'PrometheusText0.0.4',
    scrapeClassicHistograms: true,
  };
  expect(options({}, spec)).toEqual({
    keep_dropped_targets: 5,
    fallback_scrape_protocol: 'PrometheusText0.0.4',
    always_scrape_classic_histograms: true,
  });
  expect(options({}, spec, {}, { version: [2, 45] })).toEqual({ scrape_classic_histograms: true });
});

test('timestamps are honored if both the monitor and Prometheus allow it', () => {
  expect(options({ honorTimestamps: true })).toEqual({ honor_timestamps: true });
  expect(options({ honorTimestamps: true }, {}, { overrideHonorTimestamps: true })).toEqual({
    honor_timestamps: false,
  });
  expect(options({}, {}, { overrideHonorTimestamps: true })).toEqual({ honor_timestamps: false });
});

test('TLS and the fallback protocol come from the scrape class by default', () => {
  const scrapeClasses = [
    {
      name: 'mesh',
      default: true,
      tlsConfig: { caFile: '/ca', serverName: 'mesh' },
      fallbackScrapeProtocol: 'OpenMetricsText1.0.0',
    },
    { name: 'plain' },
  ];
  expect(options({ tlsConfig: { serverName: 'shop' } }, {}, { scrapeClasses })).toEqual({
    tls_config: { server_name: 'shop', ca_file: '/ca' },
    fallback_scrape_protocol: 'OpenMetricsText1.0.0',
  });
  expect(options({}, { scrapeClass: 'plain' }, { scrapeClasses })).toEqual({});
});

test('values of Secrets are named, not written', () => {
  const { secrets, options: written } = configOf(
    monitor({
      endpoints: [
        {
          bearerTokenSecret: { name: '', key: '' },
          basicAuth: { username: { name: 'shop', key: 'user' } },
          tlsConfig: { ca: { secret: { name: 'shop', key: 'ca' } }, cert: {}, insecureSkipVerify: true },
        },
      ],
    }),
  );
  expect(secrets).toEqual(['basicAuth', 'tlsConfig.ca']);
  expect(written).toEqual({ tls_config: { insecure_skip_verify: true } });
});

test('monitors can be excluded from the enforced namespace label', () => {
  const enforced = (excludedFromEnforcement: readonly object[]) =>
    JSON.stringify(
      configOf(monitor({ endpoints: [{}] }), { enforcedNamespaceLabel: 'tenant', excludedFromEnforcement })
        .relabelings,
    ).includes('"tenant"');
  expect(enforced([])).toBe(true);
  expect(enforced([{ resource: 'servicemonitors', namespace: 'web' }])).toBe(false);
  expect(enforced([{ resource: 'servicemonitors', namespace: 'web', name: 'other' }])).toBe(true);
  expect(enforced([{ resource: 'podmonitors', namespace: 'web', name: 'shop' }])).toBe(true);
});

test.each([null, 'text', 7, [], {}])('a monitor whose fields are %j still has a job', (junk) => {
  const spec = {
    selector: junk,
    namespaceSelector: junk,
    jobLabel: junk,
    targetLabels: junk,
    scrapeClass: junk,
  };
  const endpoint = {
    port: junk,
    relabelings: junk,
    params: junk,
    tlsConfig: junk,
    basicAuth: junk,
    path: junk,
  };
  expect(configOf(monitor({ ...spec, endpoints: [endpoint] })).jobName).toBe('serviceMonitor/web/shop/0');
});
