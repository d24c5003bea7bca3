import { check } from '../../../../src/doctor/checks/rejected/unknown-field';
import { factsOf } from '../../../../src/doctor/facts';
import { findingsOf, runChecks } from '../../../../src/doctor/run';
import { plainObject } from '../../../../src/doctor/sources/plain-files';
import type { Fields } from '../../../../src/kubernetes/object';
import { findingsFor } from '../../../support/doctor';
import { values, yaml } from '../yaml';

const endpoint = (fields: string) =>
  yaml('ServiceMonitor', '', `spec: { selector: {}, endpoints: [{ ${fields} }] }`);

test('the API server removes a field that a ServiceMonitor does not have', () => {
  expect(findingsFor(check, endpoint('port: http, metricsPath: /m'))).toEqual([
    {
      code: 'unknown-field',
      check: 'unknown-field',
      severity: 'error',
      resource: 'ServiceMonitor monitoring/x',
      path: 'spec.endpoints[0].metricsPath',
      message: 'unknown field, which the API server removes',
      found: '/m',
      expected: 'path',
      fix: 'path: "/m"',
      at: { file: 'test.yaml', line: 2 },
    },
  ]);
});

test.each([
  [endpoint('scrapeInterval: 5s'), 'spec.endpoints[0].scrapeInterval', 'interval: "5s"'],
  [endpoint('honourLabels: true'), 'spec.endpoints[0].honourLabels', 'honorLabels: true'],
  [endpoint('Path: /m'), 'spec.endpoints[0].Path', 'path: "/m"'],
  [
    endpoint('port: http, ports: a'),
    'spec.endpoints[0].ports',
    'kubectl explain servicemonitor.spec.endpoints',
  ],
  [
    endpoint('tlsConfig: { insecure: true }'),
    'spec.endpoints[0].tlsConfig.insecure',
    'insecureSkipVerify: true',
  ],
  [
    endpoint('relabelings: [{ source_labels: [a] }]'),
    'spec.endpoints[0].relabelings[0].source_labels',
    'sourceLabels: ["a"]',
  ],
  [
    yaml('ServiceMonitor', '', 'spec: { interval: 5s }'),
    'spec.interval',
    'kubectl explain servicemonitor.spec',
  ],
  [yaml('PodMonitor', '', 'spec: { endpoints: [] }'), 'spec.endpoints', 'podMetricsEndpoints: []'],
  [
    yaml('Probe', '', 'spec: { targets: { static: [a] } }'),
    'spec.targets.static',
    'move static into spec.targets.staticConfig',
  ],
  [
    yaml('ServiceMonitor', '', 'spec: { selector: {}, endpoints: [{ port: web }], relabelings: [] }'),
    'spec.relabelings',
    'move relabelings into spec.endpoints[0]',
  ],
  [
    yaml('ServiceMonitor', '', 'spec: { selector: {}, endpoints: [{ port: web }], relabelconfigs: [] }'),
    'spec.relabelconfigs',
    'move relabelconfigs into spec.endpoints[0], as relabelings',
  ],
  [yaml('ServiceMonitor', '', 'endpoints: [{ port: web }]'), 'endpoints', 'move endpoints into spec'],
  [yaml('PrometheusRule', '', 'groups: []'), 'groups', 'move groups into spec'],
  [yaml('Probe', '', 'namespace: a'), 'namespace', 'move namespace into metadata'],
  [
    endpoint('port: a, selector: { matchLabels: { a: b } }'),
    'spec.endpoints[0].selector',
    'kubectl explain servicemonitor.spec.endpoints',
  ],
  [endpoint('port: a, jobLabel: app'), 'spec.endpoints[0].jobLabel', 'move jobLabel into spec'],
  [endpoint('name: web'), 'spec.endpoints[0].name', 'port: "web"'],
  [
    yaml('AlertmanagerConfig', '', 'spec: { route: { receiver: a, routes: [{ group_wait: 1s }] } }'),
    'spec.route.routes[0].group_wait',
    'groupWait: "1s"',
  ],
  [yaml('ThanosRuler', '', 'spec: { queryEndpoint: [a] }'), 'spec.queryEndpoint', 'queryEndpoints: ["a"]'],
  [yaml('PrometheusAgent', '', 'spec: { remote_write: [] }'), 'spec.remote_write', 'remoteWrite: []'],
  [yaml('Alertmanager', '', 'spec: { configsecret: a }'), 'spec.configsecret', 'configSecret: "a"'],
  [yaml('Prometheus', '', 'spec: { retentionsize: 5GB }'), 'spec.retentionsize', 'retentionSize: "5GB"'],
  [
    '{ apiVersion: monitoring.coreos.com/v1alpha1, kind: AlertmanagerConfig, metadata: { name: x }, spec: { receivers: [{ name: a, slackConfigs: [{ chanel: b }] }] } }',
    'spec.receivers[0].slackConfigs[0].chanel',
    'channel: "b"',
  ],
  [
    yaml('PrometheusRule', '', 'spec: { groups: [{ rules: [{ alert: A, expr: up, keepFiringFor: 5m }] }] }'),
    'spec.groups[0].rules[0].keepFiringFor',
    'keep_firing_for: "5m"',
  ],
])('it finds the field in %s', (manifest, field, fix) => {
  expect(findingsFor(check, manifest)).toMatchObject([
    { severity: fix.startsWith('kubectl') ? 'warning' : 'error', path: field, fix },
  ]);
});

test.each([
  ['a label', 'serviceMonitorSelector: { team: a }', 'serviceMonitorSelector: {"matchLabels":{"team":"a"}}'],
  [
    'names of namespaces',
    'serviceMonitorNamespaceSelector: { matchNames: [a] }',
    'serviceMonitorNamespaceSelector: {"matchExpressions":[{"key":"kubernetes.io/metadata.name","operator":"In","values":["a"]}]}',
  ],
  ['any', 'ruleNamespaceSelector: { any: true }', 'ruleNamespaceSelector: {}'],
])('a label selector of Prometheus has no place for %s', (_what, spec, fix) => {
  expect(findingsFor(check, yaml('Prometheus', '', `spec: { ${spec} }`))).toMatchObject([
    { severity: 'error', fix },
  ]);
});

test.each([
  [
    'a selector of a monitor, which another check reports',
    yaml('PodMonitor', '', 'spec: { selector: { app: a } }'),
  ],
  [
    'every kind of field',
    endpoint(
      'port: a, path: /m, params: { any: [b] }, tlsConfig: { ca: { secret: { name: s, key: k } } }, relabelings: [{ sourceLabels: [a] }]',
    ),
  ],
  [
    'labels, whose names are free',
    yaml('ServiceMonitor', 'labels: { any: thing }', 'spec: { selector: { matchLabels: { app: x } } }'),
  ],
  [
    'a PodMonitor',
    yaml(
      'PodMonitor',
      '',
      'spec: { podMetricsEndpoints: [{ portNumber: 80 }], nativeHistogramBucketLimit: 5 }',
    ),
  ],
  [
    'a Probe',
    yaml(
      'Probe',
      '',
      'spec: { jobName: a, prober: { url: a }, module: m, targets: { staticConfig: { static: [a], labels: { team: x } } } }',
    ),
  ],
  [
    'labels of rules',
    yaml(
      'PrometheusRule',
      '',
      'spec: { groups: [{ name: a, labels: { x: y }, rules: [{ alert: A, expr: up, labels: { any: a }, annotations: { b: c } }] }] }',
    ),
  ],
  [
    'the same kind of another group',
    '{ apiVersion: azmonitoring.coreos.com/v1, kind: ServiceMonitor, metadata: { name: x }, spec: { own: 1 } }',
  ],
  ['a Service', yaml('Service', '', 'spec: { own: 1 }')],
  ['no spec', yaml('ServiceMonitor', '')],
])('it finds nothing in %s', (_what, manifest) => {
  expect(findingsFor(check, manifest)).toEqual([]);
});

test.each([
  ['match', '[{"name":"severity","matchType":"=","value":"page"}]'],
  ['match_re', '[{"name":"severity","matchType":"=~","value":"page"}]'],
])('%s of Alertmanager becomes a list of matchers', (key, matchers) => {
  const route = `spec: { receivers: [{ name: r }], route: { receiver: r, routes: [{ receiver: r, ${key}: { severity: page } }] } }`;
  expect(findingsFor(check, yaml('AlertmanagerConfig', '', route))).toMatchObject([
    { severity: 'error', fix: `matchers: ${matchers}` },
  ]);
});

test.each([
  ['static_configs: [{ targets: [a] }]', 'staticConfigs'],
  ['staticTargets: [a]', 'staticTargets'],
  ['kubernetes_sd_configs: [{ role: pod }]', 'kubernetesSdConfigs'],
])('a monitor takes no %s', (field, name) => {
  expect(findingsFor(check, endpoint(`port: web, ${field}`))).toMatchObject([
    { severity: 'error', fix: `create a ScrapeConfig with ${name} in place of the ServiceMonitor` },
  ]);
});

test('values that the chart copies have the fields of the Prometheus resource', () => {
  const given = {
    prometheus: {
      prometheusSpec: { web: { pagetitle: 'a' }, remoteWrite: [{ tlsConfig: { insecure: true } }] },
    },
  };
  expect(findingsFor(check, '', values(given))).toMatchObject([
    { path: 'prometheus.prometheusSpec.web.pagetitle', fix: 'pageTitle: "a"' },
    {
      path: 'prometheus.prometheusSpec.remoteWrite[0].tlsConfig.insecure',
      fix: 'insecureSkipVerify: true',
    },
  ]);
});

test('relabelings of the components in the values', () => {
  const drop = (fields: object) =>
    values({
      kubelet: { serviceMonitor: { cAdvisorMetricRelabelings: [{ action: 'drop', regex: 'a', ...fields }] } },
    });
  expect(findingsFor(check, '', drop({ source_labels: ['__name__'] }))).toMatchObject([
    {
      severity: 'error',
      path: 'kubelet.serviceMonitor.cAdvisorMetricRelabelings[0].source_labels',
      fix: 'sourceLabels: ["__name__"]',
    },
  ]);
  expect(findingsFor(check, '', drop({ sourceLabels: ['__name__'] }))).toEqual([]);
});

test('fields of vmalert are left alone in a rule file, and others are not', () => {
  const file = (fields: Fields) =>
    findingsOf(
      runChecks(
        [check],
        factsOf({
          objects: [
            plainObject(
              { groups: [{ name: 'g', rules: [{ alert: 'A', expr: 'up' }], ...fields }] },
              'r.yml',
            )!,
          ],
        }),
      ),
    );
  expect(file({ concurrency: 2 })).toEqual([]);
  expect(file({ colour: 'red' })).toMatchObject([{ fix: 'remove colour' }]);
});
