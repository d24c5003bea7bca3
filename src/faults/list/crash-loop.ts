import type { Fault } from '../fault';
import { crashLoop } from '../pods';
import { firstPods } from '../signals';

/** Containers run for a minute and a half between crashes: most scrapes find them well. */
export const crashLoopOfAll: Fault = {
  name: 'all pods crash loop, and run for 90 s each time',
  needs: ['pods'],
  // Longest wait of the kubelet is reached after 20 minutes.
  settles: 60 * 60,
  signals: (seconds, replicas) => ({ pods: firstPods(replicas, crashLoop(90, seconds)) }),
};
