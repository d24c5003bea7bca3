import { recorded } from '../promql/build';
import type { GoldenSignals } from './golden-signals';
import { goldenSignalRecords, groupNames } from './naming';
import type { RecordingRule, RuleGroup } from './rule';
import { targetsOf, type Scope } from './scope';
import {
  errorPercentage,
  goldenSignalQueries,
  groupingOf,
  latencyQuantile,
  requestRate,
  type SignalQuery,
} from './signal-queries';

/** Interval of the groups: how often dashboards show a new value. */
const INTERVAL = '30s';

/**
 * The recording rules of the golden signals. The first group has request rate, errors and P95; other percentiles and
 * saturation are in a second one.
 */
export function goldenSignalRules(
  scope: Scope,
  signals: GoldenSignals,
  saturation: readonly SignalQuery[],
): readonly RuleGroup[] {
  const { name } = scope;
  const records = goldenSignalRecords;
  // The error rule reads what the first rule has just recorded, instead of every raw series again.
  const requests = recorded(records.requestRate(name), groupingOf(scope, signals), targetsOf(scope));
  const queries = [...goldenSignalQueries(scope, signals), ...saturation];
  const first: readonly RecordingRule[] = [
    { record: records.requestRate(name), expr: requestRate(scope, signals) },
    { record: records.errorPercentage(name), expr: errorPercentage(scope, signals, requests) },
    ...(signals.latency === undefined
      ? []
      : [
          {
            record: records.latencyP95(name),
            expr: latencyQuantile(scope, signals.latency, signals, 0.95),
          },
        ]),
  ];
  const rest = queries.flatMap(({ record, query }): readonly RecordingRule[] =>
    record === undefined || first.some((rule) => rule.record === record) ? [] : [{ record, expr: query }],
  );
  const groups: readonly RuleGroup[] = [
    { name: groupNames.recording(name), interval: INTERVAL, rules: first },
    { name: groupNames.goldenSignals(name), interval: INTERVAL, rules: rest },
  ];
  return groups.filter(({ rules }) => rules.length > 0);
}
