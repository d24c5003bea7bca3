import { setTimeout as wait } from 'node:timers/promises';
import type { Database } from './database';
import { migrate } from './migrate';

/** Milliseconds before the second attempt. Each pause is twice the one before, up to the longest. */
const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 15_000;

export interface MigrateUntilDoneProps {
  readonly database: Database;
  /** Ends the attempts, once the database is closed too. */
  readonly signal: AbortSignal;
  /** Called after every failed attempt, with the time until the next. */
  readonly onFailure: (error: unknown, pauseSeconds: number) => void;
}

/**
 * Brings the tables up to date, as soon as the database lets it: a server may start later than a replica.
 * @returns how many migrations were missing; undefined when it was stopped before it was done
 */
export async function migrateUntilDone({
  database,
  signal,
  onFailure,
}: MigrateUntilDoneProps): Promise<number | undefined> {
  for (let pause = FIRST_PAUSE; !signal.aborted; pause = Math.min(2 * pause, LONGEST_PAUSE)) {
    try {
      return await migrate(database);
    } catch (error) {
      if (!signal.aborted) {
        onFailure(error, pause / 1000);
        // Stopped meanwhile: the loop sees it.
        await wait(pause, undefined, { signal }).catch(() => undefined);
      }
    }
  }
  return undefined;
}
