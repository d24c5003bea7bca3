import type { Fault } from '../fault';
import { dead } from '../pods';
import { firstPods } from '../signals';

/** Every container fails at every start. */
export const allPodsDead: Fault = {
  name: 'all pods are dead',
  needs: ['pods'],
  settles: 30 * 60,
  signals: (seconds, replicas) => ({ pods: firstPods(replicas, dead(seconds)) }),
};
