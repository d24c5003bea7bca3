import type { Fault } from '../fault';
import { firstPods } from '../signals';

/** The workload and its pods are gone. */
export const workloadDeleted: Fault = {
  name: 'the workload is deleted',
  needs: ['pods', 'workload'],
  signals: (_seconds, replicas) => ({ replicas: undefined, pods: firstPods(replicas, undefined) }),
};
