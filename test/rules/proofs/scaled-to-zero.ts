import type { AlertProof } from '../alert-proof';
import { availableReplicas, POD_A, specReplicas, up } from './series';

const alert = {
  labels: {
    team: 'orders',
    service: 'order-api',
    severity: 'critical',
    namespace: 'default',
    deployment: 'order-api',
  },
  annotations: {
    summary: 'Kubernetes is asked to run no pod of order-api.',
    description:
      'Deployment order-api in namespace default is scaled to 0, so order-api answers no request. If this is deliberate, silence the alert or turn it off with builtInAlerts.',
    runbook_url: 'https://runbooks.example.com/scaled-to-zero.md',
  },
};

/** ScaledToZero of `workloadAlerts`. */
export const scaledToZero: AlertProof = {
  fires: [
    {
      name: 'the Deployment is scaled to 0 after ten minutes',
      // The first sample of 0 is at 10m30s.
      inputSeries: [specReplicas('2x20 0x40'), availableReplicas('2x20 0x40'), up(POD_A, '1x20 stale')],
      firesAt: '13m',
      expected: [alert],
    },
    {
      name: 'two instances of kube-state-metrics say so, once',
      inputSeries: [
        specReplicas('0x40'),
        {
          series: specReplicas('').series.replace('{', '{instance="10.0.1.2:8080", '),
          values: '0x40',
        },
      ],
      firesAt: '2m',
      expected: [alert],
    },
  ],
  silent: [
    {
      name: 'no pod is ready although the Deployment asks for some, which Unavailable reports',
      inputSeries: [specReplicas('2x60'), availableReplicas('0x60')],
      until: '30m',
    },
    {
      name: 'the Deployment is scaled to 0 for a minute and a half, to restart all pods at once',
      inputSeries: [specReplicas('2x20 0x2 2x40')],
      until: '30m',
    },
    {
      name: 'nothing is known about the Deployment, which TargetMissing reports',
      inputSeries: [],
      until: '30m',
    },
  ],
};
