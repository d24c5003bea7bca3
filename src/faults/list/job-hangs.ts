import type { Fault } from '../fault';

/** A job runs for ever, and the next ones wait for it or run beside it: none succeeds. */
export const jobHangs: Fault = {
  name: 'a job of the CronJob hangs',
  needs: ['jobs'],
  signals: () => ({ jobs: 'hang' }),
};
