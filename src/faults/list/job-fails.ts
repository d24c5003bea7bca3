import type { Fault } from '../fault';

/** The last job of a CronJob has failed, with all its retries. */
export const jobFails: Fault = {
  name: 'a job of the CronJob fails',
  needs: ['jobs'],
  signals: () => ({ jobs: 'fail' }),
};
