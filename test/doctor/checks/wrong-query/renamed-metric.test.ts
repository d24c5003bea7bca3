import { check } from '../../../../src/doctor/checks/wrong-query/renamed-metric';
import { inForeign, panel, recording } from '../../expressions/shop';
import { findingsFor } from '../../../support/doctor';

it('names what replaced a metric', () => {
  expect(
    inForeign(check, recording('sum by (pod) (kube_pod_container_resource_limits_memory_bytes)')),
  ).toMatchObject([
    {
      severity: 'warning',
      message:
        'recording rule a:b:c: kube-state-metrics 2.0 replaced kube_pod_container_resource_limits_memory_bytes',
      fix: 'write kube_pod_container_resource_limits{resource="memory"} instead of kube_pod_container_resource_limits_memory_bytes',
    },
  ]);
});

it('names what replaced a label', () => {
  expect(
    inForeign(check, recording('rate(container_cpu_usage_seconds_total{container_name="api", id!=""}[5m])')),
  ).toMatchObject([
    {
      message: 'recording rule a:b:c: Kubernetes 1.16 renamed the label container_name of cAdvisor',
      fix: 'write container_cpu_usage_seconds_total{container="api", id!=""}',
    },
  ]);
});

it.each([
  'node_memory_MemFree / node_memory_MemTotal_bytes',
  'rate(node_cpu{mode="idle"}[5m])',
  'kube_hpa_status_current_replicas == 1',
  'sum(coredns_dns_request_count_total)',
  'node_filesystem_free > 1',
  'kubelet_running_pod_count > 100',
  'node_namespace_pod_container:container_cpu_usage_seconds_total:sum_rate',
])('finds the old name in %s', (expr) => {
  expect(inForeign(check, recording(expr))).toHaveLength(1);
});

it('names what replaced a label in by (...)', () => {
  expect(
    inForeign(check, recording('sum by (namespace, pod_name) (rate(container_cpu_usage_seconds_total[5m]))')),
  ).toMatchObject([
    {
      message: 'recording rule a:b:c: Kubernetes 1.16 renamed the label pod_name of cAdvisor',
      fix: 'write sum by (namespace, pod) (rate(container_cpu_usage_seconds_total[5m]))',
    },
  ]);
  expect(
    inForeign(check, recording('sum by (pod_name) (container_memory_usage_bytes{pod_name="a"})')),
  ).toHaveLength(1);
});

it('reads panels too', () => {
  expect(findingsFor(check, panel('node_boot_time'))).toHaveLength(1);
});

it.each([
  'node_memory_MemFree_bytes',
  'node_memory_MemTotal_bytes or node_memory_MemTotal',
  'sum(container_memory_usage_bytes{pod="x"})',
  'my_metric{pod_name="x"}',
  '{__name__=~"node_cpu"}',
])('finds nothing in %s', (expr) => {
  expect(inForeign(check, recording(expr))).toEqual([]);
});

it('leaves alone a name that a rule records', () => {
  expect(inForeign(check, recording('up', 'node_cpu'), recording('node_cpu'))).toEqual([]);
});
