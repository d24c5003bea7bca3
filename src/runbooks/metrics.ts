import { oneOf, unbounded } from '../metrics/labels';
import { counter, gauge } from '../metrics/metric';

const perObject = unbounded({ because: 'one value per Kubernetes object' });
const container = { namespace: perObject, pod: perObject, container: perObject };

/**
 * Series of Prometheus and of kube-prometheus-stack's exporters that people ask for and no rule reads. Those that rules
 * read are in `metrics/platform.ts`.
 * @see https://github.com/kubernetes/kube-state-metrics/tree/main/docs/metrics/workload
 */
export const askedMetrics = {
  scrapeDuration: gauge('scrape_duration_seconds', {
    help: 'How long the last scrape of the target took',
    unit: 'seconds',
  }),
  deploymentReplicas: gauge('kube_deployment_status_replicas', {
    help: 'Pods that a Deployment has, ready or not',
    labels: { namespace: perObject, deployment: perObject },
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
};
