/**
 * What `npm run local` starts for a pod of the Task API: the program of `src/task-api`, with storage that fails or
 * waits when it is told to.
 */
import { setTimeout as wait } from 'node:timers/promises';
import { InvalidInput } from '../findings/invalid-input';
import { parseConfiguration } from '../stack/task-api/configuration';
import { startTaskApi } from '../stack/task-api/start';
import { StorageUnavailable, type Database, type Query } from '../stack/task-api/storage/database';
import { SLOW_MILLISECONDS } from './traffic';

/** How many of the next statements fail or wait; asking whether the database is there is none of them. */
const due = { fail: 0, slow: 0 };

const faulty =
  (query: Query): Query =>
  async (sql, parameters) => {
    if (sql === 'SELECT 1') return query(sql, parameters);
    if (due.slow > 0) {
      due.slow -= 1;
      await wait(SLOW_MILLISECONDS);
    }
    if (due.fail > 0) {
      due.fail -= 1;
      throw new StorageUnavailable('it fails because it was told to');
    }
    return query(sql, parameters);
  };

const withFaults = (database: Database): Database => ({ ...database, query: faulty(database.query) });

async function main(): Promise<void> {
  const taskApi = await startTaskApi(parseConfiguration(process.env), withFaults);
  const stop = () => {
    taskApi.close().then(() => process.exit(0), fail);
  };
  process.once('SIGTERM', stop);
  // Whoever started it is gone.
  process.once('disconnect', stop);
  process.on('message', (fault) => {
    if (fault === 'fail' || fault === 'slow') due[fault] += 1;
  });
}

function fail(error: unknown): void {
  console.error(error instanceof InvalidInput ? error.message : error);
  process.exit(1);
}

main().catch(fail);
