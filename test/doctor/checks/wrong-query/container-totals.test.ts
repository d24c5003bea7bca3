import { check } from '../../../../src/doctor/checks/wrong-query/container-totals';
import { alert, inForeign, recording } from '../../expressions/shop';

it('leaves out the totals of pods', () => {
  expect(
    inForeign(check, alert('sum by (pod) (rate(container_cpu_usage_seconds_total{namespace="a"}[5m])) > 2')),
  ).toMatchObject([
    {
      code: 'container-totals',
      severity: 'warning',
      message: 'alert A: sum adds up the containers of a pod and the total of the pod',
      found: 'sum by (pod) (rate(container_cpu_usage_seconds_total{namespace="a"}[5m]))',
      fix: 'write sum by (pod) (rate(container_cpu_usage_seconds_total{namespace="a", container!=""}[5m]))',
    },
  ]);
});

it.each([
  'sum by (namespace) (container_memory_working_set_bytes)',
  'sum(container_memory_rss{pod=~"web-.*"})',
  'sum without (container, id) (container_memory_usage_bytes{namespace="a"})',
  'sum(max_over_time(container_memory_cache{node="n"}[1h]))',
])('finds %s', (expr) => {
  expect(inForeign(check, recording(expr))).toHaveLength(1);
});

it.each([
  'sum by (pod, container) (container_memory_working_set_bytes{namespace="a"})',
  'sum by (pod) (container_memory_working_set_bytes{container!="", namespace="a"})',
  'sum by (pod) (container_memory_working_set_bytes{image!="", namespace="a"})',
  'sum by (pod) (container_memory_working_set_bytes{container="", namespace="a"})',
  'sum(container_memory_working_set_bytes{id="/", node="n"})',
  'sum without (cpu) (rate(container_cpu_usage_seconds_total{namespace="a"}[5m]))',
  'sum by (instance, name) (rate(container_cpu_usage_seconds_total[5m]))',
  'sum by (instance) (rate(container_cpu_usage_seconds_total[5m]))',
  'max by (pod) (container_memory_working_set_bytes{namespace="a"})',
  'sum by (pod) (rate(container_network_receive_bytes_total{namespace="a"}[5m]))',
])('leaves alone %s', (expr) => {
  expect(inForeign(check, recording(expr))).toEqual([]);
});
