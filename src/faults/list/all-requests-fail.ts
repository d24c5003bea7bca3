import type { Fault } from '../fault';

/** The service answers, and every answer is an error. */
export const allRequestsFail: Fault = {
  name: 'all requests fail',
  needs: ['requests'],
  signals: () => ({ errors: 1 }),
};
