import type { Fault } from '../fault';

/** Every request takes longer than the objective allows. */
export const allRequestsSlow: Fault = {
  name: 'all requests are slow',
  signals: () => ({ slow: 1 }),
};
