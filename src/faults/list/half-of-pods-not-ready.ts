import type { Fault } from '../fault';
import { NOT_READY } from '../pods';
import { firstPods } from '../signals';

/** Half of the readiness probes fail; /metrics answers. */
export const halfOfPodsNotReady: Fault = {
  name: 'half of the pods are not ready',
  needs: ['pods'],
  fewestPods: 2,
  signals: (_seconds, replicas) => ({ pods: firstPods(Math.ceil(replicas / 2), NOT_READY) }),
};
