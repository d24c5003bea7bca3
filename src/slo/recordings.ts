import { recorded, type Series } from '../promql/build';
import { duration, seconds, type Duration } from '../promql/window';
import { sloRecords } from '../rules/naming';
import { SCOPE_LABELS, targetsOf, type Scope } from '../rules/scope';
import type { Tile } from './events';
import type { Slo } from './slo';

/** Labels that identify the recorded series of one SLO. */
export const SLO_LABELS = [...SCOPE_LABELS, 'slo'] as const;

export type Outcome = 'all' | 'bad';

/** Selects the series that one SLO records under a name, by their other labels. */
export function recordedFor(
  scope: Scope,
  slo: Slo,
  record: keyof typeof sloRecords,
  more: Readonly<Record<string, string>> = {},
): Series<string, 'gauge'> {
  const labels: readonly string[] = [...SLO_LABELS, ...Object.keys(more)];
  return recorded(sloRecords[record](scope.name), labels, {
    ...targetsOf(scope),
    slo: slo.name,
    ...more,
  });
}

/** Selects the tiles of one SLO. */
export function tilesOf(scope: Scope, slo: Slo, { every }: Tile, outcome: Outcome): Series<string, 'gauge'> {
  return recordedFor(scope, slo, every === '1m' ? 'minuteEvents' : 'events', { outcome });
}

/**
 * The range that holds exactly the tiles of a window. A second shorter than the window, it holds the same number
 * whether a range includes its left end (Prometheus 2) or not (Prometheus 3).
 */
export function tilesIn(window: Duration): Duration {
  return duration(seconds(window) - 1);
}
