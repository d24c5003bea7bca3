import type { Fault } from '../fault';

/** It has no metrics to compute with. */
export const autoscalerInactive: Fault = {
  name: 'the autoscaler does not work',
  needs: ['autoscaler'],
  signals: () => ({ autoscaler: 'does not work' }),
};
