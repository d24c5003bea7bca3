/** A row as the driver gives it. */
export type Row = Readonly<Record<string, unknown>>;

/** Runs one statement; parameters are `$1`, `$2`, … in its text. */
export type Query = (sql: string, parameters?: readonly unknown[]) => Promise<readonly Row[]>;

/** Postgres, wherever it runs. All SQL is written once, against this. */
export interface Database {
  readonly kind: 'postgres' | 'embedded';
  readonly query: Query;
  /** Runs all statements of `work` or none. */
  transaction<T>(work: (query: Query) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** The database cannot be reached or cannot answer now. No input caused it, and it may pass. */
export class StorageUnavailable extends Error {
  constructor(cause: unknown) {
    super(`storage: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
    this.name = 'StorageUnavailable';
  }
}

/**
 * How a SQLSTATE starts that is about the server, not about the statement: connection, a server that only reads (as
 * the one left behind by a failover), authorization, database, resources, operator, system.
 * @see https://www.postgresql.org/docs/current/errcodes-appendix.html
 */
const UNAVAILABLE = ['08', '25006', '28', '3D', '53', '57', '58'];

/** Whether an error with this SQLSTATE is about the database, not about the statement. */
export const isUnavailable = (code: string) => UNAVAILABLE.some((start) => code.startsWith(start));
