import { oneOf, pattern, unbounded } from '../../src/metrics/labels';
import { counter, gauge, histogram } from '../../src/metrics/metric';

const method = oneOf('GET', 'POST', 'DELETE');

export const requests = counter('requests_total', {
  help: 'Requests',
  labels: { method, status: pattern(/[1-5]\d\d/, { atMost: 12 }) },
});

export const latency = histogram('latency_seconds', {
  help: 'Time to answer',
  unit: 'seconds',
  labels: { method },
  buckets: [0.25, 1, 2.5],
});

export const queue = gauge('queue_length', {
  help: 'Jobs that wait',
  labels: { method, tenant: unbounded({ because: 'one per customer' }) },
});

export const temperature = gauge('temperature_celsius', { help: 'Temperature', unit: 'celsius' });
