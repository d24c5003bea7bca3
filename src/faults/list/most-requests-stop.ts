import type { Fault } from '../fault';

/** Most clients do not reach the service. */
export const mostRequestsStop: Fault = {
  name: '95 % of the requests stop',
  needs: ['requests'],
  signals: () => ({ traffic: 0.05 }),
};
