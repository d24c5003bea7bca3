import type { Fault } from '../fault';
import { firstPods } from '../signals';

/** The replicas are set to 0. */
export const scaledToZero: Fault = {
  name: 'the workload is scaled to 0',
  needs: ['replicas'],
  signals: (_seconds, replicas) => ({ replicas: 0, pods: firstPods(replicas, undefined) }),
};
