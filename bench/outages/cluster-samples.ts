import { podName, SERVICE } from './names';
import type { PodState, ServiceState } from './outage';
import type { Sample } from './sample';

const MEMORY_LIMIT = 512 * 2 ** 20;
/** Periods of a CPU limit in a minute: one every 100 ms. */
const PERIODS = 600;

/** What kube-state-metrics shows of a service's Deployment and pods, as far as alerts may read it. */
export function kubeStateSamples(namespace: string, state: ServiceState): readonly Sample[] {
  const pods = Object.entries(state.pods);
  return [
    ...deploymentSamples(namespace, state),
    ...pods.flatMap(([number, pod]) => podSamples({ namespace, pod: podName(number) }, pod)),
  ];
}

function deploymentSamples(namespace: string, state: ServiceState): readonly Sample[] {
  const { replicas, stuck } = state;
  if (replicas === undefined) return [];
  const pods = Object.values(state.pods);
  const available = pods.filter(({ ready }) => ready).length;
  const labels = { namespace, deployment: SERVICE };
  const values = {
    kube_deployment_spec_replicas: replicas,
    kube_deployment_status_replicas: pods.length,
    kube_deployment_status_replicas_available: available,
    kube_deployment_status_replicas_ready: available,
    kube_deployment_status_replicas_unavailable: pods.length - available,
    kube_deployment_status_replicas_updated: state.updated ?? pods.length,
    kube_deployment_metadata_generation: state.updated === undefined ? 1 : 2,
    kube_deployment_status_observed_generation: state.updated === undefined ? 1 : 2,
    kube_deployment_spec_paused: 0,
  };
  const conditions = (['true', 'false', 'unknown'] as const).map((status) => ({
    name: 'kube_deployment_status_condition',
    labels: { ...labels, condition: 'Progressing', status },
    value: Number(status === String(!stuck)),
  }));
  return [...Object.entries(values).map(([name, value]) => ({ name, labels, value })), ...conditions];
}

function podSamples(
  labels: { readonly namespace: string; readonly pod: string },
  pod: PodState,
): readonly Sample[] {
  const container = { ...labels, container: SERVICE };
  const { waiting, terminated } = pod;
  return [
    { name: 'kube_pod_container_status_restarts_total', labels: container, value: pod.restarts },
    { name: 'kube_pod_container_status_running', labels: container, value: Number(waiting === undefined) },
    { name: 'kube_pod_container_status_ready', labels: container, value: Number(pod.ready) },
    { name: 'kube_pod_status_ready', labels: { ...labels, condition: 'true' }, value: Number(pod.ready) },
    {
      name: 'kube_pod_container_resource_limits',
      labels: { ...container, resource: 'memory', unit: 'byte' },
      value: MEMORY_LIMIT,
    },
    ...(waiting === undefined
      ? []
      : [
          {
            name: 'kube_pod_container_status_waiting_reason',
            labels: { ...container, reason: waiting },
            value: 1,
          },
        ]),
    ...(terminated === undefined
      ? []
      : [
          {
            name: 'kube_pod_container_status_last_terminated_reason',
            labels: { ...container, reason: terminated },
            value: 1,
          },
        ]),
  ];
}

/** What cAdvisor in the kubelet shows of the containers that run. */
export function kubeletSamples(namespace: string, state: ServiceState, minute: number): readonly Sample[] {
  // Counters only have to grow: they began some hours ago.
  const periods = Math.floor((minute + 600) * PERIODS);
  return Object.entries(state.pods)
    .filter(([, { waiting }]) => waiting === undefined)
    .flatMap(([number, pod]) => {
      const labels = { namespace, pod: podName(number), container: SERVICE };
      return [
        { name: 'container_memory_working_set_bytes', labels, value: Math.round(pod.memory * MEMORY_LIMIT) },
        { name: 'container_cpu_usage_seconds_total', labels, value: periods / 100 },
        { name: 'container_cpu_cfs_periods_total', labels, value: periods },
        {
          name: 'container_cpu_cfs_throttled_periods_total',
          labels,
          value: Math.floor(pod.throttled * Math.max(0, minute) * PERIODS),
        },
      ];
    });
}
