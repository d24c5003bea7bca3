import type { Database, Row } from '../../../src/stack/task-api/storage/database';

/** A database that knows the statements of the Task API, for tests and benches of what is in front of it. */
export interface MemoryDatabase extends Database {
  /** Runs before every query; a promise holds the query up, an error fails it. */
  before: () => Promise<void> | void;
}

const AT = '2026-01-01T00:00:00.000Z';

export function memoryDatabase(): MemoryDatabase {
  const tasks = new Map<number, Row>();
  let last = 0;
  const run = (sql: string, parameters: readonly unknown[]): readonly Row[] => {
    const [first, second, third] = parameters;
    const found = tasks.get(Number(first));
    const one = found === undefined ? [] : [found];
    if (sql.startsWith('INSERT')) {
      const created = { id: ++last, title: first, done: second, createdAt: AT, updatedAt: AT };
      tasks.set(last, created);
      return [created];
    }
    if (sql.includes('LIMIT'))
      return [...tasks.values()].filter(({ id }) => Number(id) > Number(first)).slice(0, Number(second));
    if (sql.startsWith('DELETE')) tasks.delete(Number(first));
    if (!sql.startsWith('UPDATE') || found === undefined) return one;
    const changed = { ...found, title: second ?? found['title'], done: third ?? found['done'] };
    tasks.set(Number(first), changed);
    return [changed];
  };
  const database: MemoryDatabase = {
    kind: 'embedded',
    before: () => undefined,
    async query(sql, parameters = []) {
      await database.before();
      return run(sql, parameters);
    },
    transaction: (work) => work(database.query),
    close: async () => undefined,
  };
  return database;
}
