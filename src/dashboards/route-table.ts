import type { PlacedService } from '../catalog/placement';
import { valueCount } from '../metrics/labels';
import { maxBy, sumBy } from '../promql/build';
import type { GoldenSignals } from '../rules/golden-signals';
import type { TableColumn, TableSpec, Threshold } from './panel';
import type { SignalSeries } from './signal-series';
import { errorThresholds, latencyThresholds } from './signal-thresholds';
import { capitalized } from './variables';

/** One row for each route, or what else requests are broken down by. */
export function routeTable(
  service: PlacedService,
  signals: GoldenSignals,
  { by, answer }: SignalSeries,
): TableSpec {
  const coloured = (thresholds: readonly Threshold[]) => (thresholds.length === 0 ? {} : { thresholds });
  const latency = (percentile: 'P50' | 'P95' | 'P99'): TableColumn => ({
    title: percentile,
    unit: 'seconds',
    query: maxBy(by, answer(`latency${percentile}`)),
    ...(percentile === 'P95' ? coloured(latencyThresholds(service, signals)) : {}),
  });
  return {
    kind: 'table',
    title: `All signals by ${by.join(' and ')}`,
    description:
      'Traffic, errors and latency of the last five minutes side by side. Start with the row that fails most; one with many errors and few requests hurts nobody yet.',
    unit: 'count',
    noData: 'No requests, or none recorded',
    rows: rowsOf(signals, by),
    labels: Object.fromEntries(by.map((label) => [label, capitalized(label)])),
    columns: [
      {
        title: 'Requests',
        unit: 'requestsPerSecond',
        query: sumBy(by, answer('requestRate')),
      },
      {
        title: 'Failed',
        unit: 'percent',
        decimals: 2,
        query: maxBy(by, answer('errorPercentage')),
        ...coloured(errorThresholds(service, signals)),
      },
      latency('P50'),
      latency('P95'),
      latency('P99'),
    ],
    sortBy: { column: 'Failed', order: 'descending' },
  };
}

/** Rows for labels of which nobody knows how many values there are. */
const SOME_ROWS = 6;

/** As many as the labels allow, where that is known. */
function rowsOf({ requests }: GoldenSignals, by: readonly string[]): number {
  const known = by.reduce((rows, label) => {
    const values = requests.labels[label];
    return values === undefined ? Infinity : rows * valueCount(values);
  }, 1);
  return known === Infinity ? SOME_ROWS : known;
}
