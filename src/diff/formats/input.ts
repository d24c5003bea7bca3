import type { Judged } from '../acknowledged';
import type { BoundComparison } from '../bounds/compare-bounds';
import type { Difference } from '../compare';
import type { CostComparison } from '../cost/compare-cost';

export interface Printed {
  readonly difference: Difference;
  readonly bounds: BoundComparison;
  readonly cost: CostComparison;
  readonly judged: Judged;
}
