import type { Fault } from '../fault';

/** One request in twenty fails. */
export const fivePercentFail: Fault = {
  name: '5 % of the requests fail',
  needs: ['requests'],
  signals: () => ({ errors: 0.05 }),
};
