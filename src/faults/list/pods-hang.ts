import type { Fault } from '../fault';
import { HANGS } from '../pods';
import { firstPods } from '../signals';

/** Processes accept connections and answer none; probes do not notice. */
export const podsHang: Fault = {
  name: 'all pods hang, but stay ready',
  needs: ['pods'],
  signals: (_seconds, replicas) => ({ pods: firstPods(replicas, HANGS) }),
};
