import { ENGINE } from '../../support/engines';
import type { AlertProofs } from '../alert-proof';
import { availableReplicas, cadvisor, limit, POD_A, POD_B, specReplicas, up, waiting } from './series';
import { crashesSlowly, oomKilled, podsCrashing } from './restarts';
import { rolloutStuck } from './rollout';
import { scaledToZero } from './scaled-to-zero';
import { workloadTargetMissing } from './target-missing';

const CONTAINER_B = {
  team: 'orders',
  service: 'order-api',
  namespace: 'default',
  pod: POD_B,
  container: 'order-api',
};

const unavailable = {
  labels: {
    team: 'orders',
    service: 'order-api',
    namespace: 'default',
    deployment: 'order-api',
    severity: 'critical',
  },
  annotations: {
    summary: 'No pod of order-api is ready to answer requests.',
    description:
      'The Deployment of order-api in namespace default has no available pod, although it is not scaled to 0: the Service cannot send requests anywhere.',
    runbook_url: 'https://runbooks.example.com/unavailable.md',
  },
};

const partialOutage = (share: string) => ({
  labels: { ...unavailable.labels },
  annotations: {
    summary: 'Half or more of the pods of order-api are not available.',
    description: `Only ${share} of the pods of order-api in namespace default were available in the last two minutes.`,
    runbook_url: 'https://runbooks.example.com/partial-outage.md',
  },
});

const crashLooping = {
  labels: { ...CONTAINER_B, severity: 'warning' },
  annotations: {
    summary: 'A pod of order-api keeps crashing.',
    description:
      'Container order-api of pod order-api-7d4b9-bbbbb of order-api keeps crashing and restarting.',
    runbook_url: 'https://runbooks.example.com/crash-looping.md',
  },
};

const cpuThrottled = {
  labels: { ...CONTAINER_B, severity: 'info' },
  annotations: {
    summary: 'A pod of order-api is slowed down by its CPU limit.',
    description: 'Pod order-api-7d4b9-bbbbb of order-api was throttled in 26% of its CPU periods.',
    runbook_url: 'https://runbooks.example.com/cpu-throttled.md',
  },
};

const throttledEveryOtherMinute = {
  ...cpuThrottled,
  annotations: {
    ...cpuThrottled.annotations,
    // Ten steps of 30 seconds lie between the samples of five minutes in Prometheus 2, nine in Prometheus 3.
    description: `Pod order-api-7d4b9-bbbbb of order-api was throttled in ${ENGINE.version[0] < 3 ? '40' : '44.44'}% of its CPU periods.`,
  },
};

const memoryNearLimit = {
  labels: { ...CONTAINER_B, severity: 'warning' },
  annotations: {
    summary: 'A pod of order-api is about to run out of memory.',
    description: 'Pod order-api-7d4b9-bbbbb of order-api uses 91% of its memory limit and is killed at 100%.',
    runbook_url: 'https://runbooks.example.com/memory-near-limit.md',
  },
};

const periods = (pod: string, values: string, id?: string) =>
  cadvisor('container_cpu_cfs_periods_total', pod, values, { id });
const throttled = (pod: string, values: string, id?: string) =>
  cadvisor('container_cpu_cfs_throttled_periods_total', pod, values, { id });
const workingSet = (pod: string, values: string, id?: string) =>
  cadvisor('container_memory_working_set_bytes', pod, values, { id });

const repeat = (times: number, values: string) => Array.from({ length: times }, () => values).join(' ');

/** Two samples on which the counter rises by 300, two on which it does not. */
const EVERY_OTHER_MINUTE = Array.from({ length: 60 }, (_, sample) =>
  String(300 * (2 * Math.floor(sample / 4) + Math.min(sample % 4, 2))),
).join(' ');

/** Proofs of `workloadAlerts`: samples every 30 seconds, evaluation every minute. */
export const workloadProofs: AlertProofs = {
  TargetMissing: workloadTargetMissing,
  Unavailable: {
    fires: [
      {
        name: 'all pods fail their readiness probe and still answer Prometheus',
        inputSeries: [
          specReplicas('2x40'),
          availableReplicas('2x10 0x30'),
          up(POD_A, '1x40'),
          up(POD_B, '1x40'),
        ],
        // The first sample of 0 is at 5m30s.
        firesAt: '9m',
        expected: [unavailable],
      },
      {
        name: 'two instances of kube-state-metrics say so, once',
        inputSeries: [
          specReplicas('2x20'),
          availableReplicas('0x20'),
          {
            series: availableReplicas('').series.replace('{', '{instance="10.0.1.2:8080", '),
            values: '0x20',
          },
        ],
        firesAt: '3m',
        expected: [unavailable],
      },
    ],
    silent: [
      {
        name: 'one pod is left',
        inputSeries: [specReplicas('2x40'), availableReplicas('1x40')],
        until: '20m',
      },
      {
        name: 'the Deployment is scaled to 0',
        inputSeries: [specReplicas('0x40'), availableReplicas('0x40')],
        until: '20m',
      },
      {
        name: 'no pod is ready for two and a half minutes',
        inputSeries: [specReplicas('2x40'), availableReplicas('2x10 0x4 2x20')],
        until: '20m',
      },
      {
        name: 'nothing is known about the Deployment',
        inputSeries: [up(POD_A, '1x40')],
        until: '20m',
      },
    ],
  },
  ScaledToZero: scaledToZero,
  PartialOutage: {
    fires: [
      {
        name: 'two of three pods fail',
        inputSeries: [specReplicas('3x60'), availableReplicas('3x30 1x30')],
        firesAt: '19m',
        expected: [partialOutage('33.33%')],
      },
      {
        name: 'half of the pods fail',
        inputSeries: [specReplicas('2x60'), availableReplicas('2x30 1x30')],
        // The first sample of 1 is at 15m30s, the first window without a better one ends at 17m.
        firesAt: '19m',
        expected: [partialOutage('50%')],
      },
      {
        name: 'all pods crash loop, and are ready for one of three minutes',
        inputSeries: [specReplicas('3x60'), availableReplicas(`3x30 ${repeat(10, '0 0 0 0 3 3')}`)],
        firesAt: ENGINE.version[0] < 3 ? '19m' : '18m',
        expected: [partialOutage(ENGINE.version[0] < 3 ? '40%' : '50%')],
      },
    ],
    silent: [
      {
        name: 'one of three pods fails',
        inputSeries: [specReplicas('3x60'), availableReplicas('3x30 2x30')],
        until: '30m',
      },
      {
        name: 'half of the pods are gone for three minutes',
        inputSeries: [specReplicas('2x60'), availableReplicas('2x30 1x5 2x30')],
        until: '30m',
      },
      {
        name: 'half of the pods are gone for three minutes that begin between two evaluations',
        inputSeries: [specReplicas('2x60'), availableReplicas('2x31 1x5 2x30')],
        until: '30m',
      },
      {
        name: 'the Deployment scales from 2 to 6, and its pods need eight minutes',
        inputSeries: [specReplicas('2x30 6x30'), availableReplicas('2x46 6x14')],
        until: '30m',
      },
      {
        name: 'the Deployment scales from 6 to 2',
        inputSeries: [specReplicas('6x30 2x30'), availableReplicas('6x30 2x30')],
        until: '30m',
      },
      {
        name: 'a new Deployment needs eight minutes to start',
        inputSeries: [specReplicas('3x60'), availableReplicas('0x16 3x44')],
        until: '30m',
      },
      {
        name: 'a single pod fails, which Unavailable reports',
        inputSeries: [specReplicas('1x60'), availableReplicas('1x30 0x30')],
        until: '30m',
      },
      {
        name: 'the Deployment is scaled to 0',
        inputSeries: [specReplicas('3x30 0x30'), availableReplicas('3x30 0x30')],
        until: '30m',
      },
    ],
  },
  CrashLooping: {
    fires: [
      {
        name: 'a container waits all the time',
        inputSeries: [waiting(POD_B, 'CrashLoopBackOff', '1x40')],
        firesAt: '15m',
        expected: [crashLooping],
      },
      {
        name: 'a container waits and runs every other minute',
        inputSeries: [waiting(POD_B, 'CrashLoopBackOff', repeat(10, '1 1 stale _'))],
        firesAt: '15m',
        expected: [crashLooping],
      },
      {
        // Five minutes is the longest the kubelet waits.
        name: 'a container waits for five minutes and runs for seven, again and again',
        inputSeries: [waiting(POD_B, 'CrashLoopBackOff', repeat(3, '1x9 stale _x12'))],
        firesAt: '15m',
        expected: [crashLooping],
      },
      { ...crashesSlowly.fires, expected: [crashLooping] },
    ],
    silent: [
      {
        name: 'a container waits for four and a half minutes and then runs',
        inputSeries: [waiting(POD_B, 'CrashLoopBackOff', '1x9 stale')],
        until: '30m',
      },
      {
        name: 'a container waits for its image',
        inputSeries: [waiting(POD_B, 'ImagePullBackOff', '1x60')],
        until: '30m',
      },
      ...crashesSlowly.silent,
    ],
  },
  PodsCrashing: podsCrashing,
  OomKilled: oomKilled,
  RolloutStuck: rolloutStuck,
  CpuThrottled: {
    fires: [
      {
        // A rate needs two samples, so the first evaluation sees nothing.
        name: 'a container is throttled in 26 % of its periods',
        inputSeries: [periods(POD_B, '0+300x60'), throttled(POD_B, '0+78x60')],
        firesAt: '16m',
        expected: [cpuThrottled],
      },
      {
        name: 'a container is throttled all the time every other minute',
        inputSeries: [periods(POD_B, '0+300x60'), throttled(POD_B, EVERY_OTHER_MINUTE)],
        firesAt: '16m',
        expected: [throttledEveryOtherMinute],
      },
      {
        name: 'a throttled container starts again',
        inputSeries: [
          periods(POD_B, '0+300x19 stale', '1'),
          throttled(POD_B, '0+78x19 stale', '1'),
          periods(POD_B, '_x20 0+300x40', '2'),
          throttled(POD_B, '_x20 0+78x40', '2'),
        ],
        firesAt: '16m',
        expected: [cpuThrottled],
      },
    ],
    silent: [
      {
        name: 'a container is throttled in 25 % of its periods',
        inputSeries: [periods(POD_B, '0+300x60'), throttled(POD_B, '0+75x60')],
        until: '30m',
      },
      {
        name: 'a container is throttled in 30 % of its periods for thirteen minutes',
        inputSeries: [periods(POD_B, '0+300x60'), throttled(POD_B, '0+90x26 2340x33')],
        until: '30m',
      },
      {
        name: 'a container is throttled in all of its periods for nine minutes',
        inputSeries: [periods(POD_B, '0+300x60'), throttled(POD_B, '0+300x18 5400x41')],
        until: '30m',
      },
      {
        name: 'a container is throttled, but not if the one before its restart is counted too',
        inputSeries: [
          periods(POD_B, '0+300x60', '1'),
          throttled(POD_B, '0x60', '1'),
          periods(POD_B, '0+200x60', '2'),
          throttled(POD_B, '0+100x60', '2'),
        ],
        until: '30m',
      },
      {
        name: 'a container with a limit does nothing',
        inputSeries: [periods(POD_B, '300x60'), throttled(POD_B, '78x60')],
        until: '30m',
      },
      {
        name: 'a container has no limit',
        inputSeries: [cadvisor('container_cpu_usage_seconds_total', POD_B, '0+60x60')],
        until: '30m',
      },
    ],
  },
  MemoryNearLimit: {
    fires: [
      {
        name: 'a container uses 91 % of its limit',
        inputSeries: [workingSet(POD_B, '910000000x40'), limit(POD_B, 'memory', '1000000000x40')],
        firesAt: '10m',
        expected: [memoryNearLimit],
      },
      {
        name: 'the container before a restart is still there, and there are two exporters of limits',
        inputSeries: [
          workingSet(POD_B, '910000000x40', '1'),
          workingSet(POD_B, '100000000x40', '2'),
          limit(POD_B, 'memory', '1000000000x40', { exporter: '10.0.1.1:8080' }),
          limit(POD_B, 'memory', '1000000000x40', { exporter: '10.0.1.2:8080' }),
        ],
        firesAt: '10m',
        expected: [memoryNearLimit],
      },
    ],
    silent: [
      {
        name: 'a container uses 90 % of its limit',
        inputSeries: [workingSet(POD_B, '900000000x60'), limit(POD_B, 'memory', '1000000000x60')],
        until: '30m',
      },
      {
        name: 'a container uses all of its limit for nine and a half minutes',
        inputSeries: [
          workingSet(POD_B, '1000000000x19 100000000x40'),
          limit(POD_B, 'memory', '1000000000x60'),
        ],
        until: '30m',
      },
      {
        name: 'a container has a limit for CPU alone',
        inputSeries: [workingSet(POD_B, '910000000x60'), limit(POD_B, 'cpu', '1x60')],
        until: '30m',
      },
      {
        name: 'a full pod and a limit belong to different pods',
        inputSeries: [workingSet(POD_A, '910000000x60'), limit(POD_B, 'memory', '1000000000x60')],
        until: '30m',
      },
    ],
  },
};
