import type { Recorded } from './evaluations';
import type { Events } from './events';
import type { Expiring } from './expiry';

/** Which events a counter counts. */
export type Counted = 'all' | Events['part']['outcome'];

/** A counter, and what is recorded of it for every target. */
export interface Sums extends Expiring {
  readonly outcome: Counted;
  readonly read: Recorded;
  readonly seen: Recorded;
  readonly middle: Recorded;
  readonly before: Recorded;
  readonly idle: Recorded;
}
