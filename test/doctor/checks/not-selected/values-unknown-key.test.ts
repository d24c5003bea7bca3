import { parse } from 'yaml';
import { check } from '../../../../src/doctor/checks/not-selected/values-unknown-key';
import { findingsFor } from '../../../support/doctor';
import { values } from '../yaml';

const found = (text: string) => findingsFor(check, '', values(parse(text)));

test('a misspelt key', () => {
  expect(found('prometheus: { prometheusSpec: { serviceMonitorSelectorNilUseHelmValues: false } }')).toEqual([
    {
      code: 'values-unknown-key',
      check: 'values-unknown-key',
      severity: 'error',
      resource: 'Helm values values.yml',
      path: 'prometheus.prometheusSpec.serviceMonitorSelectorNilUseHelmValues',
      message: 'unknown key, which the chart ignores',
      found: false,
      expected: 'a key that the chart reads',
      fix: 'write serviceMonitorSelectorNilUsesHelmValues',
      at: { file: 'values.yml' },
    },
  ]);
});

test.each<[string, string, string]>([
  ['prometheus: { retention: 31d }', 'move it to prometheus.prometheusSpec', 'error'],
  ['nodeExporter: { hostNetwork: false }', 'move it to prometheus-node-exporter', 'error'],
  ['kubeStateMetrics: { metricLabelsAllowlist: [] }', 'move it to kube-state-metrics', 'error'],
  ['serviceMonitorSelectorNilUsesHelmValues: false', 'move it to prometheus.prometheusSpec', 'error'],
  [
    'prometheus.prometheusSpec.retention: 31d',
    'nest the keys: in a values file, a dot is part of the key',
    'error',
  ],
])('%s', (text, fix, severity) => {
  expect(found(text)).toMatchObject([{ fix, severity }]);
});

test('an unknown key without a similar one is a warning', () => {
  expect(found('prometheus: { prometheusSpec: { somethingNew: 1 } }')).toMatchObject([
    { severity: 'warning', fix: expect.stringContaining('helm show values') as unknown },
  ]);
});

test('a secret is not shown', () => {
  expect(found('grafana: { admin_pasword: hunter2 }')).toMatchObject([{ found: 'hidden' }]);
});

test.each([
  'prometheus: { prometheusSpec: { retention: 31d } }',
  'prometheus: { prometheusSpec: { retention: 5 } }',
  'nodeExporter: { enabled: true, operatingSystems: { linux: { enabled: true } } }',
  'kubeStateMetrics: { enabled: false }',
  'enabled: true',
  '{}',
])('nothing is found in %s', (text) => {
  expect(found(text)).toEqual([]);
});

test('keys that only the templates of the chart read are known', () => {
  const given = {
    prometheus: { verticalPodAutoscaler: { enabled: true }, prometheusSpec: { disableAlerting: true } },
    alertmanager: { verticalPodAutoscaler: { enabled: true } },
  };
  expect(findingsFor(check, '', values(given))).toEqual([]);
});

test.each([
  [
    'prometheus: { prometheusSpec: { remoteWrite: [{ url: "https://x", write_relabel_configs: [] }] } }',
    'error',
    'unknown key, which the chart ignores',
    'write writeRelabelConfigs',
  ],
  [
    'alertmanager: { config: { inhibit_rules: [{ source_matches: [a] }] } }',
    'error',
    'unknown field, so Alertmanager rejects its whole configuration',
    'write source_matchers',
  ],
  [
    'alertmanager: { config: { route: { groupBy: [a] } } }',
    'error',
    'unknown field, so Alertmanager rejects its whole configuration',
    'write group_by',
  ],
  [
    'alertmanager: { config: { route: { receivers: [] } } }',
    'error',
    'unknown field, so Alertmanager rejects its whole configuration',
    'move it to alertmanager.config',
  ],
  [
    'alertmanager: { config: { smtp_smarthost: "a:25" } }',
    'error',
    'unknown field, so Alertmanager rejects its whole configuration',
    'move it to alertmanager.config.global',
  ],
  [
    'alertmanager: { config: { route: { nothing_like_it: 1 } } }',
    'warning',
    'unknown field, so Alertmanager rejects its whole configuration',
    expect.stringMatching(/^use one of receiver, /) as string,
  ],
  [
    'alertmanager: { config: { receivers: [{ name: a, msteams_config: [] }] } }',
    'error',
    'unknown field, so Alertmanager rejects its whole configuration',
    'write msteams_configs',
  ],
  [
    'prometheus: { prometheusSpec: { ruleNamespaceSelector: { matchNames: [a] } } }',
    'error',
    'a label selector takes matchLabels and matchExpressions only, so the API server rejects the key',
    'ruleNamespaceSelector: {"matchExpressions":[{"key":"kubernetes.io/metadata.name","operator":"In","values":["a"]}]}',
  ],
  [
    'prometheus: { prometheusSpec: { ruleNamespaceSelector: { any: true } } }',
    'error',
    'a label selector takes matchLabels and matchExpressions only, so the API server rejects the key',
    'ruleNamespaceSelector: {}',
  ],
  [
    'prometheus: { prometheusSpec: { remoteWrite: [{ url: "https://x", basic_auth: { username: a, password: b } }] } }',
    'error',
    'unknown key, which the chart ignores',
    'write basicAuth; its username and password take the name of a Secret and a key, e.g. {"name":"<secret>","key":"username"}',
  ],
  [
    'prometheus: { prometheusSpec: { remoteWrite: [{ url: "https://x", write_relabel_configs: [{ source_labels: [a], action: drop }] }] } }',
    'error',
    'unknown key, which the chart ignores',
    'write writeRelabelConfigs, and in it sourceLabels for source_labels',
  ],
  [
    'extraScrapeConfigs: ""',
    'warning',
    'unknown key, which the chart ignores',
    'move it to prometheus.prometheusSpec.additionalScrapeConfigs: the key is one of the chart prometheus',
  ],
])('another spelling: %s', (text, severity, message, fix) => {
  expect(found(text)).toMatchObject([{ severity, message, fix }]);
});
