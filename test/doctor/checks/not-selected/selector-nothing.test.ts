import { check } from '../../../../src/doctor/checks/not-selected/selector-nothing';
import { findingsFor } from '../../../support/doctor';
import { values, yaml } from '../yaml';

const prometheus = (spec: string) => yaml('Prometheus', 'name: k8s', `spec: ${spec}`);
const rules = yaml('PrometheusRule', 'name: a') + yaml('PrometheusRule', 'name: b');

test('a selector that is not set takes nothing', () => {
  expect(findingsFor(check, prometheus('{ serviceMonitorSelector: {} }') + rules)).toEqual([
    {
      code: 'selector-nothing',
      check: 'selector-nothing',
      severity: 'error',
      resource: 'Prometheus monitoring/k8s',
      path: 'spec.ruleSelector',
      message:
        'leaves out all 2 PrometheusRule objects that were read: the operator takes nothing without it',
      found: undefined,
      expected: 'a selector; {} selects everything',
      fix: 'ruleSelector: {}',
      at: { file: 'test.yaml', line: 2 },
    },
  ]);
});

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
    'a selector that Kubernetes refuses',
    { prometheus: { prometheusSpec: { serviceMonitorSelector: { release: 'prom' } } } },
    yaml('ServiceMonitor', ''),
    {
      path: 'prometheus.prometheusSpec.serviceMonitorSelector',
      message: 'leaves out the ServiceMonitor that was read: it is not a valid label selector',
      found: { release: 'prom' },
    },
  ],
  [
    'a namespace selector that Kubernetes refuses',
    { prometheus: { prometheusSpec: { ruleNamespaceSelector: 'all' } } },
    yaml('PrometheusRule', 'labels: { release: prom }'),
    { path: 'prometheus.prometheusSpec.ruleNamespaceSelector', fix: 'ruleNamespaceSelector: {}' },
  ],
  [
    'no Prometheus at all',
    { prometheus: { enabled: false } },
    rules + yaml('ServiceMonitor', ''),
    {
      path: 'prometheus.enabled',
      message:
        'leaves out all 3 ServiceMonitor and PrometheusRule objects that were read: Prometheus is disabled',
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
  ['there is none of the kind', prometheus('{ ruleSelector: {} }') + yaml('Service', ''), undefined],
  ['another Prometheus selects it', prometheus('{}') + prometheus('{ ruleSelector: {} }') + rules, undefined],
  [
    'agents evaluate no rules, which has a check of its own',
    yaml('PrometheusAgent', '', 'spec: {}') + rules,
    undefined,
  ],
  ['null leaves the decision to the flag', rules, { prometheus: { prometheusSpec: { ruleSelector: null } } }],
])('nothing is found where %s', (_what, text, given) => {
  expect(findingsFor(check, text, given === undefined ? {} : values(given, 'prom'))).toEqual([]);
});
