import type { Fault } from '../fault';

/** The bucket of the objective is gone from the page. */
export const bucketRenamed: Fault = {
  name: 'a release changes the bucket of the objective, and all requests are slow',
  needs: ['requests'],
  signals: () => ({ renamed: 'bucket', slow: 1 }),
};
