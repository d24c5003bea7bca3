import { controllerMetrics, perObject } from './controllers';
import { oneOf } from './labels';
import { counter, gauge } from './metric';

const container = { namespace: perObject, pod: perObject, container: perObject };
const deployment = { namespace: perObject, deployment: perObject };

/**
 * Series that Prometheus and the exporters of kube-prometheus-stack provide, as far as the rules read them.
 * They carry namespace, pod and container of the object they describe (the chart scrapes them with honorLabels).
 */
export const platformMetrics = {
  // Prometheus itself writes these at every scrape: https://prometheus.io/docs/concepts/jobs_instances/
  up: gauge('up', { help: '1 if the last scrape of the target succeeded, else 0' }),
  scrapeSamples: gauge('scrape_samples_post_metric_relabeling', {
    help: 'Samples that the last scrape of the target kept',
  }),

  // Client libraries for Go, Java, Node and Python expose it, as does any program for its own process:
  // https://prometheus.io/docs/instrumenting/writing_clientlibs/#process-metrics
  processStartTime: gauge('process_start_time_seconds', {
    help: 'Unix time at which the process started',
    unit: 'seconds',
  }),

  // kube-state-metrics: https://github.com/kubernetes/kube-state-metrics/tree/main/docs/metrics/workload
  deploymentSpecReplicas: gauge('kube_deployment_spec_replicas', {
    help: 'Pods that a Deployment asks for',
    labels: deployment,
  }),
  deploymentAvailableReplicas: gauge('kube_deployment_status_replicas_available', {
    help: 'Pods of a Deployment that are ready for long enough to be used',
    labels: deployment,
  }),
  deploymentGeneration: gauge('kube_deployment_metadata_generation', {
    help: 'Number of the newest version of a Deployment',
    labels: deployment,
  }),
  deploymentObservedGeneration: gauge('kube_deployment_status_observed_generation', {
    help: 'Number of the version of a Deployment that the Deployment controller has seen last',
    labels: deployment,
  }),
  deploymentCondition: gauge('kube_deployment_status_condition', {
    help: '1 for the status that each condition of a Deployment has',
    labels: { ...deployment, condition: perObject, status: oneOf('true', 'false', 'unknown') },
  }),
  podReady: gauge('kube_pod_status_ready', {
    help: '1 for what is true about whether a pod is ready',
    labels: { namespace: perObject, pod: perObject, condition: oneOf('true', 'false', 'unknown') },
  }),
  containerRestarts: counter('kube_pod_container_status_restarts_total', {
    help: 'Restarts of a container',
    labels: container,
  }),
  containerLastEnd: gauge('kube_pod_container_status_last_terminated_reason', {
    help: '1 for the reason why a container ended the last time',
    labels: { ...container, reason: perObject },
  }),
  containerWaitingReason: gauge('kube_pod_container_status_waiting_reason', {
    help: '1 for the reason why a container waits to start',
    labels: { ...container, reason: perObject },
  }),
  containerResourceLimits: gauge('kube_pod_container_resource_limits', {
    help: 'Resource limits of a container, in the unit of the resource',
    labels: { ...container, resource: perObject, unit: oneOf('core', 'byte', 'integer') },
  }),

  // cAdvisor in the kubelet: https://github.com/google/cadvisor/blob/master/docs/storage/prometheus.md
  containerCpuSeconds: counter('container_cpu_usage_seconds_total', {
    help: 'CPU time consumed',
    unit: 'seconds',
    labels: container,
  }),
  containerCpuPeriods: counter('container_cpu_cfs_periods_total', {
    help: 'Enforcement periods of the CPU limit that have passed; absent without a limit',
    labels: container,
  }),
  containerCpuThrottledPeriods: counter('container_cpu_cfs_throttled_periods_total', {
    help: 'Enforcement periods in which the container was throttled; absent without a limit',
    labels: container,
  }),
  containerMemoryWorkingSet: gauge('container_memory_working_set_bytes', {
    help: 'Memory in use that cannot be reclaimed; the kernel kills at the limit',
    unit: 'bytes',
    labels: container,
  }),

  ...controllerMetrics,
};
