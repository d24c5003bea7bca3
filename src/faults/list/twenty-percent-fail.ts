import type { Fault } from '../fault';

/** A fifth of the answers are errors. */
export const twentyPercentFail: Fault = {
  name: '20 % of the requests fail',
  needs: ['requests'],
  signals: () => ({ errors: 0.2 }),
};
