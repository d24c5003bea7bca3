import {
  availabilitySlo,
  contract,
  counter,
  defineService,
  goldenSignals,
  histogram,
  latencySlo,
  matching,
  oneOf,
} from 'signalproof';

/** The metrics that my-service exposes. `npx signalproof contract init <its metrics page>` prints them. */
const metrics = contract({
  requests: counter('http_requests_total', {
    help: 'HTTP requests answered',
    labels: {
      method: oneOf('GET', 'POST', 'PUT', 'PATCH', 'DELETE'),
      status: oneOf('200', '201', '204', '400', '404', '500', '503'),
    },
  }),
  duration: histogram('http_request_duration_seconds', {
    help: 'Time from a request to its response',
    unit: 'seconds',
    labels: { method: oneOf('GET', 'POST', 'PUT', 'PATCH', 'DELETE') },
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
  }),
});

/**
 * A service that already runs. Its Kubernetes Service needs the label `app: my-service` and a port named `http`, which
 * serves /metrics.
 */
export const myService = defineService({
  name: 'my-service',
  namespace: 'default',
  team: 'my-team',
  port: 8080,
  metrics,
  signals: goldenSignals({
    requests: metrics.requests,
    errors: { status: matching('5..') },
    latency: metrics.duration,
    by: ['method'],
  }),
  slos: [
    availabilitySlo({
      name: 'availability',
      objective: 99.9,
      period: '30d',
      requests: metrics.requests,
      errors: { status: matching('5..') },
    }),
    latencySlo({
      name: 'latency',
      objective: 99,
      period: '30d',
      durations: metrics.duration,
      threshold: 0.5,
    }),
  ],
  workload: 'external',
});
