import type { PlacedService } from '../catalog/placement';
import { valueCount } from '../metrics/labels';
import { maxBy, sumBy } from '../promql/build';
import type { GoldenSignals } from '../rules/golden-signals';
import type { TableColumn, TableSpec } from './panel';
import type { SignalSeries } from './signal-series';
import { errorThresholds, latencyThresholds } from './signal-thresholds';
import { capitalized } from './variables';

/** One row for each route, or for other labels that break requests down. */
export function routeTable(
  service: PlacedService,
  signals: GoldenSignals,
  { by, recording }: SignalSeries,
): TableSpec {
  const latency = (percentile: 'P50' | 'P95' | 'P99'): TableColumn => ({
    title: percentile,
    unit: 'seconds',
    query: maxBy(by, recording(`latency${percentile}`)),
    ...(percentile === 'P95' ? { thresholds: latencyThresholds(service, signals) } : {}),
  });
  return {
    kind: 'table',
    title: `All signals by ${by.join(' and ')}`,
    description:
      'Traffic, errors and latency of the last five minutes. Start with the row that fails most, and compare its number of requests: a few failures affect few users.',
    unit: 'count',
    noData: 'No requests, or none recorded',
    rows: rowsOf(signals, by),
    labels: Object.fromEntries(by.map((label) => [label, capitalized(label)])),
    columns: [
      { title: 'Requests', unit: 'requestsPerSecond', query: sumBy(by, recording('requestRate')) },
      {
        title: 'Failed',
        unit: 'percent',
        decimals: 2,
        query: maxBy(by, recording('errorPercentage')),
        thresholds: errorThresholds(service, signals),
      },
      ...(signals.latency === undefined ? [] : [latency('P50'), latency('P95'), latency('P99')]),
    ],
    sortBy: { column: 'Failed', order: 'descending' },
  };
}

/** Rows for labels whose number of values is not known. */
const SOME_ROWS = 6;

/** The number of rows that the labels allow, if it is known. */
function rowsOf({ requests }: GoldenSignals, by: readonly string[]): number {
  const known = by.reduce((rows, label) => {
    const values = requests.labels[label];
    return values === undefined ? Infinity : rows * valueCount(values);
  }, 1);
  return known === Infinity ? SOME_ROWS : known;
}
