import type { Fault } from '../fault';

/** What Kubernetes says about pods is missing. */
export const kubeStateMetricsGone: Fault = {
  name: 'kube-state-metrics is gone',
  accepted: 'Targets and requests are still measured; rules of the chart report kube-state-metrics.',
  signals: () => ({ kubeStateMetrics: false }),
};
