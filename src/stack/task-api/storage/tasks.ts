import { task, type NewTask, type Task, type TaskChange, type TaskPage, type TaskQuery } from '../task';
import { StorageUnavailable, type Database, type Query, type Row } from './database';

export interface TaskStore {
  list(query: TaskQuery): Promise<TaskPage>;
  create(task: NewTask): Promise<Task>;
  /** @returns undefined when there is no such task; so do the following */
  get(id: number): Promise<Task | undefined>;
  change(id: number, change: TaskChange): Promise<Task | undefined>;
  remove(id: number): Promise<Task | undefined>;
  /** Fails when the database does. */
  ping(): Promise<void>;
}

/** Times as text, so that every driver gives the same. */
const time = (column: string) => `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
const COLUMNS = `id, title, done, ${time('created_at')} AS "createdAt", ${time('updated_at')} AS "updatedAt"`;

/**
 * The SQL of the Task API, all of it but the tables.
 * @param isMigrated whether those are there. @default they are
 */
export function taskStore(database: Database, isMigrated: () => boolean = () => true): TaskStore {
  const query: Query = async (sql, parameters) => {
    if (!isMigrated()) throw new StorageUnavailable('its tables are not up to date yet');
    return database.query(sql, parameters);
  };
  const one = async (sql: string, parameters: readonly unknown[]) => {
    const [row] = await query(sql, parameters);
    return row === undefined ? undefined : toTask(row);
  };
  return {
    async list({ limit, after }) {
      // One more than asked for tells whether there is a next page.
      const rows = await query(`SELECT ${COLUMNS} FROM tasks WHERE id > $1 ORDER BY id LIMIT $2`, [
        after,
        limit + 1,
      ]);
      const tasks = rows.slice(0, limit).map(toTask);
      return { tasks, next: rows.length > limit ? tasks.at(-1)!.id : null };
    },
    async create({ title, done }) {
      const [row] = await query(`INSERT INTO tasks (title, done) VALUES ($1, $2) RETURNING ${COLUMNS}`, [
        title,
        done,
      ]);
      return toTask(row!);
    },
    get: (id) => one(`SELECT ${COLUMNS} FROM tasks WHERE id = $1`, [id]),
    change: (id, { title, done }) =>
      one(
        `UPDATE tasks SET title = coalesce($2, title), done = coalesce($3, done), updated_at = now()
         WHERE id = $1 RETURNING ${COLUMNS}`,
        [id, title ?? null, done ?? null],
      ),
    remove: (id) => one(`DELETE FROM tasks WHERE id = $1 RETURNING ${COLUMNS}`, [id]),
    async ping() {
      await database.query('SELECT 1');
    },
  };
}

const toTask = (row: Row): Task => task.parse(row);
