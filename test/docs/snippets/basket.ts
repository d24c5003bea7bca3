import { availabilitySlo, contract, defineService, histogram, matching, oneOf, pushed } from 'signalproof';

const metrics = contract({
  http: histogram('http_server_request_duration_seconds', {
    help: 'Duration of HTTP server requests.',
    unit: 'seconds',
    labels: { http_response_status_code: oneOf('200', '404', '500') },
    buckets: [0.1, 0.25, 0.5, 1],
  }),
});

export const basket = defineService({
  name: 'basket',
  namespace: 'shop',
  team: 'shop',
  metrics,
  scrape: pushed({ labels: { service_namespace: 'shop', service_name: 'basket' } }),
  slos: [
    availabilitySlo({
      name: 'availability',
      objective: 99.9,
      period: '30d',
      requests: metrics.http,
      errors: { http_response_status_code: matching('5..') },
    }),
  ],
  workload: 'external',
});
