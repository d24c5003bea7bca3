import type { Fault } from '../fault';

/** More load slows the service down. */
export const autoscalerAtMaximum: Fault = {
  name: 'the autoscaler reaches its maximum',
  needs: ['autoscaler'],
  signals: () => ({ autoscaler: 'is at its maximum' }),
};
