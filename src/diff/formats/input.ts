import type { Judged } from '../acknowledged';
import type { BoundComparison } from '../bounds/compare-bounds';
import type { Difference } from '../compare';

/** What every format prints. */
export interface Printed {
  readonly difference: Difference;
  readonly bounds: BoundComparison;
  readonly judged: Judged;
}
