import { recorded, type Series } from '../promql/build';
import { duration, seconds, type Duration } from '../promql/window';
import { sloRecords } from '../rules/naming';
import { scopeLabels, targetsOf, type Scope } from '../rules/scope';
import type { Slo } from './slo';

/** How often the rules of a group are evaluated. */
export interface Pace {
  readonly every: Duration;
}

/** Counts events, and serves windows up to an hour, which must not lag. */
export const FAST: Pace = { every: '1m' };
/** Serves windows of days, and the error budget. */
export const SLOW: Pace = { every: '5m' };

/** Labels that identify the recorded series of one SLO. */
export const sloLabels = (scope: Pick<Scope, 'labels' | 'pushed'>): readonly string[] => [
  ...scopeLabels(scope),
  'slo',
];

export type Outcome = 'all' | 'bad';

/**
 * Selects the series that one SLO records under a name, by their other labels.
 * @param others labels that the series have besides
 */
export function recordedFor(
  scope: Scope,
  slo: Slo,
  record: keyof typeof sloRecords,
  more: Readonly<Record<string, string>> = {},
  others: readonly string[] = [],
): Series<string, 'gauge'> {
  const labels = new Set<string>([...sloLabels(scope), ...Object.keys(more), ...others]);
  return recorded(sloRecords[record](scope.name), [...labels], {
    ...targetsOf(scope),
    slo: slo.name,
    ...more,
  });
}

/** Selects the tiles of one SLO: events in one minute. */
export function tilesOf(scope: Scope, slo: Slo, outcome: Outcome): Series<string, 'gauge'> {
  return recordedFor(scope, slo, 'minuteEvents', { outcome });
}

/**
 * The range that holds exactly the tiles of a window. A second shorter than the window, it holds the same number
 * whether a range includes its left end (Prometheus 2) or not (Prometheus 3).
 */
export function tilesIn(window: Duration): Duration {
  return duration(seconds(window) - 1);
}
