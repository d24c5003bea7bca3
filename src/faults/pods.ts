import type { Change, PodSignals } from './signals';

type PodChange = Partial<PodSignals>;

/** The process has ended, and the kubelet waits before it starts another. */
const DEAD: PodChange = {
  scrape: 'refused',
  ready: false,
  answers: false,
  waiting: 'CrashLoopBackOff',
  terminated: 'Error',
  memory: 0,
};

/** It accepts connections and answers none, and its probe does not notice. */
export const HANGS: PodChange = { scrape: 'hangs', answers: false };

/** Its readiness probe fails, as without its database; it can be scraped. */
export const NOT_READY: PodChange = { ready: false };

/** The node is gone: no answer, and soon not ready. */
export const UNREACHABLE: PodChange = { scrape: 'hangs', ready: false, answers: false };

/** A pod of a new version whose image cannot be pulled: no process, no address. */
export const NO_IMAGE: PodChange = {
  scrape: 'refused',
  ready: false,
  answers: false,
  waiting: 'ImagePullBackOff',
  memory: 0,
  target: false,
};

/**
 * Waits of the kubelet between restarts, in seconds: they double from 10 s up to 5 minutes.
 * @see https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#restart-policy
 */
const BACK_OFF = [10, 20, 40, 80, 160, 300] as const;

/** Seconds until a started container is ready. */
const STARTS_IN = 10;

/**
 * A container that runs for a while and crashes, again and again.
 * @param life seconds between a start and the crash
 * @param seconds since the first crash
 */
export function crashLoop(life: number, seconds: number): PodChange {
  let rest = seconds;
  for (let restarts = 0; ; restarts += 1) {
    const wait = BACK_OFF[Math.min(restarts, BACK_OFF.length - 1)]!;
    if (rest < wait) return { ...DEAD, restarts };
    rest -= wait;
    if (rest < life) return { terminated: 'Error', restarts: restarts + 1, ready: rest >= STARTS_IN };
    rest -= life;
  }
}

/** Every start fails at once. */
export const dead = (seconds: number): PodChange => ({
  ...DEAD,
  restarts: crashLoop(0, seconds).restarts!,
});

/**
 * A leak: memory grows to the limit, the kernel kills, and the container starts again.
 * @param fills seconds in which it fills the limit
 */
export function leak(fills: number, seconds: number): PodChange {
  const kills = Math.floor(seconds / fills);
  const rest = seconds % fills;
  const memory = 0.4 + (0.6 * rest) / fills;
  if (kills === 0) return { memory };
  // The kubelet starts the container at once, as it ran for longer than its back-off lasts.
  return { memory, ready: rest >= STARTS_IN, restarts: kills, terminated: 'OOMKilled' };
}

/** What only the kubelet and kube-state-metrics tell of a pod, by its name. */
const TOLD_BY_CLUSTER = ['ready', 'restarts', 'waiting', 'terminated', 'memory', 'throttled'] as const;

/** Whether a change shows in series about the workload and its pods, which rules select by their names. */
export const showsInWorkload = ({ pods = {}, ...change }: Change): boolean =>
  'replicas' in change ||
  'stuck' in change ||
  Object.values(pods).some((pod) => pod === undefined || TOLD_BY_CLUSTER.some((signal) => signal in pod));
