import { check } from '../../../../src/doctor/checks/rejected/additional-scrape-configs';
import { applyFix } from '../../../support/apply-fix';
import type { Fields } from '../../../../src/kubernetes/object';
import { redacted } from '../../../../src/findings/redact';
import { findingsFor, findingsForFile } from '../../../support/doctor';
import { values, yaml } from '../yaml';

const prometheus = yaml(
  'Prometheus',
  '',
  'spec: { additionalScrapeConfigs: { name: more, key: jobs.yaml } }',
);
const secret = (text: string, key = 'jobs.yaml') =>
  yaml('Secret', 'name: more', `data: { ${key}: ${Buffer.from(text).toString('base64')} }`);
const found = (text: string) => findingsFor(check, prometheus + secret(text));

test('fields are in snake_case', () => {
  expect(found('- job_name: a\n  metricsPath: /m\n  static_configs: [{ targets: [a:1] }]')).toEqual([
    {
      code: 'additional-scrape-configs',
      check: 'additional-scrape-configs',
      severity: 'error',
      resource: 'Secret monitoring/more',
      path: 'data["jobs.yaml"][0].metricsPath',
      message: 'unknown field metricsPath, so Prometheus rejects its whole configuration',
      found: 'metricsPath',
      expected: 'metrics_path',
      fix: 'write metrics_path instead of metricsPath',
      at: { file: 'test.yaml', line: 7 },
    },
  ]);
});

test.each([
  [
    'a whole configuration',
    'global: {}\nscrape_configs:\n- job_name: a',
    '',
    'remove everything but the list below scrape_configs,',
  ],
  [
    'Helm values',
    'additionalScrapeConfigs:\n- job_name: a',
    '',
    'remove everything but the list below additionalScrapeConfigs,',
  ],
  [
    'the manifest of a Secret',
    'apiVersion: v1\nkind: Secret\nstringData: { a: "- job_name: a" }',
    '',
    'keep only the list inside the manifest',
  ],
  ['a single job', 'job_name: a', '', 'write a dash before job_name'],
  ['text', 'hello', '', 'write a list that starts with - job_name'],
  ['invalid YAML', '- job_name: [', '', 'correct the YAML of the value'],
  ['an entry that is no map', '- a', '[0]', 'write - job_name: NAME'],
  ['no name', '- static_configs: []', '[0].job_name', 'set job_name to a name'],
  ['a name twice', '- job_name: a\n- job_name: a', '[1].job_name', 'rename one of the jobs a'],
  ['another spelling of the name', '- jobName: a', '[0].jobName', 'write job_name instead of jobName'],
  [
    'a field of monitors',
    '- job_name: a\n  interval: 5s',
    '[0].interval',
    'write scrape_interval instead of interval',
  ],
  [
    'a misspelt field',
    '- job_name: a\n  static_config: []',
    '[0].static_config',
    'write static_configs instead of',
  ],
  ['an unknown field', '- job_name: a\n  team: b', '[0].team', 'remove team'],
  [
    'a step in camelCase',
    '- job_name: a\n  relabel_configs: [{ sourceLabels: [a], targetLabel: b }]',
    '[0].relabel_configs[0].sourceLabels',
    'write source_labels instead of sourceLabels',
  ],
  [
    'a target with a path',
    '- job_name: a\n  static_configs: [{ targets: ["https://a:1/m"] }]',
    '[0].static_configs[0].targets[0]',
    'targets: ["a:1"]\nscheme: https\nmetrics_path: /m',
  ],
])('it finds %s', (_what, text, path, fix) => {
  expect(found(text)[0]).toMatchObject({
    severity: 'error',
    path: `data["jobs.yaml"]${path}`,
    fix: expect.stringContaining(fix) as string,
  });
});

test('a report names the field of a Secret, and hides its credentials', () => {
  const [field, list, password] = [
    ...found('- job_name: a\n  metricsPath: /m'),
    ...found('global: {}\nscrape_configs:\n- job_name: a'),
    ...found('- job_name: a\n  basic_auth: { passwort: hunter2 }'),
  ].map((finding) => redacted(finding));
  expect(field).toMatchObject({ found: 'metricsPath', fix: 'write metrics_path instead of metricsPath' });
  expect(list?.fix).toContain('below scrape_configs,');
  expect(JSON.stringify([field, list, password])).not.toContain('hunter2');
});

test('the Secret has another key', () => {
  expect(findingsFor(check, prometheus + secret('- job_name: a', 'other.yaml'))).toMatchObject([
    { resource: 'Prometheus monitoring/x', path: 'spec.additionalScrapeConfigs.key', fix: 'key: other.yaml' },
  ]);
});

test('the Secret is in another namespace', () => {
  const other = yaml('Secret', 'name: more, namespace: default', 'data: { jobs.yaml: "" }');
  expect(findingsFor(check, prometheus + other)).toMatchObject([
    { severity: 'warning', fix: 'in Secret default/more: metadata: { namespace: monitoring }' },
  ]);
});

const inValues = (additionalScrapeConfigs: unknown) =>
  findingsFor(check, '', values({ prometheus: { prometheusSpec: { additionalScrapeConfigs } } }));

test('values hold the list itself', () => {
  expect(inValues([{ job_name: 'a', staticConfigs: [] }])).toMatchObject([
    {
      resource: 'Helm values values.yml',
      path: 'prometheus.prometheusSpec.additionalScrapeConfigs[0].staticConfigs',
      fix: 'write static_configs instead of staticConfigs',
    },
  ]);
  expect(inValues('job_name: a')).toHaveLength(1);
});

test.each([
  [
    'every kind of field',
    '- job_name: a\n  scheme: https\n  tls_config: { insecure_skip_verify: true }\n  basic_auth: { username: a, password: b }\n  static_configs: [{ targets: ["a:1"], labels: { any: b } }]\n  relabel_configs: [{ source_labels: [a], target_label: b }]',
  ],
  [
    'targets that relabeling turns into parameters',
    '- job_name: a\n  static_configs: [{ targets: ["https://a/b"] }]\n  relabel_configs: [{ target_label: __address__, replacement: "x:1" }]',
  ],
  ['an empty list', '[]'],
  ['what is filled in later', '- job_name: ${NAME}\n  ${MORE}'],
])('it finds nothing in %s', (_what, text) => {
  expect(found(text)).toEqual([]);
});

test.each([
  ['a Secret that was not read', prometheus],
  ['a Secret that a controller fills', prometheus + yaml('Secret', 'name: more')],
  ['a Prometheus without them', yaml('Prometheus', '', 'spec: {}') + secret('nonsense')],
])('it finds nothing in %s', (_what, manifests) => {
  expect(findingsFor(check, manifests)).toEqual([]);
});

test('values without them, or with templates', () => {
  expect(inValues(undefined)).toEqual([]);
  expect(inValues('{{ .Values.jobs }}')).toEqual([]);
});

const keptBy = (role: string, label: string, step = 'action: keep, regex: true') =>
  found(
    `- job_name: a\n  kubernetes_sd_configs: [{ role: ${role} }]\n  relabel_configs: [{ source_labels: [${label}], ${step} }]`,
  );

test('a step keeps targets by a label that targets of the role do not have', () => {
  expect(keptBy('service', '__meta_kubernetes_pod_annotation_prometheus_io_scrape')).toMatchObject([
    {
      severity: 'error',
      path: 'data["jobs.yaml"][0].relabel_configs[0].source_labels',
      message:
        'targets of the role service have no __meta_kubernetes_pod_annotation_prometheus_io_scrape, so every target is dropped',
      expected: 'labels that start with __meta_kubernetes_service_',
      fix: 'write __meta_kubernetes_service_annotation_prometheus_io_scrape, or set the role whose labels these are',
    },
  ]);
  expect(keptBy('pod', '__meta_kubernetes_service_label_app', 'action: keep, regex: cart')).toHaveLength(1);
});

test.each(
  [
    keptBy('pod', '__meta_kubernetes_pod_annotation_prometheus_io_scrape'),
    keptBy('service', '__meta_kubernetes_service_annotation_prometheus_io_scrape'),
    keptBy('endpoints', '__meta_kubernetes_pod_label_app'),
    keptBy('service', '__meta_kubernetes_pod_label_app', 'action: drop, regex: true'),
    keptBy('service', '__meta_kubernetes_pod_label_app', 'action: keep, regex: .*'),
    keptBy('service', '__meta_kubernetes_namespace', 'action: keep, regex: shop'),
    keptBy('service', '__address__', 'action: keep, regex: shop'),
    keptBy('service', '__meta_kubernetes_service_name, __meta_kubernetes_pod_name', 'action: keep, regex: a'),
    found(
      '- job_name: a\n  relabel_configs: [{ source_labels: [__meta_kubernetes_pod_name], action: keep, regex: a }]',
    ),
    found(
      '- job_name: a\n  kubernetes_sd_configs: [{ role: service }]\n  consul_sd_configs: [{}]\n  relabel_configs: [{ source_labels: [__meta_kubernetes_pod_name], action: keep, regex: a }]',
    ),
  ].map((none) => ({ none })),
)('a step that may keep targets %#', ({ none }) => {
  expect(none).toEqual([]);
});

test('those of a prometheus.yml are read, with the paths of the file', () => {
  const config = {
    scrape_configs: [
      { job_name: 'a' },
      { job_name: 'b', static_configs: [{ targets: ['http://b:80/metrics'] }] },
    ],
  };
  expect(findingsForFile(check, config)).toMatchObject([
    {
      resource: 'file prometheus.yml',
      path: 'scrape_configs[1].static_configs[0].targets[0]',
      fix: 'targets: ["b:80"]\nscheme: http\nmetrics_path: /metrics',
    },
  ]);
});

describe('a prometheus.yml', () => {
  const foundIn = (config: Fields) => findingsForFile(check, config);
  const sending = (target: string) => ({
    rule_files: [],
    alerting: { alertmanagers: [{ static_configs: [{ targets: [target] }] }] },
  });

  test.each([
    [
      'a dash without a space',
      { rule_files: '-/etc/a.yml -/etc/b.yml' },
      'rule_files',
      'rule_files: ["/etc/a.yml","/etc/b.yml"]',
    ],
    ['a text', { rule_files: 'a.yml' }, 'rule_files', 'rule_files: ["a.yml"]'],
    [
      'a map',
      { scrape_configs: { job_name: 'a' } },
      'scrape_configs',
      'write a dash before each entry of scrape_configs',
    ],
    ['a misspelt key', { rule_files: [], alertings: {} }, 'alertings', 'write alerting instead of alertings'],
    [
      'a misspelt global key',
      { rule_files: [], global: { scrapeInterval: '15s' } },
      'global.scrapeInterval',
      'write scrape_interval instead of scrapeInterval',
    ],
    [
      'an Alertmanager with a scheme and a path',
      sending('http://alertmanager:9093/am'),
      'alerting.alertmanagers[0].static_configs[0].targets[0]',
      'targets: ["alertmanager:9093"]\nscheme: http\npath_prefix: /am',
    ],
    [
      'the name of a metric under another label',
      {
        scrape_configs: [
          {
            job_name: 'a',
            metric_relabel_configs: [{ action: 'drop', source_labels: ['_name_'], regex: 'b' }],
          },
        ],
      },
      'scrape_configs[0].metric_relabel_configs[0].source_labels',
      'source_labels: ["__name__"]',
    ],
    [
      'a command of a shell as address',
      sending('$(hostname -i):9093'),
      'alerting.alertmanagers[0].static_configs[0].targets[0]',
      'write the host and the port of the target',
    ],
    [
      'an address with a space',
      sending('localhost: 9093'),
      'alerting.alertmanagers[0].static_configs[0].targets[0]',
      'targets: ["localhost:9093"]',
    ],
  ])('with %s', (_what, config, path, fix) => {
    expect(foundIn(config)).toMatchObject([
      { severity: 'error', resource: 'file prometheus.yml', path, fix },
    ]);
  });

  test.each([
    ['all sections', { rule_files: null, scrape_configs: [], global: { scrape_interval: '1m' }, otlp: {} }],
    ['a section of a newer version', { rule_files: [], something_new: {} }],
    ['a discovery of a newer version', { scrape_configs: [{ job_name: 'a', new_cloud_sd_configs: [{}] }] }],
    ['an address', sending('alertmanager:9093')],
    ['a template', sending('${HOST} 9093')],
  ])('silent: %s', (_what, config) => {
    expect(foundIn(config)).toEqual([]);
  });

  test('the fixes are accepted', () => {
    const cured = foundIn({ ...sending('a: 9093'), rule_files: '-/etc/a.yml' }).reduce<readonly unknown[]>(
      (documents, finding) => applyFix(documents, { ...finding, resource: 'Helm values x' })!,
      [{ ...sending('a: 9093'), rule_files: '-/etc/a.yml' }],
    );
    expect(cured).toEqual([{ ...sending('a:9093'), rule_files: ['/etc/a.yml'] }]);
    expect(foundIn(cured[0] as Fields)).toEqual([]);
  });
});
