import type { Fault } from '../fault';

/** Few requests fail, for days. */
export const oneIn500Fails: Fault = {
  name: '0.2 % of the requests fail',
  needs: ['requests'],
  signals: () => ({ errors: 0.002 }),
};
