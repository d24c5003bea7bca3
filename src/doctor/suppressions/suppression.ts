import type { Finding, Place } from '../../findings/finding';

export interface Suppression {
  readonly check: string;
  /** Empty for none, which is itself a finding. */
  readonly reason: string;
  /** Last day on which it holds, as YYYY-MM-DD. @default it always holds */
  readonly until?: string;
  /** What it covers, for messages, e.g. `the object or rule below`. */
  readonly covers: string;
  readonly matches: (finding: Finding) => boolean;
  readonly at: Place;
  /** Whether it is a comment beside what it covers, or in a file of its own. */
  readonly kind: 'comment' | 'file';
}
