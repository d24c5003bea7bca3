import { z } from 'zod';
import { InvalidInput } from '../findings/invalid-input';
import { parseInput } from '../findings/parse-input';
import type { Countable, Gauge, Histogram, Metric } from '../metrics/metric';
import { platformMetrics } from '../metrics/platform';
import {
  bucketsOf,
  div,
  eventCounter,
  ge,
  gt,
  histogramQuantile,
  maxBy,
  mul,
  or,
  rate,
  recorded,
  select,
  sumBy,
  type InstantVector,
  type LabelOf,
  type MatchersFor,
} from '../promql/build';
import { metricsOfPart, partOf } from './event-part';
import { countable, eventPart, matchers, metricOfKind } from './fields';
import { goldenSignalRecords, groupNames } from './naming';
import type { GoldenSignalsFields } from './props';
import type { RecordingRule, RuleGroup } from './rule';
import { containersOf, scopeLabels, targetsOf, type Scope } from './scope';

export const goldenSignalsSchema = z.strictObject({
  requests: countable.describe('Counts all requests: a counter, or a histogram or summary with its count.'),
  errors: eventPart.describe(
    "Labels of failed requests, e.g. `{ status: matching('5..') }`; or the metric that counts them.",
  ),
  latency: metricOfKind<Histogram>('histogram')
    .optional()
    .describe('Histogram of the durations of all requests. Absent: no latency is recorded.'),
  by: z
    .array(z.string())
    .readonly()
    .default([])
    .describe('Labels of all these metrics by which requests and latency are broken down, e.g. the route.'),
  inFlight: metricOfKind<Gauge>('gauge')
    .optional()
    .describe('Gauge of the requests in progress. Absent: saturation consists of CPU and memory alone.'),
  traffic: matchers
    .optional()
    .describe(
      "Requests that show that clients reach the service, e.g. `{ endpoint: not('unmatched') }`: an alert pages when they stop although there is traffic at this time on other days. Only labels of `by` can be selected. Absent: all.",
    ),
});

/** The metrics of a contract for traffic, errors, latency and saturation. */
export type GoldenSignals = Readonly<z.output<typeof goldenSignalsSchema>>;

type GoldenSignalsProps<
  R extends Countable,
  H extends Histogram,
  B extends LabelOf<R> & LabelOf<H>,
> = GoldenSignalsFields<R, MatchersFor<R> | Countable, H, readonly B[], Pick<MatchersFor<R>, NoInfer<B>>>;

/**
 * Selects the metrics of the golden signals; a label that one of them lacks does not compile.
 * @throws InvalidInput with every invalid field, or when `traffic` selects a label that is not in `by`
 * @example
 * const signals = goldenSignals({
 *   requests,
 *   errors: { code: matching('5..') },
 *   latency: durations,
 *   by: ['method'],
 * });
 */
export function goldenSignals<
  R extends Countable,
  H extends Histogram,
  const B extends LabelOf<R> & LabelOf<H> = never,
>(props: GoldenSignalsProps<R, H, B>): GoldenSignals {
  const signals = parseInput(goldenSignalsSchema, 'golden signals', props);
  const { by, traffic = {} } = signals;
  const unrecorded = Object.keys(traffic).find((label) => !by.includes(label));
  if (unrecorded !== undefined)
    throw new InvalidInput({
      resource: `golden signals of ${props.requests.name}`,
      path: `traffic.${unrecorded}`,
      message: 'the request rate is not recorded by this label',
      found: unrecorded,
      fix: by.length === 0 ? 'add it to by' : `use one of ${by.join(', ')}, or add it to by`,
    });
  // Rejects labels that a metric lacks here rather than when the rules are printed.
  sumBy<string, string>(by, eventCounter<Countable>(signals.requests, traffic));
  sumBy<string, string>(by, partOf(signals.requests, signals.errors));
  return signals;
}

/** The metrics of golden signals, for checks against a contract. */
export function metricsOf({ requests, errors, latency, inFlight }: GoldenSignals): readonly Metric[] {
  return [requests, ...metricsOfPart(errors), latency, inFlight].filter((metric) => metric !== undefined);
}

const WINDOW = '5m';

/** Interval of the groups: how often dashboards show a new value. */
const INTERVAL = '30s';

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

/** Saturation of a service's own pods, from the kubelet and kube-state-metrics. */
export function saturationQueries(scope: Scope): readonly SignalQuery[] {
  return [
    {
      signal: 'saturation',
      title: 'CPU in use by pod',
      unit: 'cores',
      query: sumBy(
        ['namespace', 'pod'],
        rate(select(platformMetrics.containerCpuSeconds, containersOf(scope)), WINDOW),
      ),
      record: goldenSignalRecords.cpuUsage(scope.name),
    },
    {
      signal: 'saturation',
      title: 'Memory in use by pod, as a share of its limit',
      unit: 'ratio',
      query: memoryUtilization(scope),
      record: goldenSignalRecords.memoryUtilization(scope.name),
    },
  ];
}

/** Working set of each container as a share of its memory limit. */
export function memoryUtilization(scope: Scope): InstantVector<'namespace' | 'pod' | 'container'> {
  const by = ['namespace', 'pod', 'container'] as const;
  const limit = select(platformMetrics.containerResourceLimits, {
    ...containersOf(scope),
    resource: 'memory',
  });
  // max drops the labels in which the two exporters differ, and survives two samples of one container at a restart.
  return div(
    maxBy(by, select(platformMetrics.containerMemoryWorkingSet, containersOf(scope))),
    maxBy(by, limit),
  );
}

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

function groupingOf(scope: Scope, { by }: GoldenSignals): readonly string[] {
  return [...scopeLabels(scope), ...by];
}

function requestRate(scope: Scope, signals: GoldenSignals): InstantVector {
  return sumBy(
    groupingOf(scope, signals),
    rate(eventCounter<Countable>(signals.requests, targetsOf(scope)), WINDOW),
  );
}

/**
 * Failed requests in percent: 0 while nothing has failed yet (no such series exists then), and no sample without
 * traffic, where a plain division would record NaN.
 */
function errorPercentage(scope: Scope, signals: GoldenSignals, requests: InstantVector): InstantVector {
  const failed = partOf(signals.requests, signals.errors, targetsOf(scope));
  const failedRate = sumBy(groupingOf(scope, signals), rate(failed, WINDOW));
  return div(mul(100, or(failedRate, mul(0, requests))), gt(requests, 0));
}

/** Latency quantile. The comparison drops NaN, its value without traffic. */
function latencyQuantile(
  scope: Scope,
  durations: Histogram,
  signals: GoldenSignals,
  quantile: number,
): InstantVector {
  const buckets = rate(bucketsOf(durations, targetsOf(scope)), WINDOW);
  return ge(histogramQuantile(quantile, sumBy([...groupingOf(scope, signals), 'le'], buckets)), 0);
}
