import type { Fault } from '../fault';
import { UNREACHABLE } from '../pods';
import { firstPods } from '../signals';

/** Default toleration of pods for a node that does not answer. */
const EVICTION = 5 * 60;

/** A node does not answer; Kubernetes replaces its pods after five minutes. */
export const nodeLost: Fault = {
  name: 'the node of one pod is lost, and Kubernetes replaces the pod after 5 minutes',
  needs: ['pods'],
  fewestPods: 3,
  settles: EVICTION,
  accepted: 'Other pods serve, and Kubernetes repairs it before a ticket would be read.',
  signals: (seconds, replicas) =>
    seconds < EVICTION ? { pods: firstPods(1, UNREACHABLE) } : { pods: { 0: undefined, [replicas]: {} } },
};
