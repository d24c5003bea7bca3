import { setTimeout as wait } from 'node:timers/promises';
import fastify, { type FastifyBaseLogger, type FastifyInstance } from 'fastify';
import { Registry } from 'prom-client';
import { InvalidInput, sentence } from '../../index';
import { taskApiMetrics } from './metrics';
import { metricsApp, taskApiApp } from './app';
import { closeServer } from './close-server';
import type { Configuration } from './configuration';
import { errorCode } from './error-code';
import type { ServerProps } from './http-server';
import { instruments } from './instruments';
import type { Lifecycle } from './lifecycle';
import { STORAGE_NOTES } from './operations';
import { collectRuntimeMetrics } from './runtime-metrics';
import { StorageUnavailable, type Database } from './storage/database';
import { embedded } from './storage/embedded';
import { migrate } from './storage/migrate';
import { migrateUntilDone } from './storage/migrate-until-done';
import { postgres } from './storage/postgres';

/** A running replica. Before its tables are up to date it listens, is not ready, and has no tasks to serve. */
export interface TaskApi {
  /** Where the API is, without a slash at the end. */
  readonly url: string;
  /** The page that Prometheus scrapes. */
  readonly metricsUrl: string;
  /** Goes on serving for the configured time, not ready any more, and then closes. */
  drain(): Promise<void>;
  /** Answers what it has, and ends. */
  close(): Promise<void>;
}

/**
 * Starts one replica of the Task API. A Postgres server that cannot be reached is waited for in the background.
 * @param around puts something around its storage, such as faults for a rehearsal. @default nothing
 * @throws InvalidInput when its data folder cannot be used or its port is taken
 */
export async function startTaskApi(
  configuration: Configuration,
  around: (database: Database) => Database = (database) => database,
): Promise<TaskApi> {
  const logger = createLogger(configuration);
  const registry = new Registry();
  const recorded = instruments(taskApiMetrics, registry);
  const { version, revision } = configuration;
  recorded.buildInfo.with({ version, revision }).set(1);
  collectRuntimeMetrics(registry);

  const database = around(await openStorage(configuration, logger));
  const lifecycle: Lifecycle = { migrated: false, draining: false, cutting: false };
  const server: ServerProps = { logger, timeoutSeconds: configuration.requestTimeoutSeconds, lifecycle };
  const { host, port, metricsPort } = configuration;
  const own = metricsPort === undefined ? undefined : metricsApp(server, registry);
  const app = taskApiApp({
    ...server,
    database,
    instruments: recorded,
    ...(own === undefined ? { registry } : {}),
  });
  const stopping = new AbortController();
  const migrated = bringUpToDate(database, lifecycle, logger, stopping.signal);
  const close = async () => {
    stopping.abort();
    await closeServer(app, lifecycle);
    // Last, so that the last requests can still be scraped.
    if (own !== undefined) await closeServer(own, lifecycle);
    await database.close();
    await migrated;
    logger.info('closed');
  };
  try {
    // What is inside this process is there or never will be.
    if (database.kind === 'embedded') await migrated;
    const url = await listen(app, host, port, 'PORT');
    const metricsUrl = own === undefined ? url : await listen(own, host, metricsPort!, 'METRICS_PORT');
    return {
      url,
      metricsUrl: `${metricsUrl}/metrics`,
      async drain() {
        lifecycle.draining = true;
        // A replica that was never ready has never received requests.
        const seconds = lifecycle.migrated ? configuration.drainSeconds : 0;
        logger.info({ seconds }, 'draining');
        await wait(seconds * 1000);
        await close();
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** One JSON object a line on standard output. */
function createLogger({ logLevel, version }: Configuration): FastifyBaseLogger {
  return fastify({ logger: { level: logLevel, base: { service: 'task-api', version } } }).log;
}

async function openStorage({ storage }: Configuration, logger: FastifyBaseLogger): Promise<Database> {
  return storage.kind === 'embedded'
    ? embedded(storage.folder, (error) => logger.warn({ err: error }, 'a checkpoint failed'))
    : postgres({
        ...storage,
        onIdleError: (error) => logger.warn({ err: error }, 'an idle connection to the database broke'),
      });
}

/** Creates what is missing in the database: a server is asked until it answers. */
async function bringUpToDate(
  database: Database,
  lifecycle: Lifecycle,
  logger: FastifyBaseLogger,
  signal: AbortSignal,
): Promise<void> {
  const { kind } = database;
  const onFailure = (error: unknown, pauseSeconds: number) => reportFailure(logger, error, pauseSeconds);
  const migrations =
    kind === 'embedded' ? await migrate(database) : await migrateUntilDone({ database, signal, onFailure });
  if (migrations === undefined) return;
  lifecycle.migrated = true;
  logger[kind === 'embedded' ? 'warn' : 'info'](
    { migrations },
    `tasks are in ${kind} storage, ${STORAGE_NOTES[kind]}`,
  );
}

function reportFailure(logger: FastifyBaseLogger, error: unknown, pauseSeconds: number): void {
  if (!(error instanceof StorageUnavailable)) {
    logger.error({ err: error, pauseSeconds }, 'the tables could not be brought up to date');
    return;
  }
  const text = sentence({
    resource: 'environment variable',
    path: 'DATABASE_URL',
    message: `the database cannot be used: ${error.message.replace(/^storage: /, '')}`,
    // It may hold a password.
    found: 'a value that is not shown',
    fix: 'start the server, or correct the address',
  });
  logger.error({ pauseSeconds }, text);
}

/** What listening fails with when the name has no address, or none of this machine. */
const HOST_ERRORS = /^(EADDRNOTAVAIL|EAFNOSUPPORT|EINVAL|ENOTFOUND|EAI_\w+)$/;

async function listen(app: FastifyInstance, host: string, port: number, field: string): Promise<string> {
  try {
    return await app.listen({ host, port });
  } catch (error) {
    const code = errorCode(error) ?? String(error);
    const resource = 'environment variable';
    const message = `the server cannot listen here: ${code}`;
    throw new InvalidInput(
      HOST_ERRORS.test(code)
        ? { resource, path: 'HOST', message, found: host, fix: 'use an address of this machine, or 0.0.0.0' }
        : { resource, path: field, message, found: port, fix: 'free the port, or use another' },
    );
  }
}
