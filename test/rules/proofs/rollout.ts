import type { AlertProof } from '../alert-proof';
import { condition, generation, specReplicas } from './series';

const stuck = {
  labels: {
    team: 'orders',
    service: 'order-api',
    severity: 'warning',
    namespace: 'default',
    deployment: 'order-api',
  },
  annotations: {
    summary: 'The Deployment of order-api makes no progress.',
    description:
      'Kubernetes cannot bring Deployment order-api in namespace default to its newest version or its number of pods.',
    runbook_url: 'https://runbooks.example.com/rollout-stuck.md',
  },
};

const progressing = (values: readonly [yes: string, no: string, unknown?: string]) => [
  condition('Progressing', 'true', values[0]),
  condition('Progressing', 'false', values[1]),
  condition('Progressing', 'unknown', values[2] ?? '0x80'),
];

/** Proofs of the ticket on rollouts: samples every 30 seconds, evaluation every minute. */
export const rolloutStuck: AlertProof = {
  fires: [
    {
      name: 'a rollout exceeds its progress deadline after ten minutes',
      inputSeries: [
        ...progressing(['1x19 0x60', '0x19 1x60']),
        generation('metadata', '1x4 2x70'),
        generation('status_observed', '1x4 2x70'),
      ],
      firesAt: '15m',
      expected: [stuck],
    },
    {
      name: 'a quota rejects pods after ten minutes',
      inputSeries: [...progressing(['1x80', '0x80']), condition('ReplicaFailure', 'true', '_x20 1x60')],
      firesAt: '15m',
      expected: [stuck],
    },
    {
      name: 'the controller has not seen a change for fifteen minutes',
      inputSeries: [
        ...progressing(['1x80', '0x80']),
        generation('metadata', '1x19 2x60'),
        generation('status_observed', '1x80'),
      ],
      // A window of fifteen minutes has the old version up to 24m30s.
      firesAt: '30m',
      expected: [stuck],
    },
  ],
  silent: [
    {
      name: 'a rollout ends within its deadline, and all conditions are true',
      inputSeries: [
        ...progressing(['1x80', '0x80']),
        condition('Available', 'true', '1x80'),
        generation('metadata', '1x19 2x60'),
        generation('status_observed', '1x20 2x60'),
      ],
      until: '40m',
    },
    {
      name: 'a rollout ends four and a half minutes after its deadline',
      inputSeries: progressing(['1x19 0x8 1x50', '0x19 1x8 0x50']),
      until: '40m',
    },
    {
      name: 'a rollout is paused',
      inputSeries: progressing(['1x19 0x60', '0x80', '0x19 1x60']),
      until: '40m',
    },
    {
      name: 'pods are not available, but the last rollout has ended',
      inputSeries: [
        ...progressing(['1x80', '0x80']),
        condition('Available', 'false', '1x80'),
        condition('Available', 'true', '0x80'),
      ],
      until: '40m',
    },
    {
      name: 'autoscaling changes the Deployment every minute',
      inputSeries: [
        specReplicas('2 2 4 4 6 6 2 2 4 4 6 6 2x60'),
        generation('metadata', '1 1 2 2 3 3 4 4 5 5 6 6 7x60'),
        generation('status_observed', '1 1 1 2 2 3 3 4 4 5 5 6 6 7x60'),
      ],
      until: '40m',
    },
    {
      name: 'the Deployment is deleted and made again',
      inputSeries: [
        generation('metadata', '7x19 1x60'),
        generation('status_observed', '7x19 1x60'),
        ...progressing(['1x80', '0x80']),
      ],
      until: '40m',
    },
  ],
};
