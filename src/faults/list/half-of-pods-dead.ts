import type { Fault } from '../fault';
import { dead } from '../pods';
import { firstPods } from '../signals';

/** Half of the containers fail at every start. */
export const halfOfPodsDead: Fault = {
  name: 'half of the pods are dead',
  needs: ['pods'],
  fewestPods: 2,
  settles: 30 * 60,
  signals: (seconds, replicas) => ({ pods: firstPods(Math.ceil(replicas / 2), dead(seconds)) }),
};
