import type { Fault } from '../fault';

/** Kubernetes starts no job, such as for lack of quota. */
export const jobsDoNotStart: Fault = {
  name: 'the CronJob starts no jobs any more',
  needs: ['jobs'],
  signals: () => ({ jobs: 'do not start' }),
};
