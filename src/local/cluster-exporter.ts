import { readFileSync } from 'node:fs';
import { platformMetrics } from '../metrics/platform';
import { limitsOf, quantity } from './pod-env';
import { startServer, type LocalServer } from './local-server';
import type { PlannedPod } from './plan';

/** A pod as kube-state-metrics and the kubelet see it. */
export interface WatchedPod extends PlannedPod {
  /** @default no process of ours: a program that was running before, or one that has not started yet */
  readonly pid?: number | undefined;
  readonly alive: () => boolean;
}

/** One sample: the metric's key, its labels and its value. */
type Row = readonly [
  metric: keyof typeof platformMetrics,
  labels: Readonly<Record<string, string>>,
  value: number,
];

const LIMITS = { memory: 'byte', cpu: 'core' } as const;

/** The page that stands for kube-state-metrics and cAdvisor, with the metrics of them that rules here read. */
export function clusterPage(
  pods: readonly WatchedPod[],
  usage: (pid: number) => Usage | undefined = usageOf,
): string {
  const rows = [...deploymentRows(pods), ...pods.flatMap((pod) => podRows(pod, usage))];
  return [...new Set(rows.map(([key]) => key))]
    .map((key) => {
      const { name, help, kind } = platformMetrics[key];
      const samples = rows
        .filter((row) => row[0] === key)
        .map(([, labels, value]) => `${name}{${labelText(labels)}} ${value}\n`);
      return `# HELP ${name} ${help}\n# TYPE ${name} ${kind}\n${samples.join('')}`;
    })
    .join('');
}

const labelText = (labels: Readonly<Record<string, string>>): string =>
  Object.entries(labels)
    .map(([name, value]) => `${name}=${JSON.stringify(value)}`)
    .join(',');

function deploymentRows(pods: readonly WatchedPod[]): readonly Row[] {
  const templates = [...new Set(pods.map(({ template }) => template))];
  return templates
    .filter(({ owner }) => owner.kind === 'Deployment')
    .flatMap((template): readonly Row[] => {
      const labels = { namespace: template.namespace, deployment: template.owner.name };
      const alive = pods.filter((pod) => pod.template === template && pod.alive());
      return [
        ['deploymentSpecReplicas', labels, template.replicas ?? 1],
        ['deploymentAvailableReplicas', labels, alive.length],
      ];
    });
}

function podRows(
  { template, identity, pid, alive }: WatchedPod,
  usage: (pid: number) => Usage | undefined,
): readonly Row[] {
  const container = template.containers[0]?.name ?? '';
  const labels = { namespace: template.namespace, pod: identity.name, container };
  const limits = limitsOf(template);
  const used = pid === undefined || !alive() ? undefined : usage(pid);
  return [
    ...(Object.keys(LIMITS) as (keyof typeof LIMITS)[]).flatMap((resource): readonly Row[] => {
      const limit = quantity(limits[resource]);
      if (limit === undefined) return [];
      return [['containerResourceLimits', { ...labels, resource, unit: LIMITS[resource] }, limit]];
    }),
    // Nothing restarts a program here. A cluster would, and wait longer each time.
    ...(alive() ? [] : [['containerWaitingReason', { ...labels, reason: 'CrashLoopBackOff' }, 1] as const]),
    ...(used === undefined
      ? []
      : ([
          ['containerCpuSeconds', labels, used.cpuSeconds],
          ['containerMemoryWorkingSet', labels, used.bytes],
        ] as const)),
  ];
}

export interface Usage {
  readonly cpuSeconds: number;
  readonly bytes: number;
}

/** Parts of a second in which Linux counts CPU time. */
const TICKS = 100;

/** Reads the resource usage of a process from /proc. Other systems lack it, so rules on it have no data there. */
export function usageOf(pid: number): Usage | undefined {
  try {
    // The text before the last bracket is the program's name, which may contain spaces and brackets.
    const [, , ...fields] = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '0 0 ')
      .split(' ');
    const [user, system] = [fields[11], fields[12]].map(Number);
    const [, resident] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return { cpuSeconds: (user! + system!) / TICKS, bytes: Number(resident) * 1024 };
  } catch {
    // It has just ended, or this is not Linux.
    return undefined;
  }
}

/** Names of the series on the page of a run, among those that {@link platformMetrics} lists. */
export const EXPORTED: readonly string[] = [
  'deploymentSpecReplicas',
  'deploymentAvailableReplicas',
  'containerWaitingReason',
  'containerResourceLimits',
  ...(process.platform === 'linux' ? ['containerCpuSeconds', 'containerMemoryWorkingSet'] : []),
].map((key) => platformMetrics[key as keyof typeof platformMetrics].name);

export const startClusterExporter = (pods: readonly WatchedPod[]): Promise<LocalServer> =>
  startServer((_request, response) => {
    response.setHeader('Content-Type', 'text/plain; version=0.0.4; charset=utf-8');
    response.end(clusterPage(pods));
  });
