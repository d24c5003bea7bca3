import { DatabaseError, Pool, type PoolClient, type QueryConfig } from 'pg';
import { isUnavailable, StorageUnavailable, type Database, type Query, type Row } from './database';

export interface PostgresProps {
  /** `postgres://user:password@host:port/database` */
  readonly url: string;
  /** Connections that one replica may hold. */
  readonly connections: number;
  /** Called for connections that break while they are idle. */
  readonly onIdleError: (error: Error) => void;
}

/** Milliseconds to wait for a connection: below the 2 s in which a probe wants an answer. */
const CONNECT_TIMEOUT = 1500;
/** Milliseconds for one statement in the server. */
const STATEMENT_TIMEOUT = 5000;
/** Milliseconds until a server that does not answer at all is given up, and the connection with it. */
const ANSWER_TIMEOUT = 6000;

/** The same in a transaction: migrating sets a longer timeout for its statements, see migrate.ts. */
const TRANSACTION_ANSWER_TIMEOUT = 65_000;

/** The driver takes a timeout with each query; its types know only the one of the pool. */
interface TimedQuery extends QueryConfig {
  readonly query_timeout: number;
}

/** A Postgres server, shared by all replicas. */
export function postgres({ url, connections, onIdleError }: PostgresProps): Database {
  const pool = new Pool({
    connectionString: url,
    max: connections,
    connectionTimeoutMillis: CONNECT_TIMEOUT,
    statement_timeout: STATEMENT_TIMEOUT,
    keepAlive: true,
    application_name: 'task-api',
  });
  // Without a listener a broken idle connection would end the process; the pool replaces it.
  pool.on('error', onIdleError);
  let giveUp: (reason: Error) => void = () => undefined;
  const closed = new Promise<never>((_resolve, reject) => (giveUp = reject));
  // No caller waits for it unless a transaction is under way.
  closed.catch(() => undefined);
  return {
    kind: 'postgres',
    query: async (sql, parameters = []) => {
      // A connection on which a statement failed is dropped by the pool: the next one may lead to a better server.
      const { rows } = await pool.query<Row>(timed(sql, parameters, ANSWER_TIMEOUT)).catch(rethrow);
      return rows;
    },
    async transaction(work) {
      const client = await pool.connect().catch(rethrow);
      // When the connection breaks, its statement fails and says why; an error without a listener would end the process.
      const broken = () => undefined;
      client.on('error', broken);
      try {
        const result = await Promise.race([inTransaction(client, work), closed]);
        client.release();
        return result;
      } catch (error) {
        // In the middle of whatever it was: the server undoes it when the connection ends.
        client.release(true);
        return rethrow(error);
      } finally {
        client.off('error', broken);
      }
    },
    async close() {
      // A transaction may wait for a lock for longer than the replica has.
      giveUp(new Error('the replica stops'));
      await pool.end();
    },
  };
}

async function inTransaction<T>(client: PoolClient, work: (query: Query) => Promise<T>): Promise<T> {
  const query: Query = async (sql, parameters = []) =>
    (await client.query<Row>(timed(sql, parameters, TRANSACTION_ANSWER_TIMEOUT))).rows;
  await query('BEGIN');
  const result = await work(query);
  await query('COMMIT');
  return result;
}

const timed = (sql: string, parameters: readonly unknown[], timeout: number): TimedQuery => ({
  text: sql,
  values: [...parameters],
  query_timeout: timeout,
});

function rethrow(error: unknown): never {
  const { code = '' } = error instanceof DatabaseError ? error : {};
  const ours = error instanceof DatabaseError && !isUnavailable(code);
  throw ours ? error : new StorageUnavailable(error);
}
