import type { Fault } from '../fault';
import { firstPods } from '../signals';

/** The Deployment and its pods are gone. */
export const deploymentDeleted: Fault = {
  name: 'the Deployment is deleted',
  signals: (_seconds, replicas) => ({ replicas: undefined, pods: firstPods(replicas, undefined) }),
};
