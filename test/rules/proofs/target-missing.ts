import type { AlertProof, AlertProofs } from '../alert-proof';
import { POD_A, specReplicas, up } from './series';

const labels = {
  team: 'orders',
  service: 'order-api',
  severity: 'critical',
  namespace: 'default',
  job: 'order-api',
};

const missing = {
  labels,
  annotations: {
    summary: 'Prometheus has no target for order-api although its Deployment has replicas.',
    description:
      'Prometheus discovers no target for order-api in namespace default, and the Deployment is not scaled to 0. It is not monitored.',
    runbook_url: 'https://runbooks.example.com/target-missing.md',
  },
};

const missingExternal = {
  labels,
  annotations: {
    summary: 'Prometheus has no target for order-api.',
    description: 'Prometheus discovers no target for order-api in namespace default. It is not monitored.',
    runbook_url: 'https://runbooks.example.com/target-missing.md',
  },
};

/** TargetMissing of `workloadAlerts`, which knows the Deployment. */
export const workloadTargetMissing: AlertProof = {
  fires: [
    {
      name: 'the Deployment has replicas and Prometheus has no target',
      inputSeries: [specReplicas('2x20')],
      firesAt: '3m',
      expected: [missing],
    },
    {
      name: 'nothing is known about the Deployment either',
      inputSeries: [],
      firesAt: '3m',
      expected: [missing],
    },
    {
      name: 'the targets vanish after ten minutes',
      inputSeries: [specReplicas('2x60'), up(POD_A, '1x19 stale')],
      firesAt: '13m',
      expected: [missing],
    },
    {
      name: 'the Deployment is scaled up after ten minutes and no target appears',
      inputSeries: [specReplicas('0x19 2x40')],
      firesAt: '13m',
      expected: [missing],
    },
  ],
  silent: [
    {
      name: 'the Deployment is scaled to 0',
      inputSeries: [specReplicas('0x60')],
      until: '30m',
    },
    {
      name: 'the Deployment is scaled to 0 after ten minutes',
      inputSeries: [specReplicas('2x19 0x40'), up(POD_A, '1x19 stale')],
      until: '30m',
    },
    {
      name: 'there is a target, which does not answer',
      inputSeries: [specReplicas('2x60'), up(POD_A, '0x60')],
      until: '30m',
    },
    {
      name: 'there is no target for two and a half minutes',
      inputSeries: [specReplicas('2x60'), up(POD_A, '1x19 stale _x4 1x20')],
      until: '30m',
    },
  ],
};

/** Proofs of `externalAlerts`, which do not ask for a Deployment. */
export const externalProofs: AlertProofs = {
  TargetMissing: {
    fires: [
      {
        name: 'Prometheus has no target',
        inputSeries: [],
        firesAt: '3m',
        expected: [missingExternal],
      },
      {
        name: 'Prometheus has no target, whatever a Deployment of this name says',
        inputSeries: [specReplicas('0x20')],
        firesAt: '3m',
        expected: [missingExternal],
      },
    ],
    silent: [
      {
        name: 'there is a target, which does not answer',
        inputSeries: [up(POD_A, '0x60')],
        until: '30m',
      },
      {
        name: 'there is no target for two and a half minutes',
        inputSeries: [up(POD_A, '1x19 stale _x4 1x20')],
        until: '30m',
      },
    ],
  },
};
