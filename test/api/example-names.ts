import { Chart, Testing } from 'cdk8s';
import {
  availabilitySlo,
  counter,
  defineEnvironment,
  defineService,
  defineStack,
  gauge,
  histogram,
  matching,
  nativeHistogram,
  oneOf,
  pattern,
} from 'signalproof';

export { z } from 'zod';

/** What the examples of the API use without declaring it. */
export const requests = counter('http_requests_total', {
  help: 'Requests that were answered.',
  labels: { method: oneOf('GET', 'POST'), code: pattern(/[1-5]\d\d/, { atMost: 20 }) },
});

export const durations = histogram('http_request_duration_seconds', {
  help: 'Time from request to answer.',
  unit: 'seconds',
  labels: { method: oneOf('GET', 'POST') },
  buckets: [0.1, 0.25, 1],
});

export const nativeDurations = nativeHistogram('http_request_duration_seconds', {
  help: 'Time from request to answer.',
  unit: 'seconds',
  schema: 3,
});

export const jobs = counter('jobs_total', { help: 'Jobs that ended.' });
export const failedJobs = counter('jobs_failed_total', { help: 'Jobs that failed.' });

export const inFlight = gauge('http_requests_in_flight', { help: 'Requests being handled.' });
export const age = gauge('queue_oldest_message_age_seconds', { help: 'Age of the oldest message.' });
export const probeSuccess = gauge('probe_success', { help: 'Whether the last probe succeeded.' });

export const payments = defineService({
  name: 'payments',
  team: 'payments',
  port: 8080,
  workload: { image: 'payments:1.0.0' },
  metrics: { requests, durations, inFlight },
  slos: [
    availabilitySlo({
      name: 'availability',
      requests,
      errors: { code: matching('5..') },
      objective: 99.9,
      period: '30d',
    }),
  ],
});

const settings = {
  cluster: 'dev',
  platform: 'kind',
  release: 'prometheus',
  namespaces: { services: 'default', monitoring: 'monitoring' },
  discovery: 'all',
  scrapeInterval: '30s',
  retention: '31d',
  storage: 'ephemeral',
  replicas: 1,
  grafana: { adminSecret: 'grafana-admin' },
  runbooks: 'https://example.com/runbooks',
} as const;

export const prod = defineEnvironment({ name: 'prod', ...settings });
export const stack = defineStack({ services: [payments], environments: { dev: settings } });
export const chart: Chart = Testing.chart();
