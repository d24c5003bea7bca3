import { check } from '../../../../src/doctor/checks/wrong-query/label-allowlist';
import { findingsFor } from '../../../support/doctor';
import { pods } from '../scrape-chain';
import { values, yaml } from '../yaml';

const rule = (expr: string) =>
  yaml('PrometheusRule', '', `spec: { groups: [{ name: g, rules: [{ alert: A, expr: '${expr}' }] }] }`);
const found = (expr: string, ksm: unknown, more = '') =>
  findingsFor(check, rule(expr) + more, values({ 'kube-state-metrics': ksm }));
const JOIN = 'kube_pod_info * on (namespace, pod) group_left (label_team) kube_pod_labels';

test('kube-state-metrics exposes labels only on request', () => {
  expect(found(JOIN, { metricLabelsAllowlist: ['nodes=[*]', 'pods=[app]'] })).toEqual([
    {
      code: 'label-allowlist',
      check: 'label-allowlist',
      severity: 'error',
      resource: 'PrometheusRule monitoring/x',
      path: 'spec.groups[0].rules[0].expr',
      message: 'alert A: kube-state-metrics does not expose the label team of pods',
      found: 'label_team',
      expected: 'pods=[app,team]',
      fix: 'kube-state-metrics: { metricLabelsAllowlist: ["nodes=[*]","pods=[app,team]"] }',
      at: { file: 'test.yaml', line: 2 },
    },
  ]);
});

const ksm = (args: string) =>
  `---\n{ apiVersion: apps/v1, kind: Deployment, metadata: { name: ksm }, spec: { template: { spec: { containers: [{ name: a, image: "registry.k8s.io/kube-state-metrics/kube-state-metrics:v2", args: [${args}] }] } } } }`;

test.each([
  ['a matcher', 'kube_pod_labels{label_team="a"} > 0', 'pods=[team]'],
  ['an annotation', 'kube_pod_annotations{annotation_team="a"} > 0', 'pods=[team]'],
  [
    'a usual label',
    'sum by (label_app_kubernetes_io_name) (kube_service_labels)',
    'services=[app.kubernetes.io/name]',
  ],
])('it finds %s in the arguments of kube-state-metrics', (_what, expr, entry) => {
  expect(findingsFor(check, rule(expr) + ksm('"--port=8080"'))).toMatchObject([
    {
      fix: expect.stringMatching(/^in the arguments of kube-state-metrics: --metric-/) as string,
      expected: entry,
    },
  ]);
});

test('the key of a label comes from pods that were read', () => {
  const more = pods({ labels: 'example.com/cost-center: a' });
  expect(found('kube_pod_labels{label_example_com_cost_center="a"}', { image: {} }, more)).toMatchObject([
    { expected: 'pods=[example.com/cost-center]' },
  ]);
});

test.each([
  ['an exposed label', found(JOIN, { metricLabelsAllowlist: ['pods=[team]'] })],
  ['all labels', found(JOIN, { metricLabelsAllowlist: ['pods=[*]'] })],
  ['an exclusion', found('up unless on (pod) kube_pod_labels{label_team="a"}', { image: {} })],
  [
    'values without kube-state-metrics',
    findingsFor(check, rule(JOIN), values({ kubeStateMetrics: { enabled: false } })),
  ],
  ['no values', findingsFor(check, rule(JOIN))],
  ['other labels', found('kube_pod_labels{namespace="a"}', { image: {} })],
  [
    'arguments with the label',
    findingsFor(check, rule(JOIN) + ksm('"--metric-labels-allowlist=pods=[team]"')),
  ],
])('it finds nothing in %s', (_what, findings) => {
  expect(findings).toEqual([]);
});

test('the defaults of the chart list no label, but another kube-state-metrics may', () => {
  expect(findingsFor(check, rule('kube_pod_labels{label_app="x"}'), values({ grafana: {} }))).toMatchObject([
    { severity: 'warning', fix: 'kube-state-metrics: { metricLabelsAllowlist: ["pods=[app]"] }' },
  ]);
});
