import type { Fault } from '../fault';
import { firstPods } from '../signals';

/** A CPU limit slows the service down. */
export const cpuThrottled: Fault = {
  name: 'CPU of every pod is throttled in half of its periods',
  needs: ['pods'],
  accepted: 'It explains slow requests, which have an objective of their own; the alert is only shown.',
  signals: (_seconds, replicas) => ({ pods: firstPods(replicas, { throttled: 0.5 }) }),
};
