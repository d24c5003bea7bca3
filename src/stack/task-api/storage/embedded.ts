import { existsSync } from 'node:fs';
import { mkdir, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { PGlite } from '@electric-sql/pglite';
import { InvalidInput } from '../../../index';
import { errorCode } from '../error-code';
import { isUnavailable, StorageUnavailable, type Database, type Row } from './database';
import { hasSpace, requireSpace } from './disk-space';
import { lockFolder } from './folder-lock';

/** Milliseconds between checkpoints. Nothing else makes them in a single process, and the log would grow to 1 GB. */
const CHECKPOINT_INTERVAL = 60_000;

/** Reads, which need no space on the disk. */
const READS = /^\s*SELECT\b/i;

/**
 * Postgres inside this process, with its files in a folder: nothing to set up, and for one replica only, since every
 * other has a database of its own. A write is on the disk before its promise resolves.
 * @throws InvalidInput when another process uses the folder, and when it cannot be used
 */
export async function embedded(
  folder: string,
  onCheckpointError: (error: unknown) => void,
): Promise<Database> {
  const unlock = await prepareFolder(folder);
  const path = join(folder, 'postgres');
  let running = start(path).catch((error: unknown) => {
    throw unusable(folder, error);
  });
  await running;
  let hasStopped = false;
  /** The database, started again if it has stopped and there is space now. */
  const database = async (): Promise<PGlite> => {
    if (!hasStopped) return running;
    await requireSpace(folder);
    if (hasStopped) {
      hasStopped = false;
      running = start(path);
      running.catch(() => (hasStopped = true));
    }
    return running;
  };
  const attempt = async <T>(work: (database: PGlite) => Promise<T>): Promise<T> => {
    try {
      return await work(await database());
    } catch (error) {
      if (isFatal(error)) hasStopped = true;
      const unavailable = hasStopped || isUnavailable(errorCode(error) ?? '');
      throw unavailable && !(error instanceof StorageUnavailable) ? new StorageUnavailable(error) : error;
    }
  };
  const checkpoint = async () => {
    if (await hasSpace(folder)) await attempt((pg) => pg.query('CHECKPOINT'));
  };
  const checkpoints = setInterval(() => {
    // What could not be written stays in the log until the next one.
    checkpoint().catch(onCheckpointError);
  }, CHECKPOINT_INTERVAL);
  checkpoints.unref();
  return {
    kind: 'embedded',
    async query(sql, parameters = []) {
      if (!READS.test(sql)) await requireSpace(folder);
      return attempt(async (pg) => (await pg.query<Row>(sql, [...parameters])).rows);
    },
    async transaction(work) {
      await requireSpace(folder);
      return attempt((pg) =>
        pg.transaction((transaction) =>
          work(async (sql, parameters = []) => (await transaction.query<Row>(sql, [...parameters])).rows),
        ),
      );
    },
    async close() {
      clearInterval(checkpoints);
      // Closing writes a checkpoint; without one the next start reads the log.
      if (!hasStopped && (await hasSpace(folder))) await (await running).close();
      await unlock();
    },
  };
}

async function prepareFolder(folder: string): Promise<() => Promise<void>> {
  try {
    await makeFolder(resolve(folder));
    const unlock = await lockFolder(folder);
    if (await hasSpace(folder, !existsSync(join(folder, 'postgres')))) return unlock;
    await unlock();
  } catch (error) {
    throw error instanceof InvalidInput ? error : unusable(folder, error);
  }
  throw unusable(folder, new Error('the disk is full'));
}

/** Not with `recursive`, with which Node tries for ever where no folder can be made, as below /proc. */
async function makeFolder(path: string): Promise<void> {
  if ((await stat(path).catch(() => undefined))?.isDirectory() === true) return;
  if (path !== dirname(path)) await makeFolder(dirname(path));
  await mkdir(path);
}

async function start(path: string): Promise<PGlite> {
  // Loaded here: they are large, and a replica with a Postgres server does without.
  const [{ PGlite: Postgres }, { DurableFiles, syncFiles }] = await Promise.all([
    import('@electric-sql/pglite'),
    import('./durable-files'),
  ]);
  const isNew = !existsSync(path);
  const database = await Postgres.create({
    fs: new DurableFiles(path),
    startParams: [
      ...Postgres.defaultStartParams.filter((parameter) => parameter !== NO_FSYNC),
      // Emscripten ignores the default, fdatasync.
      ...['-c', 'wal_sync_method=fsync'],
    ],
  });
  if (isNew) await syncFiles(path);
  return database;
}

/** With this parameter, which PGlite gives by default, Postgres asks for nothing to reach the disk. */
const NO_FSYNC = '-F';

/** Names of what WebAssembly and Emscripten throw when a program ends. */
const ENDED = ['RuntimeError', 'ExitStatus'];

/** After which Postgres answers nothing any more. */
function isFatal(error: unknown): boolean {
  if (error instanceof Error && ENDED.includes(error.name)) return true;
  const known = typeof error === 'object' && error !== null && 'severity' in error;
  return known && (error.severity === 'PANIC' || error.severity === 'FATAL');
}

const unusable = (folder: string, error: unknown) =>
  new InvalidInput({
    resource: 'embedded storage',
    path: 'DATA_DIR',
    message: `the folder cannot be used: ${errorCode(error) ?? (error instanceof Error ? error.message : String(error))}`,
    found: folder,
    fix: 'choose a folder that the process may write to, on a disk with 100 MiB of free space, or set DATABASE_URL',
  });
