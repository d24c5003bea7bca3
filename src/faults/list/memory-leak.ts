import type { Fault } from '../fault';
import { leak } from '../pods';
import { firstPods } from '../signals';

/** The kernel kills every pod again and again. */
export const memoryLeak: Fault = {
  name: 'memory of every pod leaks, and the kernel kills it every 8 minutes',
  needs: ['pods'],
  settles: 60 * 60,
  signals: (seconds, replicas) => ({ pods: firstPods(replicas, leak(8 * 60, seconds)) }),
};
