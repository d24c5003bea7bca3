import { lastOverTime, offset, type InstantVector, type Series } from '../promql/build';
import type { Duration } from '../promql/window';

/** Series that a rule records. */
export type Recorded = Series<string, 'gauge'>;

/** Events of a gap up to this long are counted in the first tile after it. */
export const GAP: Duration = '1h';

/** Excludes what this evaluation has recorded, but not the evaluation before, however recent it is. */
const EARLIER: Duration = '1s';

/** What this evaluation has recorded, and not what is left from before a restart of Prometheus. */
export function fresh(series: Recorded): InstantVector {
  return lastOverTime(series, EARLIER);
}

/** What was recorded last before this evaluation. */
export function earlier(series: Recorded): InstantVector {
  return lastOverTime(offset(series, EARLIER), GAP);
}

/** Series as they were at the evaluation before, if that was less than five minutes ago. */
export function justBefore(series: Recorded): Recorded {
  return offset(series, EARLIER);
}
