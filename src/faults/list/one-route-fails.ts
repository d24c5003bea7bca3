import type { Fault } from '../fault';

/** Every request of one route fails; its share of the traffic is the share of failures. */
export const oneRouteFails: Fault = {
  name: 'one route with 10 % of the requests fails',
  needs: ['requests'],
  signals: () => ({ errors: 0.1 }),
};
