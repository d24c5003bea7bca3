import { seriesBound } from '../../src/metrics/series';
import { platformMetrics } from '../../src/metrics/platform';

test.each([
  ['up', 'gauge', []],
  ['scrape_samples_post_metric_relabeling', 'gauge', []],
  ['kube_deployment_spec_replicas', 'gauge', ['namespace', 'deployment']],
  ['kube_pod_container_status_waiting_reason', 'gauge', ['namespace', 'pod', 'container', 'reason']],
  ['kube_pod_container_resource_limits', 'gauge', ['namespace', 'pod', 'container', 'resource', 'unit']],
  ['container_cpu_usage_seconds_total', 'counter', ['namespace', 'pod', 'container']],
  ['container_cpu_cfs_periods_total', 'counter', ['namespace', 'pod', 'container']],
  ['container_cpu_cfs_throttled_periods_total', 'counter', ['namespace', 'pod', 'container']],
  ['container_memory_working_set_bytes', 'gauge', ['namespace', 'pod', 'container']],
])('%s is a %s with the labels that its exporter documents', (name, kind, labels) => {
  const metric = Object.values(platformMetrics).find((candidate) => candidate.name === name)!;
  expect(metric.kind).toBe(kind);
  expect(Object.keys(metric.labels)).toEqual(labels);
  // One series a Kubernetes object: nothing that a contract could bound.
  expect(seriesBound(metric)).toBe(labels.length === 0 ? 1 : Infinity);
});
