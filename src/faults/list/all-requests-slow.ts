import type { Fault } from '../fault';

/** Every request takes longer than the objective allows. */
export const allRequestsSlow: Fault = {
  name: 'all requests are slow',
  needs: ['requests'],
  signals: () => ({ slow: 1 }),
};
