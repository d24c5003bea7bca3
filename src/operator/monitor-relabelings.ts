import { listOf, mapOf, textOf, textsOf } from '../kubernetes/object';
import type { Endpoint, Monitor } from '../kubernetes/monitor';
import type { Relabeling } from '../kubernetes/relabeling';
import { prometheusSpec } from './prometheus-spec';
import { scrapeClassOf } from './scrape-class';
import { keepSelected, sanitizedLabel } from './selector-relabelings';
import type { PrometheusSettings } from './settings';
import { shardingRelabelings } from './sharding';

/** Kubernetes role of the service discovery. */
export type DiscoveryRole = 'endpoints' | 'endpointslice' | 'pod' | 'ingress';

/** Before relabeling, `job` is the name of the scrape configuration. */
export const KEEP_JOB_NAME: Relabeling = { sourceLabels: ['job'], targetLabel: '__tmp_prometheus_job_name' };

const DROP_FINISHED: Relabeling = {
  action: 'drop',
  sourceLabels: ['__meta_kubernetes_pod_phase'],
  regex: '(Failed|Succeeded)',
};

export const copyLabel = (source: string, targetLabel: string): Relabeling => ({
  sourceLabels: [source],
  targetLabel,
});

/** Unlike a plain copy, it keeps the target label where the source is empty. */
const copyIfPresent = (source: string, targetLabel: string): Relabeling => ({
  ...copyLabel(source, targetLabel),
  regex: '(.+)',
  replacement: '${1}',
});

export function roleOf({ kind, fields }: Monitor, settings: PrometheusSettings): DiscoveryRole {
  if (kind === 'PodMonitor') return 'pod';
  const role =
    mapOf(fields['spec'])['serviceDiscoveryRole'] ?? prometheusSpec(settings)['serviceDiscoveryRole'];
  return role === 'EndpointSlice' ? 'endpointslice' : 'endpoints';
}

/**
 * The relabel_configs that prometheus-operator writes for an endpoint, in its order.
 * @param shard number of the shard. @default the targets of all shards
 * @see https://github.com/prometheus-operator/prometheus-operator/blob/v0.93.1/pkg/prometheus/promcfg.go
 */
export function monitorRelabelings(
  monitor: Monitor,
  endpoint: Endpoint,
  settings: PrometheusSettings,
  shard?: number,
): readonly Relabeling[] {
  return [
    KEEP_JOB_NAME,
    ...(monitor.kind === 'PodMonitor'
      ? podRelabelings(monitor, endpoint, settings)
      : serviceRelabelings(monitor, endpoint, settings)),
    ...endpointLabel(endpoint),
    ...(scrapeClassOf(monitor.scrapeClass, settings)?.relabelings ?? []),
    ...endpoint.relabelings,
    ...enforcedNamespace(monitor, settings),
    ...shardingRelabelings('__address__', settings.shards, shard),
  ];
}

/** The metric_relabel_configs of an endpoint. */
export const monitorMetricRelabelings = (
  monitor: Monitor,
  endpoint: Endpoint,
  settings: PrometheusSettings,
): readonly Relabeling[] => [
  ...(scrapeClassOf(monitor.scrapeClass, settings)?.metricRelabelings ?? []),
  ...endpoint.metricRelabelings,
  ...enforcedNamespace(monitor, settings),
];

function serviceRelabelings(
  monitor: Monitor,
  endpoint: Endpoint,
  settings: PrometheusSettings,
): readonly Relabeling[] {
  const prefix = `__meta_kubernetes_${roleOf(monitor, settings) === 'endpoints' ? 'endpoint' : 'endpointslice'}`;
  const address = [`${prefix}_address_target_kind`, `${prefix}_address_target_name`];
  return [
    ...selected(monitor, 'service'),
    ...keepPort(endpoint, `${prefix}_port_name`),
    ...(['Node', 'Pod'] as const).map((kind) => ({
      sourceLabels: address,
      separator: ';',
      regex: `${kind};(.*)`,
      replacement: '${1}',
      targetLabel: kind.toLowerCase(),
    })),
    copyLabel('__meta_kubernetes_namespace', 'namespace'),
    copyLabel('__meta_kubernetes_service_name', 'service'),
    copyLabel('__meta_kubernetes_pod_name', 'pod'),
    copyLabel('__meta_kubernetes_pod_container_name', 'container'),
    ...(endpoint.filterRunning ? [DROP_FINISHED] : []),
    ...copiedLabels('service', monitor.targetLabels),
    ...copiedLabels('pod', podTargetLabels(monitor, settings)),
    { ...copyLabel('__meta_kubernetes_service_name', 'job'), replacement: '${1}' },
    ...jobLabel(monitor, 'service'),
  ];
}

function podRelabelings(
  monitor: Monitor,
  endpoint: Endpoint,
  settings: PrometheusSettings,
): readonly Relabeling[] {
  return [
    ...(endpoint.filterRunning ? [DROP_FINISHED] : []),
    ...selected(monitor, 'pod'),
    ...keepPort(endpoint, '__meta_kubernetes_pod_container_port_name'),
    copyLabel('__meta_kubernetes_namespace', 'namespace'),
    copyLabel('__meta_kubernetes_pod_container_name', 'container'),
    copyLabel('__meta_kubernetes_pod_name', 'pod'),
    ...copiedLabels('pod', podTargetLabels(monitor, settings)),
    { targetLabel: 'job', replacement: `${monitor.namespace}/${monitor.name}` },
    ...jobLabel(monitor, 'pod'),
  ];
}

/** With the mechanism RoleSelector, the API server selects, and relabeling does not. */
const selected = ({ selector, fields }: Monitor, of: 'service' | 'pod'): readonly Relabeling[] =>
  mapOf(fields['spec'])['selectorMechanism'] === 'RoleSelector' ? [] : keepSelected(selector, of);

function keepPort({ port, targetPort }: Endpoint, portNameLabel: string): readonly Relabeling[] {
  if (port !== undefined) return [keep(portNameLabel, port)];
  if (targetPort === undefined || targetPort === 0) return [];
  return typeof targetPort === 'string'
    ? [keep('__meta_kubernetes_pod_container_port_name', targetPort)]
    : [keep('__meta_kubernetes_pod_container_port_number', String(targetPort))];
}

const keep = (source: string, regex: string): Relabeling => ({
  action: 'keep',
  sourceLabels: [source],
  regex,
});

const copiedLabels = (of: 'service' | 'pod', keys: readonly string[]): readonly Relabeling[] =>
  keys.map((key) =>
    copyIfPresent(`__meta_kubernetes_${of}_label_${sanitizedLabel(key)}`, sanitizedLabel(key)),
  );

const podTargetLabels = (monitor: Monitor, settings: PrometheusSettings): readonly string[] => [
  ...monitor.podTargetLabels,
  ...textsOf(prometheusSpec(settings)['podTargetLabels']),
];

const jobLabel = ({ jobLabel: key }: Monitor, of: 'service' | 'pod'): readonly Relabeling[] =>
  key === undefined ? [] : [copyIfPresent(`__meta_kubernetes_${of}_label_${sanitizedLabel(key)}`, 'job')];

/** The port as the endpoint names it. The operator does not use `portNumber` of a PodMonitor here. */
function endpointLabel({ port, targetPort, fields }: Endpoint): readonly Relabeling[] {
  const name = port ?? (fields['targetPort'] === undefined ? undefined : targetPort);
  return name === undefined ? [] : [{ targetLabel: 'endpoint', replacement: String(name) }];
}

/** Last, so that no relabeling of the monitor can set another namespace. */
export function enforcedNamespace(
  { kind, namespace, name }: { readonly kind: string; readonly namespace: string; readonly name: string },
  settings: PrometheusSettings,
): readonly Relabeling[] {
  if (!settings.enforcedNamespaceLabel) return [];
  const excluded = listOf(prometheusSpec(settings)['excludedFromEnforcement']).some((item) => {
    const reference = mapOf(item);
    return (
      reference['namespace'] === namespace &&
      textOf(reference['resource']) === `${kind.toLowerCase()}s` &&
      (!reference['name'] || reference['name'] === name)
    );
  });
  return excluded ? [] : [{ targetLabel: settings.enforcedNamespaceLabel, replacement: namespace }];
}
