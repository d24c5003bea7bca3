/** What happens to the pods of a service that works, in each step of scrapes. */
export interface PodEvent {
  readonly replica: number;
  /** A pod of another name comes for it; its process starts again; or it is gone until it is replaced. */
  readonly kind: 'replaced' | 'restarted' | 'gone';
}

const MINUTE = 60;
const DAY = 86_400;

interface Operation extends PodEvent {
  /** Seconds between two of them. */
  readonly every: number;
  /** Seconds into that time. */
  readonly at: number;
}

const ROLLOUTS_A_DAY = 5;
const rollout = DAY / ROLLOUTS_A_DAY;

/** A rollout replaces one pod a minute, and the new one is ready before the old one goes. */
const OPERATIONS: readonly Operation[] = [
  ...[0, 1, 2].map((replica) => ({
    replica,
    kind: 'replaced' as const,
    every: rollout,
    at: 2 * 3600 + replica * MINUTE,
  })),
  // A container restarts every other day, and is not scraped for a minute.
  { replica: 0, kind: 'gone', every: 2 * DAY, at: 7 * 3600 },
  { replica: 0, kind: 'restarted', every: 2 * DAY, at: 7 * 3600 + MINUTE },
  // A node is drained once a week: its pod is gone for two minutes.
  { replica: 1, kind: 'gone', every: 7 * DAY, at: 3 * DAY + 11 * 3600 },
  { replica: 1, kind: 'replaced', every: 7 * DAY, at: 3 * DAY + 11 * 3600 + 2 * MINUTE },
];

/** Prometheus is away for two minutes, once a week. */
const PROMETHEUS = { every: 7 * DAY, at: 5 * DAY + 15 * 3600, lasts: 2 * MINUTE } as const;

/** @param scrape seconds between scrapes */
export function eventsOf(
  step: number,
  scrape: number,
): { readonly podEvents: readonly PodEvent[]; readonly scrapes: boolean } {
  const second = step * scrape;
  const away = (second % PROMETHEUS.every) - PROMETHEUS.at;
  return {
    podEvents: OPERATIONS.filter(({ every, at }) => second % every === at),
    scrapes: !(away >= 0 && away < PROMETHEUS.lasts),
  };
}
