import { mkdir } from 'node:fs/promises';
import type { Database, Row } from './database';
import { lockFolder } from './folder-lock';

/** Milliseconds between checkpoints. Nothing else makes them in a single process, and the log would grow to 1 GB. */
const CHECKPOINT_INTERVAL = 60_000;

/**
 * Postgres inside this process, with its files in a folder: nothing to set up, and for one replica only, since every
 * other has a database of its own.
 * @throws InvalidInput when another process uses the folder
 */
export async function embedded(
  folder: string,
  onCheckpointError: (error: unknown) => void,
): Promise<Database> {
  await mkdir(folder, { recursive: true });
  const unlock = await lockFolder(folder);
  // Loaded here: it is large, and a replica with a Postgres server does without.
  const { PGlite } = await import('@electric-sql/pglite');
  const database = await PGlite.create(`${folder}/postgres`);
  const checkpoints = setInterval(() => {
    // What could not be written stays in the log until the next one.
    database.query('CHECKPOINT').catch(onCheckpointError);
  }, CHECKPOINT_INTERVAL);
  checkpoints.unref();
  return {
    kind: 'embedded',
    query: async (sql, parameters = []) => (await database.query<Row>(sql, [...parameters])).rows,
    transaction: (work) =>
      database.transaction((transaction) =>
        work(async (sql, parameters = []) => (await transaction.query<Row>(sql, [...parameters])).rows),
      ),
    async close() {
      clearInterval(checkpoints);
      await database.close();
      await unlock();
    },
  };
}
