import type { Database } from './database';

/** What a replica does to the database once, in this order. Never change one that was released: add another. */
const MIGRATIONS: readonly string[] = [
  `CREATE TABLE tasks (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    title text NOT NULL,
    done boolean NOT NULL DEFAULT false,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
  )`,
];

/** Any number will do, as long as nothing else in the database locks it. */
const MIGRATION_LOCK = 8_276_001;

/**
 * Brings the tables up to date. Replicas that start together wait for each other: the first does the work, the others
 * find it done.
 * @returns how many migrations were missing
 */
export async function migrate(database: Database): Promise<number> {
  return database.transaction(async (query) => {
    // Waiting for another replica may take longer than a statement of a request should.
    await query(`SET LOCAL statement_timeout = '60s'`);
    await query('SELECT pg_advisory_xact_lock($1)', [MIGRATION_LOCK]);
    await query(`CREATE TABLE IF NOT EXISTS task_api_migrations (
      number integer PRIMARY KEY,
      applied_at timestamptz NOT NULL DEFAULT now()
    )`);
    const [row] = await query('SELECT count(*)::int AS applied FROM task_api_migrations');
    const missing = MIGRATIONS.slice(Number(row?.['applied']));
    for (const sql of missing) {
      await query(sql);
      await query('INSERT INTO task_api_migrations (number) SELECT count(*) + 1 FROM task_api_migrations');
    }
    return missing.length;
  });
}
