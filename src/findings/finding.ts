/** How bad a finding is: `error` breaks monitoring, `warning` may, `info` is worth knowing. */
export const FINDING_SEVERITIES = ['info', 'warning', 'error'] as const;
export type FindingSeverity = (typeof FINDING_SEVERITIES)[number];

/** Where in what was read, as editors and code review show it. */
export interface Place {
  /** As it was given; `-` for standard input. */
  readonly file: string;
  /** From 1. @default the whole file */
  readonly line?: number;
}

/** One thing that is wrong, as data. How it is shown is the business of `report/`. */
export interface Finding {
  /** Identifier of the check that found it, e.g. `service-selector`. */
  readonly check: string;
  readonly severity: FindingSeverity;
  /** What it is about, e.g. `ServiceMonitor monitoring/task-api`. */
  readonly resource: string;
  /** Where in it, e.g. `spec.endpoints[0].port`. */
  readonly field: string;
  /** What is wrong, as the rest of a sentence that starts with the field. */
  readonly problem: string;
  /** The value found; undefined for nothing. */
  readonly found: unknown;
  /** What would be right, e.g. `one of http, grpc`. */
  readonly expected: string;
  /** A line of YAML, or a command. */
  readonly fix: string;
  /** @default not known: it did not come from a file */
  readonly at?: Place;
}
