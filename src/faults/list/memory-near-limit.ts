import type { Fault } from '../fault';
import { firstPods } from '../signals';

/** Memory is close to the limit, and the kernel has not killed yet. */
export const memoryNearLimit: Fault = {
  name: 'memory of one pod is at 95 % of its limit',
  needs: ['pods'],
  signals: () => ({ pods: firstPods(1, { memory: 0.95 }) }),
};
