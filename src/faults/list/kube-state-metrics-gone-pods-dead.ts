import type { Fault } from '../fault';
import { dead } from '../pods';
import { firstPods } from '../signals';

/** Only scrapes show the outage. */
export const kubeStateMetricsGonePodsDead: Fault = {
  name: 'kube-state-metrics is gone, and all pods are dead',
  needs: ['pods'],
  settles: 30 * 60,
  signals: (seconds, replicas) => ({ kubeStateMetrics: false, pods: firstPods(replicas, dead(seconds)) }),
};
