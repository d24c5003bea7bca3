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
