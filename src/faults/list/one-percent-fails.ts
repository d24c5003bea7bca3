import type { Fault } from '../fault';

/** One request in a hundred fails. */
export const onePercentFails: Fault = {
  name: '1 % of the requests fail',
  needs: ['requests'],
  signals: () => ({ errors: 0.01 }),
};
