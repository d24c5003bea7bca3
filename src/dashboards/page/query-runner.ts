/** One series of a result: its labels, and its samples as Unix seconds and text. */
export interface Series {
  readonly metric: Readonly<Record<string, string>>;
  readonly values: readonly (readonly [number, string])[];
}

/** Runs the queries of panels. Times and steps are in seconds. */
export interface QueryRunner {
  range(expr: string, from: number, to: number, step: number): Promise<readonly Series[]>;
  instant(expr: string, at: number): Promise<readonly Series[]>;
}
