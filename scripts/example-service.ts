import { contract } from '../src/metrics/contract';
import { oneOf } from '../src/metrics/labels';
import { counter, gauge, histogram } from '../src/metrics/metric';
import { lt, select } from '../src/promql/build';
import { matching } from '../src/promql/matchers';
import { goldenSignals } from '../src/rules/golden-signals';
import type { ShownService } from '../src/runbooks/first-query';
import { availabilitySlo, latencySlo, probeSlo, promqlSlo, ratioSlo, timeSliceSlo } from '../src/slo/slo';

const route = oneOf('/pay', '/refund');

/** The metrics of {@link exampleService}. */
export const exampleMetrics = contract({
  requests: counter('payments_requests_total', {
    help: 'HTTP requests answered',
    labels: { method: oneOf('GET', 'POST'), route, code: oneOf('200', '400', '404', '500', '503') },
  }),
  duration: histogram('payments_request_duration_seconds', {
    help: 'Time from a request to its response',
    unit: 'seconds',
    labels: { route },
    buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5],
  }),
  refunds: counter('payments_refunds_total', { help: 'Refunds that ended' }),
  failedRefunds: counter('payments_refunds_failed_total', { help: 'Refunds that failed' }),
  inFlight: gauge('payments_requests_in_flight', { help: 'Requests being answered' }),
  queueAge: gauge('payments_oldest_message_age_seconds', {
    help: 'Age of the oldest message',
    unit: 'seconds',
  }),
  probeSuccess: gauge('probe_success', { help: 'Whether the last probe succeeded' }),
});

/** The service whose queries the runbook pages show. No stack contains it, so the pages do not depend on one. */
export const exampleService: ShownService = {
  name: 'payments',
  namespace: 'shop',
  signals: goldenSignals({
    requests: exampleMetrics.requests,
    errors: { code: matching('5..') },
    latency: exampleMetrics.duration,
    by: ['route'],
    inFlight: exampleMetrics.inFlight,
  }),
  slos: [
    availabilitySlo({
      name: 'availability',
      objective: 99.9,
      period: '30d',
      requests: exampleMetrics.requests,
      errors: { code: matching('5..') },
    }),
    latencySlo({
      name: 'latency',
      objective: 99,
      period: '30d',
      durations: exampleMetrics.duration,
      threshold: 0.25,
    }),
    ratioSlo({
      name: 'refunds',
      objective: 99,
      period: '30d',
      total: exampleMetrics.refunds,
      bad: exampleMetrics.failedRefunds,
    }),
    timeSliceSlo({
      name: 'freshness',
      objective: 99,
      period: '30d',
      good: (targets) => lt(select(exampleMetrics.queueAge, targets), 60),
    }),
    probeSlo({ name: 'reachable', objective: 99.9, period: '30d', success: exampleMetrics.probeSuccess }),
    promqlSlo({
      name: 'answers',
      objective: 99,
      period: '30d',
      metrics: exampleMetrics,
      total: 'payments_requests_total + payments_refunds_total',
      bad: 'payments_requests_total{code=~"5.."} + payments_refunds_failed_total',
    }),
  ],
};
