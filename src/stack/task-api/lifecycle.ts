/** How far a replica is between its start and its end: start.ts changes it, whatever answers requests reads it. */
export interface Lifecycle {
  /** The tables are up to date. Until then there are no tasks to serve. */
  migrated: boolean;
  /** It received a signal to stop, and goes on serving for a while. */
  draining: boolean;
  /** It cuts off requests that took too long to end. */
  cutting: boolean;
}

/** What `/readyz` calls it. */
export type State = 'starting' | 'ready' | 'draining';

export function stateOf({ migrated, draining }: Readonly<Lifecycle>): State {
  if (draining) return 'draining';
  return migrated ? 'ready' : 'starting';
}
