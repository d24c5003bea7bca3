import type { Fault } from '../fault';
import { NOT_READY } from '../pods';
import { firstPods } from '../signals';

/** Readiness probes fail, as without a database; /metrics answers. */
export const noPodReady: Fault = {
  name: 'no pod is ready',
  needs: ['pods'],
  signals: (_seconds, replicas) => ({ pods: firstPods(replicas, NOT_READY) }),
};
