import { check } from '../../../../src/doctor/checks/not-selected/selector-nothing';
import { findingsFor } from '../../../support/doctor';
import { values, yaml } from '../yaml';

const prometheus = (spec: string) => yaml('Prometheus', 'name: k8s', `spec: ${spec}`);
const rules = yaml('PrometheusRule', 'name: a') + yaml('PrometheusRule', 'name: b');

test('an absent selector selects nothing', () => {
  expect(findingsFor(check, prometheus('{ serviceMonitorSelector: {} }') + rules)).toEqual([
    {
      code: 'selector-nothing',
      check: 'selector-nothing',
      severity: 'error',
      resource: 'Prometheus monitoring/k8s',
      path: 'spec.ruleSelector',
      message: 'Prometheus selects no PrometheusRule (2 read): an absent selector selects nothing',
      found: undefined,
      expected: 'a selector; {} selects everything',
      fix: 'ruleSelector: {}',
      at: { file: 'test.yaml', line: 2 },
    },
  ]);
});

const noLabels = { prometheus: { prometheusSpec: { serviceMonitorSelector: { release: 'prom' } } } };
const noPrometheus = { prometheus: { enabled: false } };
const off = { ruleSelectorNilUsesHelmValues: false, ruleSelector: null };

test.each<[string, unknown, string, object]>([
  [
    'null under a flag that is off',
    { prometheus: { prometheusSpec: off } },
    rules,
    {
      resource: 'Helm values values.yml',
      path: 'prometheus.prometheusSpec.ruleSelector',
      found: null,
      fix: 'remove ruleSelector, and set ruleSelectorNilUsesHelmValues: false',
      severity: 'error',
      at: { file: 'values.yml' },
    },
  ],
  [
    'a selector that Kubernetes rejects',
    noLabels,
    yaml('ServiceMonitor', ''),
    {
      path: 'prometheus.prometheusSpec.serviceMonitorSelector',
      message: 'Prometheus selects no ServiceMonitor (1 read): it is not a valid label selector',
      found: { release: 'prom' },
    },
  ],
  [
    'a namespace selector that Kubernetes rejects',
    { prometheus: { prometheusSpec: { ruleNamespaceSelector: 'all' } } },
    yaml('PrometheusRule', 'labels: { release: prom }'),
    { path: 'prometheus.prometheusSpec.ruleNamespaceSelector', fix: 'ruleNamespaceSelector: {}' },
  ],
  [
    'no Prometheus at all',
    noPrometheus,
    rules + yaml('ServiceMonitor', ''),
    {
      path: 'prometheus.enabled',
      message: 'Prometheus selects no ServiceMonitor and no PrometheusRule (3 read): Prometheus is disabled',
      found: false,
      expected: 'true',
      fix: 'prometheus: { enabled: true }',
      severity: 'warning',
    },
  ],
])('values with %s', (_what, given, text, expected) => {
  expect(findingsFor(check, text, values(given, 'prom'))).toMatchObject([expected]);
});

test.each<[string, string, unknown]>([
  ['everything is selected', prometheus('{ ruleSelector: {} }') + rules, undefined],
  ['no object of the kind was read', prometheus('{ ruleSelector: {} }') + yaml('Service', ''), undefined],
  ['another Prometheus selects it', prometheus('{}') + prometheus('{ ruleSelector: {} }') + rules, undefined],
  [
    'the Prometheus is an agent, which agent-rules reports',
    yaml('PrometheusAgent', '', 'spec: {}') + rules,
    undefined,
  ],
  ['null leaves the decision to the flag', rules, { prometheus: { prometheusSpec: { ruleSelector: null } } }],
])('nothing is found where %s', (_what, text, given) => {
  expect(findingsFor(check, text, given === undefined ? {} : values(given, 'prom'))).toEqual([]);
});

test('names of namespaces, as in a monitor', () => {
  const given = { prometheus: { prometheusSpec: { ruleNamespaceSelector: { matchNames: ['a', 'b'] } } } };
  expect(findingsFor(check, rules, values(given, 'prom'))).toMatchObject([
    {
      fix: 'ruleNamespaceSelector: {"matchExpressions":[{"key":"kubernetes.io/metadata.name","operator":"In","values":["a","b"]}]}',
    },
  ]);
});
