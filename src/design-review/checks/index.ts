import type { ReviewCheck } from '../check';
import { bucketChecks } from './buckets';
import { kindChecks } from './kinds';
import { labelChecks } from './labels';
import { lineChecks } from './lines';
import { nameChecks } from './names';
import { seriesChecks } from './series';
import { signalChecks } from './signals';
import { unitChecks } from './units';

/** Every check of a design, in the order in which their findings are listed. */
export const reviewChecks: readonly ReviewCheck[] = [
  ...lineChecks,
  ...seriesChecks,
  ...labelChecks,
  ...nameChecks,
  ...unitChecks,
  ...kindChecks,
  ...bucketChecks,
  ...signalChecks,
];
