import type { Judged } from '../acknowledged';
import type { Difference } from '../compare';

/** What every format prints. */
export interface Printed {
  readonly difference: Difference;
  readonly judged: Judged;
}
