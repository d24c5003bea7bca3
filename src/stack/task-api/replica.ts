/**
 * The program that `npm run local` starts for a pod of the Task API: the same, with storage that fails or waits on
 * request of the parent process.
 */
import { setTimeout as wait } from 'node:timers/promises';
import { InvalidInput } from '../../index';
import { parseConfiguration } from './configuration';
import { startTaskApi } from './start';
import { StorageUnavailable, type Database, type Query } from './storage/database';

/** How many of the next statements fail, and how many milliseconds the next ones wait. Readiness checks do neither. */
const due: { fail: number; readonly waits: number[] } = { fail: 0, waits: [] };

const faulty =
  (query: Query): Query =>
  async (sql, parameters) => {
    if (sql === 'SELECT 1') return query(sql, parameters);
    const milliseconds = due.waits.pop();
    if (milliseconds !== undefined) await wait(milliseconds);
    if (due.fail > 0) {
      due.fail -= 1;
      throw new StorageUnavailable('it fails on request');
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
  // The parent process has ended.
  process.once('disconnect', stop);
  process.on('message', (fault) => {
    if (fault === 'fail') due.fail += 1;
    if (typeof fault === 'number') due.waits.push(fault);
  });
}

function fail(error: unknown): void {
  console.error(error instanceof InvalidInput ? error.message : error);
  process.exit(1);
}

main().catch(fail);
