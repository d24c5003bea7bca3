import type { Fault } from '../fault';

/** Every request of one route takes longer than the objective allows. */
export const oneRouteSlow: Fault = {
  name: 'one route with 10 % of the requests is slow',
  needs: ['requests'],
  signals: () => ({ slow: 0.1 }),
};
