import type { Countable } from '../metrics/metric';
import { div, eventCounter, ge, gt, mul, or, select, sumBy, type InstantVector } from '../promql/build';
import type { Duration } from '../promql/window';
import { durationUnit, readingOf, type DurationHistogram } from './durations/index';
import { partOf } from './event-part';
import { eventRate } from './event-series';
import type { GoldenSignals } from './golden-signals';
import { goldenSignalRecords } from './naming';
import { scopeLabels, targetsOf, type Scope } from './scope';

/** Range of the rates. */
export const WINDOW: Duration = '5m';

/** One question of the four golden signals and its answer. */
export interface SignalQuery {
  readonly signal: 'latency' | 'traffic' | 'errors' | 'saturation';
  readonly title: string;
  readonly unit: 'requests/s' | 'percent' | 'seconds' | 'cores' | 'ratio' | 'requests';
  readonly query: InstantVector;
  /** The recording rule for it, so that dashboards need not evaluate the query on every refresh. */
  readonly record?: string;
}

/**
 * The four golden signals of a service as queries over scraped series.
 * @see https://sre.google/sre-book/monitoring-distributed-systems/#xref_monitoring_golden-signals
 */
export function goldenSignalQueries(scope: Scope, signals: GoldenSignals): readonly SignalQuery[] {
  const { name } = scope;
  const records = goldenSignalRecords;
  return [
    {
      signal: 'traffic',
      title: 'Requests per second',
      unit: 'requests/s',
      query: requestRate(scope, signals),
      record: records.requestRate(name),
    },
    {
      signal: 'errors',
      title: 'Failed requests in percent',
      unit: 'percent',
      query: errorPercentage(scope, signals, requestRate(scope, signals)),
      record: records.errorPercentage(name),
    },
    ...(['P50', 'P95', 'P99'] as const).flatMap((percentile): readonly SignalQuery[] => {
      const { latency } = signals;
      if (latency === undefined) return [];
      return [
        {
          signal: 'latency',
          title: `${percentile} latency`,
          unit: 'seconds',
          query: latencyQuantile(scope, latency, signals, Number(percentile.slice(1)) / 100),
          record: records[`latency${percentile}`](name),
        },
      ];
    }),
    ...(signals.inFlight === undefined
      ? []
      : [
          {
            signal: 'saturation' as const,
            title: 'Requests in flight',
            unit: 'requests' as const,
            query: sumBy(scopeLabels(scope), select(signals.inFlight, targetsOf(scope))),
          },
        ]),
  ];
}

/** Labels by which signals are recorded. */
export function groupingOf(scope: Scope, { by }: GoldenSignals): readonly string[] {
  return [...scopeLabels(scope), ...by];
}

/** Requests per second. */
export function requestRate(scope: Scope, signals: GoldenSignals): InstantVector {
  return sumBy(
    groupingOf(scope, signals),
    eventRate(eventCounter<Countable>(signals.requests, targetsOf(scope)), WINDOW),
  );
}

/**
 * Failed requests in percent: 0 while nothing has failed yet (no such series exists then), and no sample without
 * traffic, where a plain division would record NaN.
 */
export function errorPercentage(
  scope: Scope,
  signals: GoldenSignals,
  requests: InstantVector,
): InstantVector {
  const failed = partOf(signals.requests, signals.errors, targetsOf(scope));
  const failedRate = sumBy(groupingOf(scope, signals), eventRate(failed, WINDOW));
  return div(mul(100, or(failedRate, mul(0, requests))), gt(requests, 0));
}

/** Latency quantile in seconds. The comparison drops NaN, its value without traffic. */
export function latencyQuantile(
  scope: Scope,
  durations: DurationHistogram,
  signals: GoldenSignals,
  quantile: number,
): InstantVector {
  const by = groupingOf(scope, signals);
  const { perSecond } = durationUnit(durations);
  const value = readingOf(durations).quantile(quantile, durations, targetsOf(scope), by);
  return ge(perSecond === 1 ? value : div(value, perSecond), 0);
}
