import type { PodState } from './outage';

/** What is wrong with some pods. */
export type PodChange = Partial<PodState>;

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

/** Its readiness probe fails, as it does without its database; it can be scraped. */
export const NOT_READY: PodChange = { ready: false };

/** The node is gone: no answer, and soon not ready. */
export const UNREACHABLE: PodChange = { scrape: 'hangs', ready: false, answers: false };

/** The image cannot be pulled: no process, no address. */
export const NO_IMAGE: PodChange = {
  scrape: 'refused',
  ready: false,
  answers: false,
  waiting: 'ImagePullBackOff',
  memory: 0,
  target: false,
};

export const pods = (numbers: readonly number[], change: PodChange): Readonly<Record<number, PodChange>> =>
  Object.fromEntries(numbers.map((number) => [number, change]));

/** Waits of the kubelet between restarts, in seconds: they double from 10 s up to 5 minutes. */
const BACK_OFF = [10, 20, 40, 80, 160, 300] as const;

/** Seconds until a started container is ready. */
const STARTS_IN = 10;

/**
 * A container that runs for a while and crashes, again and again.
 * @param life seconds between a start and the crash
 * @param minute since the first crash
 */
export function crashLoop(life: number, minute: number): PodChange {
  let rest = minute * 60;
  for (let restarts = 0; ; restarts += 1) {
    const wait = BACK_OFF[Math.min(restarts, BACK_OFF.length - 1)]!;
    const crashed = { terminated: 'Error', restarts, process: restarts } as const;
    if (rest < wait) return { ...DEAD, ...crashed };
    rest -= wait;
    const runs = { terminated: 'Error', restarts: restarts + 1, process: restarts + 1 } as const;
    if (rest < life) return { ...runs, ready: rest >= STARTS_IN };
    rest -= life;
  }
}

/** Every start fails at once. */
export const dead = (minute: number): PodChange => ({ ...DEAD, restarts: crashLoop(0, minute).restarts! });

/**
 * A leak: memory grows to the limit, the kernel kills, and the container starts again.
 * @param fills minutes in which it fills the limit
 */
export function leak(fills: number, minute: number): PodChange {
  const kills = Math.floor(minute / fills);
  const share = (minute % fills) / fills;
  const memory = 0.4 + 0.6 * share;
  if (kills === 0) return { memory };
  // The kubelet starts the container at once, as it ran for longer than its back-off lasts.
  const ready = (minute % fills) * 60 >= STARTS_IN;
  return { memory, ready, process: kills, restarts: kills, terminated: 'OOMKilled' };
}
