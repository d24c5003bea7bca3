import { oneOf, unbounded } from './labels';
import { gauge } from './metric';

/** Exporters have one value per Kubernetes object; the cluster bounds them, not the contract. */
export const perObject = unbounded({ because: 'one value per Kubernetes object' });
const statefulSet = { namespace: perObject, statefulset: perObject };
const daemonSet = { namespace: perObject, daemonset: perObject };
const cronJob = { namespace: perObject, cronjob: perObject };
const job = { namespace: perObject, job_name: perObject };
const autoscaler = { namespace: perObject, horizontalpodautoscaler: perObject };

/**
 * What kube-state-metrics exposes about objects other than Deployments, as far as the rules read it.
 * @see https://github.com/kubernetes/kube-state-metrics/tree/main/docs/metrics/workload
 */
export const controllerMetrics = {
  statefulSetReplicas: gauge('kube_statefulset_replicas', {
    help: 'Pods that a StatefulSet asks for',
    labels: statefulSet,
  }),
  statefulSetPods: gauge('kube_statefulset_status_replicas', {
    help: 'Pods that a StatefulSet has, ready or not',
    labels: statefulSet,
  }),
  statefulSetAvailable: gauge('kube_statefulset_status_replicas_available', {
    help: 'Pods of a StatefulSet that are ready for long enough to be used',
    labels: statefulSet,
  }),
  statefulSetUpdated: gauge('kube_statefulset_status_replicas_updated', {
    help: 'Pods of a StatefulSet that are of its newest revision',
    labels: statefulSet,
  }),
  statefulSetGeneration: gauge('kube_statefulset_metadata_generation', {
    help: 'Number of the newest version of a StatefulSet',
    labels: statefulSet,
  }),
  statefulSetObservedGeneration: gauge('kube_statefulset_status_observed_generation', {
    help: 'Number of the version of a StatefulSet that its controller has seen last',
    labels: statefulSet,
  }),
  daemonSetDesired: gauge('kube_daemonset_status_desired_number_scheduled', {
    help: 'Nodes that should run a pod of a DaemonSet',
    labels: daemonSet,
  }),
  daemonSetScheduled: gauge('kube_daemonset_status_current_number_scheduled', {
    help: 'Nodes that run a pod of a DaemonSet and should',
    labels: daemonSet,
  }),
  daemonSetAvailable: gauge('kube_daemonset_status_number_available', {
    help: 'Nodes whose pod of a DaemonSet is ready for long enough to be used',
    labels: daemonSet,
  }),
  daemonSetUpdated: gauge('kube_daemonset_status_updated_number_scheduled', {
    help: 'Nodes that run a pod of the newest revision of a DaemonSet',
    labels: daemonSet,
  }),
  daemonSetGeneration: gauge('kube_daemonset_metadata_generation', {
    help: 'Number of the newest version of a DaemonSet',
    labels: daemonSet,
  }),
  daemonSetObservedGeneration: gauge('kube_daemonset_status_observed_generation', {
    help: 'Number of the version of a DaemonSet that its controller has seen last',
    labels: daemonSet,
  }),
  cronJobCreated: gauge('kube_cronjob_created', {
    help: 'Unix time at which a CronJob was created',
    unit: 'seconds',
    labels: cronJob,
  }),
  cronJobLastSuccess: gauge('kube_cronjob_status_last_successful_time', {
    help: 'Unix time at which the last job of a CronJob succeeded; absent before the first one',
    unit: 'seconds',
    labels: cronJob,
  }),
  cronJobSuspended: gauge('kube_cronjob_spec_suspend', {
    help: '1 for a CronJob that starts no jobs',
    labels: cronJob,
  }),
  jobFailed: gauge('kube_job_failed', {
    help: '1 for the status of the condition Failed of a job',
    labels: { ...job, condition: oneOf('true', 'false', 'unknown') },
  }),
  jobOwner: gauge('kube_job_owner', {
    help: '1 for the object that created a job',
    labels: { ...job, owner_kind: perObject, owner_name: perObject },
  }),
  jobStart: gauge('kube_job_status_start_time', {
    help: 'Unix time at which a job started',
    unit: 'seconds',
    labels: job,
  }),
  autoscalerMin: gauge('kube_horizontalpodautoscaler_spec_min_replicas', {
    help: 'Pods that an autoscaler keeps at least',
    labels: autoscaler,
  }),
  autoscalerMax: gauge('kube_horizontalpodautoscaler_spec_max_replicas', {
    help: 'Pods that an autoscaler allows at most',
    labels: autoscaler,
  }),
  autoscalerDesired: gauge('kube_horizontalpodautoscaler_status_desired_replicas', {
    help: 'Pods that an autoscaler asks for',
    labels: autoscaler,
  }),
  autoscalerCondition: gauge('kube_horizontalpodautoscaler_status_condition', {
    help: '1 for the status that each condition of an autoscaler has',
    labels: { ...autoscaler, condition: perObject, status: oneOf('true', 'false', 'unknown') },
  }),
};
