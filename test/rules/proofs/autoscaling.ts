import type { InputSeries } from '../../../src/testing/rule-tests';
import type { AlertProofs } from '../alert-proof';
import { specReplicas } from './series';

const KUBE_STATE_METRICS = 'job="kube-state-metrics", service="prometheus-kube-state-metrics"';

const autoscaler = (metric: string, values: string, name = 'order-api', more = ''): InputSeries => ({
  series: `kube_horizontalpodautoscaler_${metric}{namespace="default", horizontalpodautoscaler="${name}", ${more}${KUBE_STATE_METRICS}}`,
  values,
});

const numbers = (min: number, max: number, desired: string, name?: string): readonly InputSeries[] => [
  autoscaler('spec_min_replicas', `${min}x80`, name),
  autoscaler('spec_max_replicas', `${max}x80`, name),
  autoscaler('status_desired_replicas', desired, name),
];

const inactive = (values: string, name?: string): InputSeries =>
  autoscaler('status_condition', values, name, 'condition="ScalingActive", status="false", ');

/** An autoscaler of another service that is stuck at its maximum. */
export const brokenAutoscaler: readonly InputSeries[] = [
  ...numbers(1, 9, '9x80', 'billing'),
  inactive('1x80', 'billing'),
];

const alert = (summary: string, description: string, page: string) => ({
  labels: {
    team: 'orders',
    service: 'order-api',
    namespace: 'default',
    horizontalpodautoscaler: 'order-api',
    severity: 'warning',
  },
  annotations: { summary, description, runbook_url: `https://runbooks.example.com/${page}.md` },
});

/** Proofs of `autoscalingAlerts`: samples every 30 seconds, evaluation every minute. */
export const autoscalingProofs: AlertProofs = {
  AutoscalerAtMaximum: {
    fires: [
      {
        name: 'it wants its maximum after five minutes',
        inputSeries: numbers(2, 6, '4x9 6x70'),
        firesAt: '20m',
        expected: [
          alert(
            'The autoscaler of order-api has reached its maximum.',
            'The autoscaler of order-api in namespace default has wanted its maximum of 6 pods for 15 minutes: more load slows the service down.',
            'autoscaler-at-maximum',
          ),
        ],
      },
    ],
    silent: [
      { name: 'it wants one pod less', inputSeries: numbers(2, 6, '5x80'), until: '30m' },
      { name: 'it wants its maximum for ten minutes', inputSeries: numbers(2, 6, '6x20 5x60'), until: '30m' },
      { name: 'its minimum is its maximum', inputSeries: numbers(6, 6, '6x80'), until: '30m' },
    ],
  },
  AutoscalerInactive: {
    fires: [
      {
        name: 'metrics-server is gone after five minutes',
        inputSeries: [specReplicas('3x80'), inactive('0x9 1x70')],
        firesAt: '20m',
        expected: [
          alert(
            'The autoscaler of order-api does not work.',
            'The autoscaler of order-api in namespace default cannot compute how many pods are needed: their number stays as it is.',
            'autoscaler-inactive',
          ),
        ],
      },
    ],
    silent: [
      { name: 'it works', inputSeries: [specReplicas('3x80'), inactive('0x80')], until: '30m' },
      {
        name: 'it is switched off, because the Deployment is scaled to 0',
        inputSeries: [specReplicas('0x80'), inactive('1x80')],
        until: '30m',
      },
      {
        name: 'metrics-server restarts',
        inputSeries: [specReplicas('3x80'), inactive('0x9 1x10 0x60')],
        until: '30m',
      },
    ],
  },
};
