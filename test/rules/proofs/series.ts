import type { InputSeries } from '../../../src/testing/rule-tests';

/** Something in a cluster that series are about. */
interface Place {
  readonly namespace: string;
  /** Service, Deployment and container have one name. */
  readonly name: string;
}

const ORDER_API: Place = { namespace: 'default', name: 'order-api' };

/** `[name, address]` of the pods that cases speak of. */
export const POD_A = 'order-api-7d4b9-aaaaa';
export const POD_B = 'order-api-7d4b9-bbbbb';
export const POD_C = 'order-api-7d4b9-ccccc';
const ADDRESSES: Readonly<Record<string, string>> = { [POD_A]: '10.0.0.1:8000', [POD_B]: '10.0.0.2:8000' };

/** Labels that the operator attaches to a pod's own series, and to what Prometheus says about its scrape. */
function targetLabels(pod: string, { namespace, name }: Place): string {
  const instance = ADDRESSES[pod] ?? '10.0.0.9:8000';
  return `namespace="${namespace}", job="${name}", service="${name}", pod="${pod}", container="${name}", instance="${instance}", port="http"`;
}

/** Labels of the exporter that a series about something else came from. */
const KUBE_STATE_METRICS =
  'job="kube-state-metrics", service="prometheus-kube-state-metrics", endpoint="http"';
const CADVISOR =
  'job="kubelet", service="prometheus-kube-prometheus-kubelet", endpoint="https-metrics", metrics_path="/metrics/cadvisor"';

export function up(pod: string, values: string, place = ORDER_API): InputSeries {
  return { series: `up{${targetLabels(pod, place)}}`, values };
}

export function scrapedSamples(pod: string, values: string, place = ORDER_API): InputSeries {
  return { series: `scrape_samples_post_metric_relabeling{${targetLabels(pod, place)}}`, values };
}

/** What a Deployment asks for; the exporter's own pod and container stay on the series, as they do in a cluster. */
export function specReplicas(values: string, { namespace, name } = ORDER_API): InputSeries {
  const exporter = 'pod="prometheus-kube-state-metrics-0", container="kube-state-metrics"';
  return {
    series: `kube_deployment_spec_replicas{namespace="${namespace}", deployment="${name}", ${exporter}, ${KUBE_STATE_METRICS}}`,
    values,
  };
}

/** How many pods of a Deployment are ready for long enough. */
export function availableReplicas(values: string, { namespace, name } = ORDER_API): InputSeries {
  return {
    series: `kube_deployment_status_replicas_available{namespace="${namespace}", deployment="${name}", ${KUBE_STATE_METRICS}}`,
    values,
  };
}

export function waiting(pod: string, reason: string, values: string, place = ORDER_API): InputSeries {
  return {
    series: `kube_pod_container_status_waiting_reason{${containerLabels(pod, place)}, uid="u-1", reason="${reason}", ${KUBE_STATE_METRICS}}`,
    values,
  };
}

/** @param exporter tells two instances of kube-state-metrics apart */
export function restarts(
  pod: string,
  values: string,
  { place = ORDER_API, exporter = '10.0.1.1:8080' } = {},
): InputSeries {
  return {
    series: `kube_pod_container_status_restarts_total{${containerLabels(pod, place)}, uid="u-1", instance="${exporter}", ${KUBE_STATE_METRICS}}`,
    values,
  };
}

export function lastEnd(pod: string, reason: string, values: string, place = ORDER_API): InputSeries {
  return {
    series: `kube_pod_container_status_last_terminated_reason{${containerLabels(pod, place)}, uid="u-1", reason="${reason}", ${KUBE_STATE_METRICS}}`,
    values,
  };
}

/** 1 while a pod is ready. */
export function ready(pod: string, values: string, { namespace } = ORDER_API): InputSeries {
  return {
    series: `kube_pod_status_ready{namespace="${namespace}", pod="${pod}", uid="u-1", condition="true", ${KUBE_STATE_METRICS}}`,
    values,
  };
}

/** 1 while a condition of a Deployment has this status. */
export function condition(
  kind: 'Progressing' | 'ReplicaFailure' | 'Available',
  status: 'true' | 'false' | 'unknown',
  values: string,
  { namespace, name } = ORDER_API,
): InputSeries {
  return {
    series: `kube_deployment_status_condition{namespace="${namespace}", deployment="${name}", reason="", condition="${kind}", status="${status}", ${KUBE_STATE_METRICS}}`,
    values,
  };
}

/** Which version of a Deployment there is, and which one its controller has seen. */
export function generation(
  which: 'metadata' | 'status_observed',
  values: string,
  { namespace, name } = ORDER_API,
): InputSeries {
  return {
    series: `kube_deployment_${which}_generation{namespace="${namespace}", deployment="${name}", ${KUBE_STATE_METRICS}}`,
    values,
  };
}

/** @param exporter tells two instances of kube-state-metrics apart */
export function limit(
  pod: string,
  resource: 'cpu' | 'memory',
  values: string,
  { place = ORDER_API, exporter = '10.0.1.1:8080' } = {},
): InputSeries {
  const unit = resource === 'memory' ? 'byte' : 'core';
  return {
    series: `kube_pod_container_resource_limits{${containerLabels(pod, place)}, uid="u-1", node="n-1", resource="${resource}", unit="${unit}", instance="${exporter}", ${KUBE_STATE_METRICS}}`,
    values,
  };
}

/** @param id changes when the container starts again */
export function cadvisor(
  metric: string,
  pod: string,
  values: string,
  { place = ORDER_API, id = '1' } = {},
): InputSeries {
  return {
    series: `${metric}{${containerLabels(pod, place)}, id="/kubepods/${id}", image="order-api:0.1.0", name="${id}", node="n-1", ${CADVISOR}}`,
    values,
  };
}

function containerLabels(pod: string, { namespace, name }: Place): string {
  return `namespace="${namespace}", pod="${pod}", container="${name}"`;
}

/** Half an hour in which one thing after the other is wrong with a place's pod. */
export function broken(place: Place, pod = `${place.name}-7d4b9-zzzzz`): readonly InputSeries[] {
  return [
    up(pod, '0x60', place),
    scrapedSamples(pod, '100000x60', place),
    waiting(pod, 'CrashLoopBackOff', '1x60', place),
    restarts(pod, '0+1x60', { place }),
    lastEnd(pod, 'OOMKilled', '1x60', place),
    ready(pod, '0x60', place),
    condition('Progressing', 'false', '1x60', place),
    cadvisor('container_cpu_cfs_throttled_periods_total', pod, '0+300x60', { place }),
    cadvisor('container_cpu_cfs_periods_total', pod, '0+300x60', { place }),
    cadvisor('container_memory_working_set_bytes', pod, '1000000000x60', { place }),
    limit(pod, 'memory', '1000000000x60', { place }),
    availableReplicas('0x60', place),
    // Would silence the alerts on missing targets and pods, were it ours.
    specReplicas('0x60', place),
  ];
}

/** Another service in the same namespace, and the same service in another namespace. */
export const NEIGHBOURS = [
  { namespace: 'default', name: 'billing' },
  { namespace: 'staging', name: 'order-api' },
] as const;

/** A container beside the service's own. */
const SIDECAR = broken({ namespace: 'default', name: 'proxy' }, POD_A).filter(
  ({ series }) => !/^(up|scrape_|kube_deployment|kube_pod_status)/.test(series),
);

/** Everything that is broken around the service in every case, and must not matter in any. */
export const surroundings: readonly InputSeries[] = [
  ...NEIGHBOURS.flatMap((place) => broken(place)),
  ...SIDECAR,
];
