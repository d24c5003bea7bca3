import { check } from '../../../../src/doctor/checks/wrong-query/metric-allowlist';
import { findingsFor } from '../../../support/doctor';
import { alert, panel, recording, rules } from '../../expressions/shop';
import { values } from '../yaml';

const ksm = (args: string) =>
  `---\n{ apiVersion: apps/v1, kind: Deployment, metadata: { name: ksm }, spec: { template: { spec: { containers: [{ name: a, image: "registry.k8s.io/kube-state-metrics/kube-state-metrics:v2", args: [${args}] }] } } } }\n`;
const found = (expr: string, args: string) => findingsFor(check, ksm(args) + rules(alert(expr)));
const ALLOWED = '"--metric-allowlist=kube_pod_info, kube_pod_status.*"';

test('an allowlist that does not match the metric', () => {
  expect(found('kube_pod_labels == 1', ALLOWED)).toEqual([
    {
      code: 'metric-allowlist',
      check: 'metric-allowlist',
      severity: 'error',
      resource: 'PrometheusRule default/r',
      path: 'spec.groups[0].rules[0].expr',
      message:
        'alert A: kube-state-metrics does not expose kube_pod_labels, because its allowlist does not match it',
      found: 'kube_pod_labels',
      expected: 'kube_pod_labels in --metric-allowlist',
      fix: 'in the arguments of kube-state-metrics: --metric-allowlist=kube_pod_info,kube_pod_status.*,^kube_pod_labels$',
      at: { file: 'test.yaml', line: 5 },
    },
  ]);
});

test('a denylist that matches it, over several lines', () => {
  const denied = '"--metric-denylist=\\n^kube_.+_created$,\\n^kube_secret.*"';
  expect(found('kube_pod_created > 1', denied)).toMatchObject([
    { fix: 'in the arguments of kube-state-metrics: --metric-denylist=^kube_secret.*' },
  ]);
  expect(found('kube_pod_info > 1', denied)).toEqual([]);
});

test('lists in the values, where no pods were read', () => {
  const given = values({ 'kube-state-metrics': { metricAllowlist: ['kube_node.*'] } });
  expect(findingsFor(check, rules(alert('kube_pod_info == 1')), given)).toMatchObject([
    { severity: 'error', fix: 'kube-state-metrics: { metricAllowlist: ["kube_node.*","^kube_pod_info$"] }' },
  ]);
  expect(findingsFor(check, panel('kube_pod_info'), given)).toMatchObject([{ severity: 'warning' }]);
  expect(findingsFor(check, rules(alert('kube_pod_info == 1')) + ksm(''), given)).toEqual([]);
});

test.each([
  ['a part of the name', 'kube_pod_info == 1', '"--metric-allowlist=pod_in"'],
  ['what is only subtracted', 'kube_pod_info unless kube_pod_labels', ALLOWED],
  ['what is only an alternative', 'kube_pod_info or kube_pod_labels', ALLOWED],
  ['series about itself', 'kube_state_metrics_list_total > 1', ALLOWED],
  ['another exporter', 'node_load1 > 1', ALLOWED],
  ['no list', 'kube_pod_labels == 1', '"--resources=pods"'],
  ['an invalid list', 'kube_pod_labels == 1', '"--metric-allowlist=kube_("'],
])('it finds nothing with %s', (_what, expr, args) => {
  expect(found(expr, args)).toEqual([]);
});

test('a recorded series has its own name', () => {
  const both = rules(recording('kube_pod_info', 'kube_pod_mine'), alert('kube_pod_mine == 1'));
  expect(findingsFor(check, ksm(ALLOWED) + both)).toEqual([]);
});
