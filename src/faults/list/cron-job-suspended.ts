import type { Fault } from '../fault';

/** A CronJob is switched off. */
export const cronJobSuspended: Fault = {
  name: 'the CronJob is suspended',
  needs: ['jobs'],
  signals: () => ({ jobs: 'are suspended' }),
  accepted: 'Suspending a CronJob is a decision, not a failure.',
};
