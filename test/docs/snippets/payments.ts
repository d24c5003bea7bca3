import { availabilitySlo, contract, counter, defineService, matching, oneOf } from '../../../src/index';

const metrics = contract({
  requests: counter('payments_requests_total', {
    help: 'HTTP requests answered',
    labels: { route: oneOf('/pay', '/refund'), code: oneOf('200', '400', '500', '503') },
  }),
});

export const payments = defineService({
  name: 'payments',
  namespace: 'shop',
  team: 'payments',
  port: 8080,
  metrics,
  slos: [
    availabilitySlo({
      name: 'availability',
      objective: 99.9,
      period: '30d',
      requests: metrics.requests,
      errors: { code: matching('5..') },
    }),
  ],
  workload: 'external',
});
