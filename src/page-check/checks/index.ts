import type { PageCheck } from '../check';
import { beyondContract } from './beyond-contract';
import { buckets } from './buckets';
import { contentType } from './content-type';
import { counterFell } from './counter-fell';
import { helpText } from './help-text';
import { labelCount, labelValues } from './label-values';
import { extraLabel, missingLabel } from './labels';
import { metricType } from './metric-type';
import { missingMetric } from './missing-metric';
import { missingSeries } from './missing-series';
import { noSeries } from './no-series';
import { seriesCount } from './series-count';
import { structure } from './structure';
import { syntax } from './syntax';
import { timestamps } from './timestamps';

/** Every check of a page against a contract, in the order in which their findings are listed. */
export const pageChecks: readonly PageCheck[] = [
  contentType,
  syntax,
  structure,
  missingMetric,
  metricType,
  noSeries,
  missingSeries,
  missingLabel,
  extraLabel,
  labelValues,
  labelCount,
  buckets,
  seriesCount,
  counterFell,
  timestamps,
  helpText,
  beyondContract,
];
