import { contract, counter, gauge, histogram, oneOf, pattern } from '../../index';

/** Every request method the Task API routes; anything else is counted as `other`, so that a scanner adds no series. */
const method = oneOf('GET', 'POST', 'PATCH', 'DELETE', 'other');

/** The route template, never the raw path (`/tasks/123` would be a new series per task). */
const endpoint = oneOf('/tasks', '/tasks/:id', 'unmatched');

/** HTTP status codes; a target that answers with more than twelve different ones has other problems. */
const status = pattern(/\d{3}/, { atMost: 12 });

/** What the Task API exposes. Its rules, queries and the bounds of its scrape all read this table. */
export const taskApiMetrics = contract({
  requests: counter('task_api_requests_total', {
    help: 'Total HTTP requests',
    labels: { method, endpoint, status },
  }),
  requestDuration: histogram('task_api_request_duration_seconds', {
    help: 'HTTP request latency in seconds',
    unit: 'seconds',
    labels: { method, endpoint },
    buckets: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
  }),
  requestsInFlight: gauge('task_api_requests_in_flight', {
    help: 'HTTP requests being handled right now',
  }),
  buildInfo: gauge('task_api_build_info', {
    help: 'Always 1; its labels describe the running version',
    labels: {
      version: pattern(/[0-9A-Za-z.+-]+/, { atMost: 1 }),
      revision: pattern(/[0-9a-f]+|unknown/, { atMost: 1 }),
    },
  }),
});
