import type { Fault } from '../fault';
import { firstPods } from '../signals';

/** Somebody sets the replicas to 0. */
export const scaledToZero: Fault = {
  name: 'the Deployment is scaled to 0',
  accepted:
    'Kubernetes does what it was asked for, and 0 replicas are also how a service is taken out of use.',
  signals: (_seconds, replicas) => ({ replicas: 0, pods: firstPods(replicas, undefined) }),
};
