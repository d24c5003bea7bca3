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

/** One thing that is wrong, as data. `findings/formats` has the ways to show it. */
export interface Finding {
  /** What programs tell findings apart by, e.g. `unknown-field`. One check may report several codes. */
  readonly code: string;
  /** Identifier of the check that found it, e.g. `monitor-service-port`. */
  readonly check: string;
  readonly severity: FindingSeverity;
  /** What it is about, e.g. `ServiceMonitor monitoring/payments`. */
  readonly resource: string;
  /** Where in it, e.g. `spec.endpoints[0].port`; empty for all of it. */
  readonly path: string;
  /** The fact, as a whole sentence without its full stop. It stands without the other fields. */
  readonly message: string;
  /** The value found; undefined for nothing. */
  readonly found: unknown;
  /** What would be right, e.g. `one of http, grpc`. */
  readonly expected: string;
  /** What to do, in the imperative and without a full stop; a line of YAML; or a command. */
  readonly fix: string;
  /** @default not known: it did not come from a file */
  readonly at?: Place;
}

/** A mistake in input, before any check: what programs refuse to work with. */
export type Problem = Pick<Finding, 'resource' | 'path' | 'message' | 'found' | 'fix'> &
  Partial<Pick<Finding, 'code' | 'at'>> & {
    /** What only some versions support. @default the input is wrong everywhere */
    readonly feature?: string;
  };

/** A problem of a part whose owner adds the resource. */
export type PartProblem = Omit<Problem, 'resource'>;
