import type { PlacedService } from '../catalog/placement';
import { div, gt, max, maxBy, mul, rate, select, sum, sumBy, type InstantVector } from '../promql/build';
import { durationUnit, readingOf, type DurationHistogram } from '../rules/durations/index';
import type { GoldenSignals } from '../rules/golden-signals';
import { targetsOf } from '../rules/scope';
import type { HeatmapSpec, Section, StatSpec, TimeSeriesSpec } from './panel';
import { legendOf, onlyChosen, shownScope } from './scope';
import { signalSeries, type SignalSeries } from './signal-series';
import { errorMeaning, errorThresholds, latencyMeaning, latencyThresholds } from './signal-thresholds';
import { routeTable } from './route-table';

const NO_TRAFFIC = 'No requests, or none recorded';
const NOT_RECORDED = 'Nothing recorded: see the runbook';

/** Traffic, errors and latency over time, as recorded by the rules. */
export function signalSections(service: PlacedService, signals: GoldenSignals): readonly Section[] {
  const series = signalSeries(service, signals);
  const { by } = series;
  const lines = overTime(service, signals, series);
  return [
    { title: 'Traffic and errors', lines: [lines.slice(0, 2)] },
    ...(signals.latency === undefined
      ? []
      : [{ title: 'Latency', lines: [lines.slice(2), [heatmap(service, signals.latency, by)]] }]),
    ...(by.length === 0
      ? []
      : [{ title: `By ${by.join(' and ')}`, lines: [[routeTable(service, signals, series)]] }]),
  ];
}

export function signalsNow(service: PlacedService, signals: GoldenSignals): readonly StatSpec[] {
  const { by, recording } = signalSeries(service, signals);
  const slowest = by.length === 0 ? '' : `, slowest ${by.join(' and ')}`;
  const now: readonly StatSpec[] = [
    {
      kind: 'stat',
      title: 'Requests now',
      description:
        'Requests per second over the last five minutes. A sudden drop matters as much as errors: requests that never arrive cannot fail.',
      unit: 'requestsPerSecond',
      noData: NOT_RECORDED,
      symptom: service.pushed === undefined ? 'TargetMissing' : 'SeriesMissing',
      query: { query: sum(recording('requestRate')), legend: 'requests' },
    },
    {
      kind: 'stat',
      title: 'Failed requests now',
      description: `Share of failed requests over the last five minutes.${errorMeaning(service, signals)}`,
      unit: 'percent',
      decimals: 2,
      noData: NO_TRAFFIC,
      symptom: 'ErrorBudgetBurn',
      base: 'green',
      thresholds: errorThresholds(service, signals),
      query: { query: overallErrors(recording), legend: 'failed' },
    },
    ...(signals.latency === undefined
      ? []
      : [
          {
            kind: 'stat' as const,
            title: `P95 latency now${slowest}`,
            description: `95 of 100 requests are answered faster.${latencyMeaning(service, signals)}`,
            unit: 'seconds' as const,
            noData: NO_TRAFFIC,
            symptom: 'ErrorBudgetBurn',
            base: 'green' as const,
            thresholds: latencyThresholds(service, signals),
            query: { query: max(recording('latencyP95')), legend: 'P95' },
          },
        ]),
  ];
  if (signals.inFlight === undefined) return now;
  return [
    ...now,
    {
      kind: 'stat',
      title: 'Requests in flight now',
      description:
        'Requests being handled now, on all targets. The number rises before latency does when a dependency hangs.',
      unit: 'count',
      noData: NOT_RECORDED,
      query: { query: sum(select(signals.inFlight, targetsOf(shownScope(service)))), legend: 'in flight' },
    },
  ];
}

/** Failed requests in percent over all selected routes, weighted by traffic. */
function overallErrors(recording: SignalSeries['recording']): InstantVector {
  const requests = recording('requestRate');
  return div(sum(mul(recording('errorPercentage'), requests)), gt(sum(requests), 0));
}

function overTime(
  service: PlacedService,
  signals: GoldenSignals,
  { by, recording }: SignalSeries,
): readonly TimeSeriesSpec[] {
  const legend = legendOf(by, service.name);
  const where = by.length === 0 ? '' : ` by ${by.join(' and ')}`;
  const slowest = by.length === 0 ? '' : ` of the slowest ${by.join(' and ')}`;
  return [
    {
      kind: 'time series',
      title: `Requests per second${where}`,
      description:
        'Requests per second, averaged over five minutes. Compare changes with the marks of deployments.',
      unit: 'requestsPerSecond',
      noData: NOT_RECORDED,
      symptom: service.pushed === undefined ? 'TargetMissing' : 'SeriesMissing',
      min: 0,
      queries: [{ query: sumBy(by, recording('requestRate')), legend }],
    },
    {
      kind: 'time series',
      title: `Failed requests${where}`,
      description: `Share of failed requests${where} over five minutes.${errorMeaning(service, signals)}`,
      unit: 'percent',
      noData: NO_TRAFFIC,
      symptom: 'ErrorBudgetBurn',
      min: 0,
      thresholds: errorThresholds(service, signals),
      queries: [{ query: maxBy(by, recording('errorPercentage')), legend }],
    },
    {
      kind: 'time series',
      title: `P95 latency${where}`,
      description: `The time within which 95 of 100 requests are answered.${latencyMeaning(service, signals)}`,
      unit: 'seconds',
      noData: NO_TRAFFIC,
      symptom: 'ErrorBudgetBurn',
      min: 0,
      thresholds: latencyThresholds(service, signals),
      queries: [{ query: maxBy(by, recording('latencyP95')), legend }],
    },
    {
      kind: 'time series',
      title: `Latency percentiles${slowest}`,
      description:
        'Median, 95th and 99th percentile. If only the highest rises, few requests are slow: look for a lock, a large page or a cold cache. If all rise, everything is slow: look at saturation.',
      unit: 'seconds',
      noData: NO_TRAFFIC,
      min: 0,
      queries: (['P50', 'P95', 'P99'] as const).map((percentile) => ({
        query: max(recording(`latency${percentile}`)),
        legend: percentile,
      })),
    },
  ];
}

function heatmap(service: PlacedService, durations: DurationHistogram, by: readonly string[]): HeatmapSpec {
  const reading = readingOf(durations);
  const { bucketLabels } = reading;
  const buckets = onlyChosen(reading.allBuckets(durations, targetsOf(shownScope(service))), by);
  return {
    kind: 'heatmap',
    title: 'Latency distribution',
    description:
      'Number of requests by duration; darker is more. Two bands are two kinds of requests, or hits and misses of a cache. A band that moves up means that all requests became slower.',
    unit: durationUnit(durations).name,
    noData: NO_TRAFFIC,
    query: {
      query: sumBy<string, string>(bucketLabels, rate(buckets, '5m')),
      legend: legendOf(bucketLabels, service.name),
      window: '$__rate_interval',
    },
  };
}
