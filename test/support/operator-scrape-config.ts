/** The parts of a rendered ServiceMonitor that the translation reads. */
export interface ServiceMonitorManifest {
  readonly metadata: { readonly name: string; readonly namespace: string };
  readonly spec: {
    readonly selector: { readonly matchLabels: Readonly<Record<string, string>> };
    readonly sampleLimit?: number;
    readonly endpoints: readonly {
      readonly port: string;
      readonly path: string;
      readonly relabelings?: readonly {
        readonly action: string;
        readonly sourceLabels?: readonly string[];
        readonly regex?: string;
        readonly targetLabel?: string;
      }[];
    }[];
  };
}

/**
 * The scrape job that prometheus-operator generates for a ServiceMonitor's first endpoint, with targets from a file
 * in place of the Kubernetes API. Prometheus takes `__meta_kubernetes_*` labels from a file as well.
 * @see https://github.com/prometheus-operator/prometheus-operator/blob/v0.93.1/pkg/prometheus/promcfg.go
 */
export function scrapeJob(monitor: ServiceMonitorManifest, targetsFile: string, interval: string): object {
  const [endpoint] = monitor.spec.endpoints;
  const copy = (source: string, target: string) => ({ source_labels: [source], target_label: target });
  return {
    job_name: `serviceMonitor/${monitor.metadata.namespace}/${monitor.metadata.name}/0`,
    scrape_interval: interval,
    scrape_timeout: interval,
    metrics_path: endpoint!.path,
    sample_limit: monitor.spec.sampleLimit ?? 0,
    file_sd_configs: [{ files: [targetsFile] }],
    relabel_configs: [
      copy('job', '__tmp_prometheus_job_name'),
      ...Object.entries(monitor.spec.selector.matchLabels)
        .toSorted()
        .map(([label, value]) => ({
          action: 'keep',
          source_labels: [
            `__meta_kubernetes_service_label_${label}`,
            `__meta_kubernetes_service_labelpresent_${label}`,
          ],
          regex: `(${value});true`,
        })),
      { action: 'keep', source_labels: ['__meta_kubernetes_endpoint_port_name'], regex: endpoint!.port },
      ...['Node', 'Pod'].map((kind) => ({
        source_labels: [
          '__meta_kubernetes_endpoint_address_target_kind',
          '__meta_kubernetes_endpoint_address_target_name',
        ],
        separator: ';',
        regex: `${kind};(.*)`,
        replacement: '${1}',
        target_label: kind.toLowerCase(),
      })),
      copy('__meta_kubernetes_namespace', 'namespace'),
      copy('__meta_kubernetes_service_name', 'service'),
      copy('__meta_kubernetes_pod_name', 'pod'),
      copy('__meta_kubernetes_pod_container_name', 'container'),
      { action: 'drop', source_labels: ['__meta_kubernetes_pod_phase'], regex: '(Failed|Succeeded)' },
      { source_labels: ['__meta_kubernetes_service_name'], target_label: 'job', replacement: '${1}' },
      { target_label: 'endpoint', replacement: endpoint!.port },
      ...(endpoint!.relabelings ?? []).map(({ action, sourceLabels, regex, targetLabel }) => ({
        action,
        ...(sourceLabels === undefined ? {} : { source_labels: sourceLabels }),
        ...(regex === undefined ? {} : { regex }),
        ...(targetLabel === undefined ? {} : { target_label: targetLabel }),
      })),
    ],
  };
}
