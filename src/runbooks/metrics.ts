import { perObject } from '../metrics/controllers';
import { counter, gauge } from '../metrics/metric';

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
  httpRequests: counter('prometheus_http_requests_total', {
    help: 'Requests that Prometheus itself has answered',
    labels: { handler: perObject, code: perObject },
  }),
  probeStatus: gauge('probe_http_status_code', {
    help: 'Status of the last answer to a probe; 0 without an answer',
  }),
  probeCertificateEnd: gauge('probe_ssl_earliest_cert_expiry', {
    help: 'Unix time at which the first certificate of the chain expires',
    unit: 'seconds',
  }),
  deploymentReplicas: gauge('kube_deployment_status_replicas', {
    help: 'Pods that a Deployment has, ready or not',
    labels: { namespace: perObject, deployment: perObject },
  }),
  deploymentUpdatedReplicas: gauge('kube_deployment_status_replicas_updated', {
    help: 'Pods of a Deployment that are of its newest revision',
    labels: { namespace: perObject, deployment: perObject },
  }),
};
