import {
  availabilitySlo,
  contract,
  counter,
  defineService,
  defineStack,
  goldenSignals,
  histogram,
  matching,
  oneOf,
} from 'signalproof';

/** An ingress controller that another Helm chart deploys: this stack watches its requests. */
const metrics = contract({
  requests: counter('nginx_ingress_controller_requests_total', {
    help: 'Client requests',
    labels: {
      method: oneOf('GET', 'POST', 'PUT', 'DELETE'),
      status: oneOf('200', '301', '404', '500', '502', '503', '504'),
    },
  }),
  duration: histogram('nginx_ingress_controller_request_duration_seconds', {
    help: 'Time from a request to its response',
    unit: 'seconds',
    labels: { method: oneOf('GET', 'POST', 'PUT', 'DELETE') },
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
  }),
});

const ingress = defineService({
  name: 'ingress',
  namespace: 'ingress-nginx',
  team: 'platform',
  port: 8080,
  metricsPort: 10254,
  metrics,
  signals: goldenSignals({
    requests: metrics.requests,
    errors: { status: matching('5..') },
    latency: metrics.duration,
  }),
  slos: [
    availabilitySlo({
      name: 'availability',
      objective: 99.95,
      period: '30d',
      requests: metrics.requests,
      errors: { status: matching('5..') },
    }),
  ],
  workload: 'external',
});

export default defineStack({
  services: [ingress],
  environments: {
    prod: {
      cluster: 'prod',
      platform: 'gke',
      release: 'prometheus',
      namespaces: { services: 'ingress-nginx', monitoring: 'monitoring' },
      discovery: 'all',
      scrapeInterval: '30s',
      retention: '35d',
      storage: { size: '50Gi' },
      replicas: 2,
      grafana: { adminSecret: 'grafana-admin' },
      runbooks: 'https://runbooks.example.com',
    },
  },
});
