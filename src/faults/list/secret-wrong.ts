import type { Fault } from '../fault';

/** The first receiver of pages rejects its messages. */
export const secretWrong: Fault = {
  name: 'the Secret of the first receiver is wrong, and all requests fail',
  needs: ['requests'],
  signals: () => ({ delivery: false, errors: 1 }),
};
