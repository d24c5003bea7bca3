/** Names that exporters had once, and what they expose instead. */
export interface Renamed {
  readonly instead: string;
  /** Who renamed it and since when. */
  readonly since: string;
}

const KUBE_STATE_METRICS = 'kube-state-metrics 2.0';
const NODE_EXPORTER = 'node-exporter 0.16';
const KUBERNETES = 'Kubernetes 1.17';
const COREDNS = 'CoreDNS 1.7';

const resource = (metric: string, name: string): Renamed => ({
  instead: `${metric}{resource="${name}"}`,
  since: KUBE_STATE_METRICS,
});

const of = (
  since: string,
  names: Readonly<Record<string, string>>,
): readonly (readonly [string, Renamed])[] =>
  Object.entries(names).map(([name, instead]) => [name, { instead, since }]);

/** Released so long ago that no supported cluster has the old names. */
export const RENAMED_METRICS: ReadonlyMap<string, Renamed> = new Map<string, Renamed>([
  // https://github.com/kubernetes/kube-state-metrics/blob/main/CHANGELOG.md
  ...['requests', 'limits'].flatMap((kind) =>
    [
      ['cpu_cores', 'cpu'],
      ['memory_bytes', 'memory'],
      ['nvidia_gpu_devices', 'nvidia_com_gpu'],
    ].map(
      ([unit, name]) =>
        [
          `kube_pod_container_resource_${kind}_${unit}`,
          resource(`kube_pod_container_resource_${kind}`, name!),
        ] as const,
    ),
  ),
  ...['capacity', 'allocatable'].flatMap((kind) =>
    [
      ['cpu_cores', 'cpu'],
      ['memory_bytes', 'memory'],
      ['pods', 'pods'],
    ].map(
      ([unit, name]) =>
        [`kube_node_status_${kind}_${unit}`, resource(`kube_node_status_${kind}`, name!)] as const,
    ),
  ),
  ...of(
    KUBE_STATE_METRICS,
    Object.fromEntries(
      [
        'labels',
        'metadata_generation',
        'spec_max_replicas',
        'spec_min_replicas',
        'spec_target_metric',
        'status_condition',
        'status_current_replicas',
        'status_desired_replicas',
      ].map((name) => [`kube_hpa_${name}`, `kube_horizontalpodautoscaler_${name}`]),
    ),
  ),
  // https://github.com/prometheus/node_exporter/blob/master/docs/V0_16_UPGRADE_GUIDE.md
  ...of(NODE_EXPORTER, {
    node_cpu: 'node_cpu_seconds_total',
    node_boot_time: 'node_boot_time_seconds',
    node_time: 'node_time_seconds',
    node_context_switches: 'node_context_switches_total',
    node_forks: 'node_forks_total',
    node_intr: 'node_intr_total',
    node_disk_bytes_read: 'node_disk_read_bytes_total',
    node_disk_bytes_written: 'node_disk_written_bytes_total',
    node_disk_io_time_ms: 'node_disk_io_time_seconds_total',
    node_disk_reads_completed: 'node_disk_reads_completed_total',
    node_disk_writes_completed: 'node_disk_writes_completed_total',
    node_filesystem_avail: 'node_filesystem_avail_bytes',
    node_filesystem_free: 'node_filesystem_free_bytes',
    node_filesystem_size: 'node_filesystem_size_bytes',
    node_network_receive_bytes: 'node_network_receive_bytes_total',
    node_network_transmit_bytes: 'node_network_transmit_bytes_total',
    ...Object.fromEntries(
      [
        'MemAvailable',
        'MemFree',
        'MemTotal',
        'Buffers',
        'Cached',
        'Slab',
        'SwapFree',
        'SwapTotal',
        'Active',
      ].map((name) => [`node_memory_${name}`, `node_memory_${name}_bytes`]),
    ),
  }),
  // https://github.com/kubernetes/kubernetes/blob/master/CHANGELOG/CHANGELOG-1.17.md
  ...of(KUBERNETES, {
    apiserver_request_count: 'apiserver_request_total',
    apiserver_request_latencies_bucket: 'apiserver_request_duration_seconds_bucket',
    kubelet_runtime_operations: 'kubelet_runtime_operations_total',
    kubelet_runtime_operations_errors: 'kubelet_runtime_operations_errors_total',
    kubelet_docker_operations: 'kubelet_runtime_operations_total',
    kubelet_docker_operations_errors: 'kubelet_runtime_operations_errors_total',
    rest_client_request_latency_seconds_bucket: 'rest_client_request_duration_seconds_bucket',
  }),
  // https://github.com/kubernetes/kubernetes/blob/master/CHANGELOG/CHANGELOG-1.19.md
  ...of('Kubernetes 1.19', {
    kubelet_running_pod_count: 'kubelet_running_pods',
    kubelet_running_container_count: 'kubelet_running_containers',
  }),
  ...of('Kubernetes 1.21', { etcd_object_counts: 'apiserver_storage_objects' }),
  // https://github.com/etcd-io/etcd/blob/main/CHANGELOG/CHANGELOG-3.4.md
  ...of('etcd 3.4', {
    etcd_debugging_mvcc_db_total_size_in_bytes: 'etcd_mvcc_db_total_size_in_bytes',
  }),
  // https://github.com/prometheus-community/windows_exporter/releases/tag/v0.31.0
  ...of('windows_exporter 0.31', {
    windows_os_physical_memory_free_bytes: 'windows_memory_physical_free_bytes',
    windows_cs_physical_memory_bytes: 'windows_memory_physical_total_bytes',
  }),
  // https://github.com/kubernetes-monitoring/kubernetes-mixin/issues/670
  ...of('kubernetes-mixin', {
    'namespace_pod_container:container_cpu_usage_seconds_total:sum_rate':
      'node_namespace_pod_container:container_cpu_usage_seconds_total:sum_irate',
    'node_namespace_pod_container:container_cpu_usage_seconds_total:sum_rate':
      'node_namespace_pod_container:container_cpu_usage_seconds_total:sum_irate',
    'node:node_cpu_utilisation:avg1m': 'instance:node_cpu_utilisation:rate5m',
    'instance:node_cpu_utilisation:rate1m': 'instance:node_cpu_utilisation:rate5m',
  }),
  // https://coredns.io/2020/06/15/coredns-1.7.0-release/
  ...of(COREDNS, {
    coredns_dns_request_count_total: 'coredns_dns_requests_total',
    coredns_dns_request_type_count_total: 'coredns_dns_requests_total',
    coredns_dns_response_rcode_count_total: 'coredns_dns_responses_total',
    coredns_forward_request_count_total: 'coredns_forward_requests_total',
    coredns_forward_response_rcode_count_total: 'coredns_forward_responses_total',
    coredns_panic_count_total: 'coredns_panics_total',
  }),
]);

/** Labels of cAdvisor before Kubernetes 1.16. */
export const RENAMED_LABELS: Readonly<Record<string, string>> = {
  pod_name: 'pod',
  container_name: 'container',
};
