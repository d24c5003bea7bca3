import type { Fault } from '../fault';
import { dead } from '../pods';
import { firstPods } from '../signals';

/** One container fails at every start, while others serve. */
export const onePodDead: Fault = {
  name: 'one pod is dead',
  needs: ['pods'],
  fewestPods: 3,
  settles: 30 * 60,
  signals: (seconds) => ({ pods: firstPods(1, dead(seconds)) }),
};
