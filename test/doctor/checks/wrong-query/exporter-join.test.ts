import { check } from '../../../../src/doctor/checks/wrong-query/exporter-join';
import { inForeign, problemsIn, recording } from '../../expressions/shop';

it('aggregates usage and limit by the labels of a container', () => {
  expect(
    inForeign(
      check,
      recording(
        'container_memory_working_set_bytes / kube_pod_container_resource_limits{resource="memory"} > 0.9',
      ),
    ),
  ).toMatchObject([
    {
      code: 'exporter-join',
      severity: 'error',
      message:
        'recording rule a:b:c: the two sides of / never match: the series of cAdvisor and of kube-state-metrics have different job and instance labels',
      fix: 'write sum by (namespace, pod, container) (container_memory_working_set_bytes) / sum by (namespace, pod, container) (kube_pod_container_resource_limits{resource="memory"})',
    },
  ]);
});

it.each([
  ['rate(container_cpu_usage_seconds_total[5m]) > kube_pod_container_resource_requests', 'error'],
  ['node_load1 / kube_node_status_capacity{resource="cpu"}', 'error'],
  ['max_over_time(kube_pod_info[5m:]) and -container_memory_rss', 'error'],
  ['kube_pod_info unless container_last_seen', 'warning'],
])('finds %s', (expr, severity) => {
  expect(inForeign(check, recording(expr)).map((finding) => finding.severity)).toEqual([severity]);
});

it('leaves alone aggregated sides, on and ignoring, one exporter, and unions', () => {
  expect(
    problemsIn(
      check,
      'sum by (pod) (container_memory_rss) / sum by (pod) (kube_pod_container_resource_limits)',
      'container_memory_rss / on (namespace, pod, container) kube_pod_container_resource_limits',
      'container_memory_rss / ignoring (job) kube_pod_container_resource_limits',
      'node_memory_MemAvailable_bytes / node_memory_MemTotal_bytes',
      'container_memory_rss or kube_pod_info',
      'container_memory_rss / x',
      'label_replace(node_load1, "a", "b", "c", "d") / kube_node_info',
      'node_load1 * 2',
      'vector(1) / node_load1',
      'rate({job="a"}[5m]) / kube_pod_info',
    ),
  ).toEqual([]);
});
