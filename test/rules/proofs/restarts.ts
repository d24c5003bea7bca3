import type { AlertProof, FiringCase, SilentCase } from '../alert-proof';
import { lastEnd, POD_A, POD_B, POD_C, ready, restarts, specReplicas } from './series';

const routing = { team: 'orders', service: 'order-api', namespace: 'default' };

const crashing = (share: string) => ({
  labels: { ...routing, severity: 'critical', deployment: 'order-api' },
  annotations: {
    summary: 'Half or more of the pods of order-api keep crashing.',
    description: `Only ${share} of the pods that order-api in namespace default needs are ready and were not restarted twice in the last 15 minutes.`,
    runbook_url: 'https://runbooks.example.com/pods-crashing.md',
  },
});

const killed = (times: string) => ({
  labels: { ...routing, severity: 'warning', pod: POD_B, container: 'order-api' },
  annotations: {
    summary: 'A pod of order-api was killed because it used all memory of its limit.',
    description: `Pod order-api-7d4b9-bbbbb of order-api restarted ${times} times in the last hour, the last time because it reached its memory limit.`,
    runbook_url: 'https://runbooks.example.com/oom-killed.md',
  },
});

/** From ten minutes on, runs of 90 seconds and waits of 10, 20, 40 and 80: restarts are seen at 12m, 13m30s, 16m, 19m. */
const LOOP = '0x23 1x2 2x4 3x5 4x20';
/** Ready whenever it is asked. */
const READY = '1x80';

/** Proofs of the page on pods that crash: samples every 30 seconds, evaluation every minute. */
export const podsCrashing: AlertProof = {
  fires: [
    {
      name: 'both pods crash loop, and run and are ready for a minute and a half each time',
      inputSeries: [
        specReplicas('2x80'),
        ...[POD_A, POD_B].flatMap((pod) => [restarts(pod, LOOP), ready(pod, READY)]),
      ],
      firesAt: '16m',
      expected: [crashing('0%')],
    },
    {
      name: 'one of two pods crash loops',
      inputSeries: [
        specReplicas('2x80'),
        restarts(POD_A, '0x80'),
        ready(POD_A, READY),
        restarts(POD_B, LOOP),
        ready(POD_B, READY),
      ],
      firesAt: '16m',
      expected: [crashing('50%')],
    },
    {
      name: 'the only pod crash loops',
      inputSeries: [specReplicas('1x80'), restarts(POD_B, LOOP), ready(POD_B, READY)],
      firesAt: '16m',
      expected: [crashing('0%')],
    },
    {
      name: 'one of three pods crash loops and another is not ready',
      inputSeries: [
        specReplicas('3x80'),
        ...[POD_A, POD_C].map((pod) => restarts(pod, '0x80')),
        ready(POD_A, READY),
        ready(POD_C, '0x80'),
        restarts(POD_B, LOOP),
        ready(POD_B, READY),
      ],
      firesAt: '16m',
      expected: [crashing('33.33%')],
    },
    {
      name: 'both pods restart every seven minutes, and kube-state-metrics is replaced between two restarts',
      inputSeries: [
        specReplicas('2x80'),
        ...[POD_A, POD_B].flatMap((pod) => [
          restarts(pod, '0x19 1x4 stale'),
          restarts(pod, '_x25 1x8 2x40', { exporter: '10.0.1.2:8080' }),
          ready(pod, READY),
        ]),
      ],
      firesAt: '19m',
      expected: [crashing('0%')],
    },
  ],
  silent: [
    {
      name: 'one of three pods crash loops, which CrashLooping reports',
      inputSeries: [
        specReplicas('3x80'),
        ...[POD_A, POD_C].flatMap((pod) => [restarts(pod, '0x80'), ready(pod, READY)]),
        restarts(POD_B, LOOP),
        ready(POD_B, READY),
      ],
      until: '35m',
    },
    {
      name: 'every pod restarts once, as after the loss of a node',
      inputSeries: [
        specReplicas('2x80'),
        ...[POD_A, POD_B].flatMap((pod) => [restarts(pod, '0x40 1x40'), ready(pod, '1x38 0x4 1x40')]),
      ],
      until: '35m',
    },
    {
      name: 'every pod restarts twice, 16 minutes apart',
      inputSeries: [
        specReplicas('2x80'),
        ...[POD_A, POD_B].flatMap((pod) => [restarts(pod, '0x20 1x31 2x40'), ready(pod, READY)]),
      ],
      until: '35m',
    },
    {
      name: 'the new pod of a rollout crash loops, and the old pods serve',
      inputSeries: [
        specReplicas('2x80'),
        ...[POD_A, POD_B].flatMap((pod) => [restarts(pod, '0x80'), ready(pod, READY)]),
        restarts('order-api-5f6c8-aaaaa', LOOP),
        ready('order-api-5f6c8-aaaaa', READY),
      ],
      until: '35m',
    },
    {
      name: 'the new pod of a rollout of one replica crash loops, and the old one serves',
      inputSeries: [
        specReplicas('1x80'),
        restarts(POD_A, '0x80'),
        ready(POD_A, READY),
        restarts(POD_B, LOOP),
        ready(POD_B, READY),
      ],
      until: '35m',
    },
    {
      name: 'pods that have restarted often are replaced by a rollout',
      inputSeries: [
        specReplicas('2x80'),
        ...[POD_A, POD_B].flatMap((pod) => [restarts(pod, '7x40 stale'), ready(pod, '1x40 stale')]),
        ...['order-api-5f6c8-aaaaa', 'order-api-5f6c8-bbbbb'].flatMap((pod) => [
          restarts(pod, '_x38 0x40'),
          ready(pod, '_x38 0x4 1x40'),
        ]),
      ],
      until: '35m',
    },
    {
      name: 'the node of one of two pods is drained, and the new pod needs four minutes to start',
      inputSeries: [
        specReplicas('2x80'),
        restarts(POD_A, '0x80'),
        ready(POD_A, READY),
        restarts(POD_B, '3x40 stale'),
        ready(POD_B, '1x40 stale'),
        restarts(POD_C, '_x41 0x40'),
        ready(POD_C, '_x41 0x8 1x32'),
      ],
      until: '35m',
    },
    {
      name: 'the Deployment is scaled to 0 two minutes after the second restart',
      inputSeries: [
        specReplicas('2x28 0x40'),
        ...[POD_A, POD_B].flatMap((pod) => [restarts(pod, '0x23 1x2 2x2 stale'), ready(pod, '1x28 stale')]),
      ],
      until: '35m',
    },
    {
      name: 'one of three pods crash loops while the Deployment scales to 6',
      inputSeries: [
        specReplicas('3x26 6x50'),
        ...[POD_A, POD_C].flatMap((pod) => [restarts(pod, '0x80'), ready(pod, READY)]),
        restarts(POD_B, '0x23 1x2 2x50'),
        ready(POD_B, READY),
        ...['d', 'e', 'f'].flatMap((pod) => [
          restarts(`order-api-7d4b9-${pod}`, '_x27 0x50'),
          ready(`order-api-7d4b9-${pod}`, '_x27 0x14 1x40'),
        ]),
      ],
      until: '28m',
    },
  ],
};

/** Proofs of the ticket on memory. */
export const oomKilled: AlertProof = {
  fires: [
    {
      name: 'a container is killed after ten minutes',
      inputSeries: [restarts(POD_B, '0x19 1x40'), lastEnd(POD_B, 'OOMKilled', '_x20 1x40')],
      firesAt: '12m',
      expected: [killed('1')],
    },
    {
      name: 'it is killed twice while kube-state-metrics is replaced',
      inputSeries: [
        restarts(POD_B, '3x19 stale'),
        restarts(POD_B, '_x22 5x40', { exporter: '10.0.1.2:8080' }),
        lastEnd(POD_B, 'OOMKilled', '_x22 1x40'),
      ],
      firesAt: '13m',
      expected: [killed('2')],
    },
  ],
  silent: [
    {
      name: 'a container restarts for another reason',
      inputSeries: [restarts(POD_B, '0x19 1x40'), lastEnd(POD_B, 'Error', '_x20 1x40')],
      until: '30m',
    },
    {
      name: 'a container was killed long ago',
      inputSeries: [restarts(POD_B, '4x140'), lastEnd(POD_B, 'OOMKilled', '1x140')],
      until: '70m',
    },
    {
      name: 'a container that was killed is replaced by a rollout within two minutes',
      inputSeries: [
        restarts(POD_B, '0x19 1x1 stale'),
        lastEnd(POD_B, 'OOMKilled', '_x20 1x1 stale'),
        restarts(POD_A, '_x20 0x40'),
      ],
      until: '30m',
    },
    {
      name: 'kube-state-metrics is replaced',
      inputSeries: [
        restarts(POD_B, '4x19 stale'),
        restarts(POD_B, '_x22 4x40', { exporter: '10.0.1.2:8080' }),
        lastEnd(POD_B, 'OOMKilled', '1x60'),
      ],
      until: '30m',
    },
  ],
};

/** Cases of CrashLooping in which no scrape sees a container wait. */
export const crashesSlowly: {
  readonly fires: Omit<FiringCase, 'expected'>;
  readonly silent: readonly SilentCase[];
} = {
  fires: {
    name: 'a container restarts every sixteen minutes, and no scrape sees it wait',
    inputSeries: [restarts(POD_B, '0x31 1x31 2x31 3x31 4x31 5x31')],
    // From 56 minutes on, each of the last three periods of twenty minutes has one of the restarts at 16, 32 and 48.
    firesAt: '71m',
  },
  silent: [
    {
      name: 'a container restarts every 25 minutes',
      inputSeries: [restarts(POD_B, '0x49 1x49 2x49 3x49 4x49')],
      until: '100m',
    },
    {
      name: 'a container restarts ten times within four minutes, and no more',
      inputSeries: [restarts(POD_B, '0x31 1+1x8 10x200')],
      until: '100m',
    },
  ],
};
