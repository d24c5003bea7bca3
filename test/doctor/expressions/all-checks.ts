import type { Check } from '../../../src/doctor/check';
import { check as absentOfNothing } from '../../../src/doctor/checks/wrong-query/absent-of-nothing';
import { check as aggregationLabel } from '../../../src/doctor/checks/wrong-query/aggregation-label';
import { check as alertCondition } from '../../../src/doctor/checks/wrong-query/alert-condition';
import { check as beyondRetention } from '../../../src/doctor/checks/wrong-query/beyond-retention';
import { check as counterWithoutRate } from '../../../src/doctor/checks/wrong-query/counter-without-rate';
import { check as duplicateRule } from '../../../src/doctor/checks/wrong-query/duplicate-rule';
import { check as externalLabel } from '../../../src/doctor/checks/wrong-query/external-label';
import { check as leBucket } from '../../../src/doctor/checks/wrong-query/le-bucket';
import { check as promqlSyntax } from '../../../src/doctor/checks/rejected/promql-syntax';
import { check as quantileWithoutLe } from '../../../src/doctor/checks/wrong-query/quantile-without-le';
import { check as rateOfGauge } from '../../../src/doctor/checks/wrong-query/rate-of-gauge';
import { check as rateWindow } from '../../../src/doctor/checks/wrong-query/rate-window';
import { check as recordedLabel } from '../../../src/doctor/checks/wrong-query/recorded-label';
import { check as recordedNameTaken } from '../../../src/doctor/checks/wrong-query/recorded-name-taken';
import { check as sumBeforeRate } from '../../../src/doctor/checks/wrong-query/sum-before-rate';
import { check as templateLabel } from '../../../src/doctor/checks/wrong-query/template-label';
import { check as templateTypes } from '../../../src/doctor/checks/wrong-query/template-types';
import { check as unknownLabel } from '../../../src/doctor/checks/wrong-query/unknown-label';
import { check as unknownLabelValue } from '../../../src/doctor/checks/wrong-query/unknown-label-value';
import { check as unknownMetric } from '../../../src/doctor/checks/wrong-query/unknown-metric';
import { check as unknownTarget } from '../../../src/doctor/checks/wrong-query/unknown-target';
import { check as unreadRecording } from '../../../src/doctor/checks/wrong-query/unread-recording';
import { check as valueInLabels } from '../../../src/doctor/checks/wrong-query/value-in-labels';
import { check as vectorMatching } from '../../../src/doctor/checks/wrong-query/vector-matching';
import { check as averageOfQuantiles } from '../../../src/doctor/checks/wrong-query/average-of-quantiles';
import { check as deltaOfCounter } from '../../../src/doctor/checks/wrong-query/delta-of-counter';
import { check as exporterJoin } from '../../../src/doctor/checks/wrong-query/exporter-join';
import { check as impossibleThreshold } from '../../../src/doctor/checks/wrong-query/impossible-threshold';
import { check as quantileOutOfRange } from '../../../src/doctor/checks/wrong-query/quantile-out-of-range';
import { check as ratioAlwaysOne } from '../../../src/doctor/checks/wrong-query/ratio-always-one';
import { check as summedBuckets } from '../../../src/doctor/checks/wrong-query/summed-buckets';
import { check as groupInterval } from '../../../src/doctor/checks/wrong-query/group-interval';
import { check as renamedMetric } from '../../../src/doctor/checks/wrong-query/renamed-metric';
import { check as templateEscapes } from '../../../src/doctor/checks/wrong-query/template-escapes';
import { check as templateFields } from '../../../src/doctor/checks/wrong-query/template-fields';
import { check as templateQuery } from '../../../src/doctor/checks/wrong-query/template-query';

/** Every check that reads expressions. */
export const expressionChecks: readonly Check[] = [
  absentOfNothing,
  groupInterval,
  renamedMetric,
  templateEscapes,
  templateFields,
  templateQuery,
  summedBuckets,
  ratioAlwaysOne,
  quantileOutOfRange,
  impossibleThreshold,
  exporterJoin,
  deltaOfCounter,
  averageOfQuantiles,
  aggregationLabel,
  alertCondition,
  beyondRetention,
  counterWithoutRate,
  duplicateRule,
  externalLabel,
  leBucket,
  promqlSyntax,
  quantileWithoutLe,
  rateOfGauge,
  rateWindow,
  recordedLabel,
  recordedNameTaken,
  sumBeforeRate,
  templateLabel,
  templateTypes,
  unknownLabel,
  unknownLabelValue,
  unknownMetric,
  unknownTarget,
  unreadRecording,
  valueInLabels,
  vectorMatching,
];
