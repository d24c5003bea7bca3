import { placeServices } from '../../src/catalog/placement';
import { pushed } from '../../src/catalog/scrape/pushed';
import { defineService } from '../../src/catalog/service';
import { contract } from '../../src/metrics/contract';
import { oneOf } from '../../src/metrics/labels';
import { counter, gauge, histogram, summary } from '../../src/metrics/metric';
import { nativeHistogram } from '../../src/metrics/native-histogram';
import { print } from '../../src/promql/print';
import { dataMissingAlert } from '../../src/slo/alerts';
import { errorBudgetQueries } from '../../src/slo/queries';
import { kindOf, promqlSlo, type Slo } from '../../src/slo/slo';
import { testRules, type InputSeries } from '../../src/testing/rule-tests';
import { testEnvironment } from '../support/catalog';
import { context, groupsAt } from './order-api-slos';

const code = oneOf('200', '404', '500');
const metrics = contract({
  http: counter('http_requests_total', { help: 'Requests', labels: { code } }),
  calls: counter('rpc_calls_total', { help: 'Calls', labels: { code } }),
  failed: counter('rpc_failed_total', { help: 'Failed calls' }),
  wait: histogram('wait_seconds', { help: 'Wait', unit: 'seconds', buckets: [0.25, 1] }),
  work: summary('work_seconds', { help: 'Work', unit: 'seconds' }),
  native: nativeHistogram('native_seconds', { help: 'Wait', unit: 'seconds', schema: 3 }),
  age: gauge('queue_age_seconds', { help: 'Age', unit: 'seconds' }),
});
const base = { objective: 99, period: '30d', metrics } as const;

/** Objectives, with what HISTORY holds of their events. */
const OBJECTIVES: readonly (readonly [slo: Slo, all: number, bad: number])[] = [
  [
    promqlSlo({
      name: 'two-counters',
      ...base,
      total: 'sum by (namespace, job) (http_requests_total{code!="404"}) + rpc_calls_total',
      bad: 'http_requests_total{code="500"} + rpc_failed_total',
    }),
    100 + 15 + 8 + 120 + 60,
    15 + 8 + 13,
  ],
  [
    promqlSlo({
      name: 'one-counter',
      ...base,
      total: 'http_requests_total{job="order-api", code=~"[2-5].*", code!="404"}',
      bad: 'sum without (pod, instance, code) (http_requests_total{code="500"})',
    }),
    100 + 15 + 8,
    15 + 8,
  ],
  [
    promqlSlo({
      name: 'equal-labels',
      ...base,
      total: 'sum by (namespace, job, pod) (rpc_calls_total + rpc_calls_total{code="200"})',
      good: 'rpc_calls_total{code="200"} + rpc_calls_total{code="200"}',
    }),
    180 + 180,
    0,
  ],
  [
    promqlSlo({
      name: 'buckets',
      ...base,
      total: 'wait_seconds_count + work_seconds_count',
      good: 'wait_seconds_bucket{le="0.25"} + work_seconds_count',
    }),
    60 + 30,
    60 - 40,
  ],
];

const T = 'namespace="default", job="order-api"';
const of = (name: string, pod: string, values: string, more = ''): InputSeries => ({
  series: `${name}{${T}, pod="${pod}", instance="${pod}"${more}}`,
  values,
});

/** Scrapes every 30 seconds for 40 minutes; rules every minute. */
const HISTORY: readonly InputSeries[] = [
  of('up', 'a', '1x80'),
  of('up', 'b', '1x80'),
  // 50 in 50 scrapes on each pod; the process of b restarts after 40 scrapes.
  of('http_requests_total', 'a', '0+1x50 50x29', ', code="200"'),
  of('http_requests_total', 'b', '0+1x40 1+1x9 10x29', ', code="200"'),
  of('http_requests_total', 'a', '0+7x79', ', code="404"'),
  // 15 from 0 on, in a known target.
  of('http_requests_total', 'a', '_x20 3+3x4 15x54', ', code="500"'),
  // 8, in a series that the exporter expires while it is idle, and exposes again.
  of('http_requests_total', 'b', '0+1x8 8x2 stale _x9 8x15 stale', ', code="500"'),
  // 2 a scrape for 60 scrapes; and 1 a scrape for 40 before the restart and 20 after it.
  of('rpc_calls_total', 'a', '0+2x60 120x19', ', code="200"'),
  of('rpc_calls_total', 'b', '0+1x40 1+1x19 20x19', ', code="200"'),
  of('rpc_failed_total', 'a', '_x30 13x49'),
  of('wait_seconds_bucket', 'a', '0+1x40 40x39', ', le="0.25"'),
  of('wait_seconds_count', 'a', '0+1x60 60x19'),
  of('work_seconds_count', 'b', '0+1x30 30x10 0x38'),
];

const RECORD = 'order_api:slo_events:count1m';
const labelsOf = (slo: string) => ({
  namespace: 'default',
  job: 'order-api',
  service: 'order-api',
  team: 'orders',
  slo,
});

test('sums of counters count exactly, and their alerts fire and stay silent', () =>
  testRules({
    groups: groupsAt(
      'fast',
      OBJECTIVES.map(([slo]) => slo),
    ).filter(({ name }) => !name.endsWith('status')),
    interval: '1m',
    scrapeInterval: '30s',
    cases: [
      {
        name: 'forty minutes with a restart',
        inputSeries: HISTORY,
        queries: OBJECTIVES.flatMap(([{ name }, ...counts]) =>
          ['all', 'bad'].map((outcome, index) => ({
            expr: `sum_over_time(${RECORD}{slo="${name}", outcome="${outcome}"}[1h])`,
            at: '40m',
            expected: [{ labels: `{${T}, slo="${name}", outcome="${outcome}"}`, value: counts[index]! }],
          })),
        ),
      },
      {
        name: 'one of two counters shows that half of the events fail',
        inputSeries: [
          of('up', 'a', '1x80'),
          of('http_requests_total', 'a', '0+5x80', ', code="200"'),
          of('rpc_calls_total', 'a', '0+5x80', ', code="200"'),
          of('rpc_failed_total', 'a', '0x39 0+5x40'),
        ],
        alerts: [
          { at: '19m', alert: 'OrderApiErrorBudgetBurn', expected: [] },
          {
            at: '40m',
            alert: 'OrderApiErrorBudgetBurn',
            expected: [
              {
                labels: {
                  ...labelsOf('two-counters'),
                  severity: 'critical',
                  long: '1h',
                  short: '5m',
                  budget: '2%',
                },
              },
            ],
          },
          {
            at: '40m',
            alert: 'OrderApiSloDataMissing',
            expected: [{ labels: { ...labelsOf('buckets'), severity: 'warning' } }],
          },
        ],
      },
    ],
  }));

const scope = { name: 'order-api', namespace: 'default' };
const [[twoCounters], [oneCounter]] = OBJECTIVES as readonly [(typeof OBJECTIVES)[0], (typeof OBJECTIVES)[1]];

test('queries read every counter, and keep apart those with equal labels', () => {
  const read = (slo: Slo) => {
    const [burn, missing] = [...kindOf(slo).runbook.burn, ...kindOf(slo).runbook.dataMissing];
    return [
      burn!.query(slo, scope),
      missing!.query(slo, scope),
      errorBudgetQueries(scope, [slo])[0]!.query,
    ].map(({ expr }) => print(expr).replaceAll(T, 'S'));
  };
  expect(read(oneCounter)).toEqual([
    'sum by (code) (rate(http_requests_total{code="500", S}[5m]))',
    'count by (pod) (http_requests_total{code=~"[2-5].*", code!="404", S})',
    '100 * ((sum by (namespace, job) (rate(http_requests_total{code="500", S}[5m])) or 0 * sum by (namespace, job) (rate(http_requests_total{code=~"[2-5].*", code!="404", S}[5m]))) / (sum by (namespace, job) (rate(http_requests_total{code=~"[2-5].*", code!="404", S}[5m])) > 0))',
  ]);
  const [burn, missing, now] = read(twoCounters);
  expect(burn).toBe(
    'sum by (code, addend) (label_replace(rate(http_requests_total{code="500", S}[5m]), "addend", "http_requests_total", "", "") or label_replace(rate(rpc_failed_total{S}[5m]), "addend", "rpc_failed_total", "", ""))',
  );
  expect(missing).toContain('count by (pod, addend)');
  expect(now).toContain('"addend", "rpc_calls_total"');
  expect(kindOf(twoCounters).metrics(twoCounters)).toEqual([metrics.http, metrics.calls, metrics.failed]);
  expect(kindOf(twoCounters).promise(twoCounters)).toBe('are good');
  expect(kindOf(twoCounters).limits(twoCounters)).toEqual({});
});

test('native histograms are counted by histogram_count, and buckets in every spelling', () => {
  const slo = promqlSlo({
    name: 'native',
    ...base,
    total: 'histogram_count(native_seconds) + wait_seconds_count',
    bad: 'wait_seconds_bucket{le="1"}',
  });
  const events = kindOf(slo).events(slo, scope);
  if (events.by !== 'counter') throw new Error('counts no events');
  expect(events.part.counter.map(({ expr }) => print(expr))).toEqual([
    'wait_seconds_bucket{namespace="default", job="order-api", le=~"1|1\\\\.0"}',
  ]);
  expect(print(events.badRatio((series) => series, '5m').expr)).toContain('histogram_count(native_seconds{');
});

test('series of a total without the label that selects bad ones open a ticket', () => {
  const text = print(dataMissingAlert(context, twoCounters).expr.expr);
  expect(text).toContain(`http_requests_total{code!="404", ${T}, code=""}`);
  expect(text).not.toContain('rpc_calls_total{');
});

const withTotal = (total: string) => () => promqlSlo({ name: 'a', ...base, total, bad: 'rpc_failed_total' });

test.each<[make: () => unknown, message: string]>([
  [
    withTotal('sum(rate(http_requests_total{code="200"}[5m]))'),
    'SLO "a": rate estimates the increase of a counter, and the rules count it exactly (total: "rate(http_requests_total{code=\\"200\\"}[5m])"). Give the counter itself: http_requests_total{code="200"}.',
  ],
  [
    withTotal('ceil(rpc_failed_total)'),
    'SLO "a": ceil does not keep counts of events (total: "ceil(rpc_failed_total)"). Write a sum of counters, e.g. sum by (namespace, job) (requests_total) + jobs_total.',
  ],
  [
    withTotal('http_requests_total - rpc_failed_total'),
    'SLO "a": a difference of counters can fall, and then looks like a restart (total: "http_requests_total - rpc_failed_total"). Leave events out by their labels, or give total: http_requests_total, and what is left without rpc_failed_total as bad or good.',
  ],
  [
    withTotal('rpc_failed_total / http_requests_total'),
    'SLO "a": a ratio counts no events (total: "rpc_failed_total / http_requests_total"). Give total: http_requests_total, and rpc_failed_total as bad or good.',
  ],
  [
    withTotal('rpc_failed_total or http_requests_total'),
    'SLO "a": or drops series on the right whose labels are on the left too (total: "rpc_failed_total or http_requests_total"). Add counters with +: a counter without series counts as 0.',
  ],
  [
    withTotal('rpc_calls_total > 5'),
    'SLO "a": a comparison is a condition and counts no events (total: "rpc_calls_total > 5"). Use timeSliceSlo({ ... }), which counts the minutes in which it holds.',
  ],
  [withTotal('2 * rpc_calls_total'), 'SLO "a": * does not keep counts of events'],
  [
    withTotal('rpc_calls_total + on (pod) group_left rpc_failed_total'),
    'SLO "a": group_left and group_right repeat events',
  ],
  [
    withTotal('max by (job) (rpc_calls_total)'),
    'SLO "a": max does not add up events (total: "max by (job) (rpc_calls_total)"). Use sum, or leave the aggregation out.',
  ],
  [withTotal('rpc_calls_total[5m]'), 'SLO "a": not a sum of counters (total: "rpc_calls_total[5m]")'],
  [withTotal('rpc_calls_total + 1'), 'SLO "a": not a sum of counters (total: "1")'],
  [
    withTotal('{__name__=~"rpc.*"}'),
    'SLO "a": the selector has no metric name (total: "{__name__=~\\"rpc.*\\"}"). Add one selector for each metric with +.',
  ],
  [
    withTotal('rpc_failed_total offset 5m'),
    'SLO "a": events are counted as they happen, and offset and @ read another time (total: "rpc_failed_total offset 5m"). Write rpc_failed_total.',
  ],
  [withTotal('rpc_failed_total @ 5'), 'Write rpc_failed_total.'],
  [
    withTotal('rpc_call_total'),
    'SLO "a": the metric table has no series rpc_call_total (total: "rpc_call_total"). Use one of http_requests_total, rpc_calls_total, rpc_failed_total, wait_seconds_count, work_seconds_count, histogram_count(native_seconds), or add the metric to the table.',
  ],
  [
    withTotal('queue_age_seconds'),
    'SLO "a": queue_age_seconds is a gauge, whose increases are not events (total: "queue_age_seconds"). Name a counter, or judge the gauge once a minute with timeSliceSlo({ ... }).',
  ],
  [
    withTotal('wait_seconds_sum'),
    'SLO "a": this series of the histogram wait_seconds does not count events (total: "wait_seconds_sum"). Use wait_seconds_count, or wait_seconds_bucket with le="0.25" or le="1".',
  ],
  [withTotal('wait_seconds_bucket'), 'SLO "a": this series of the histogram wait_seconds does not count'],
  [withTotal('wait_seconds_bucket{le="0.5"}'), 'Use wait_seconds_count, or wait_seconds_bucket with'],
  [withTotal('wait_seconds_bucket{le=~"0.25|1"}'), 'Use wait_seconds_count, or wait_seconds_bucket with'],
  [withTotal('wait_seconds_bucket{le="1", le!="2"}'), 'Use wait_seconds_count, or wait_seconds_bucket'],
  [
    withTotal('work_seconds_sum'),
    'SLO "a": this series of the summary work_seconds does not count events (total: "work_seconds_sum"). Use work_seconds_count.',
  ],
  [withTotal('native_seconds'), 'Use histogram_count(native_seconds).'],
  [withTotal('native_seconds_count'), 'Use histogram_count(native_seconds).'],
  [withTotal('histogram_count(rpc_calls_total)'), 'Use rpc_calls_total.'],
  [withTotal('histogram_count(rate(native_seconds[5m]))'), 'SLO "a": histogram_count does not keep counts'],
  [withTotal('http_requests_total{status="200"}'), 'the series do not have this label (matchers: "status")'],
  [withTotal('http_requests_total{code="503"}'), 'the label never has this value (label code: "503")'],
  [
    withTotal('http_requests_total{code!~".*"}'),
    'SLO "a": no value of the label matches, so no event would be counted (total: ".*"). Allow one of 200, 404, 500.',
  ],
  [withTotal('sum(http_requests_total'), 'SLO "a": invalid PromQL: '],
  [withTotal('limitk(2, rpc_calls_total)'), 'SLO "a": invalid PromQL: '],
  [withTotal(5 as never), 'SLO "a": not a PromQL expression (total: 5).'],
  [
    () => promqlSlo({ name: 'a', ...base, total: 'rpc_calls_total' }),
    'SLO "a": neither bad nor good is given (bad). Give one of them',
  ],
  [
    () => promqlSlo({ name: 'a', ...base, total: 'rpc_calls_total', bad: 'x', good: 'y' }),
    'SLO "a": both bad and good are given',
  ],
  [
    () => promqlSlo({ name: 'a', ...base, total: 'rpc_calls_total', bad: 'rpc_calls_total' }),
    'SLO "a": the same expression as total, so that every event would be bad (bad: "rpc_calls_total"). Select some of the events by their labels, or name their counter.',
  ],
  [
    () => promqlSlo({ name: 'a', ...base, total: 'rpc_calls_total', good: 'rpc_calls_total' }),
    'so that every event would be good (good: ',
  ],
  [
    () => promqlSlo({ name: 'a', ...base, metrics: 'x' as never, total: 'a', bad: 'b' }),
    'SLO "a": not a metric table (metrics: "x"). Give the one that is built with contract({ ... }).',
  ],
  [
    () => promqlSlo({ name: 'a', ...base, metrics: { age: metrics.age }, total: 'a', bad: 'age' }),
    'SLO "a": the metric table has no series a (total: "a"). Add its counter to the table.',
  ],
])('%# is rejected with one sentence', (make, message) => {
  expect(make).toThrow(message);
});

describe('where a service runs', () => {
  const place = (total: string, scrape?: ReturnType<typeof pushed>) => () =>
    placeServices(
      [
        defineService({
          name: 'order-api',
          team: 'orders',
          workload: 'external',
          port: 8080,
          metrics,
          slos: [promqlSlo({ name: 'a', ...base, total, bad: 'rpc_failed_total' })],
          ...(scrape === undefined ? {} : { scrape }),
        }),
      ],
      testEnvironment,
    );

  test.each([
    [
      'sum(rpc_calls_total)',
      'SLO "a": the aggregation drops namespace and job, by which the series of the service are selected (total: "sum(rpc_calls_total)"). Keep namespace and job, or leave the aggregation out: events are added up for each service.',
    ],
    ['sum by (job) (rpc_calls_total)', 'SLO "a": the aggregation drops namespace, by which'],
    ['sum without (job, pod) (rpc_calls_total)', 'SLO "a": the aggregation drops job, by which'],
    [
      'rpc_calls_total{job="shop", code="200"}',
      'SLO "a": selects no series of the service, which have job="order-api" (total: "rpc_calls_total{job=\\"shop\\", code=\\"200\\"}"). Remove the matcher of job: those of the service are added.',
    ],
  ])('%s is rejected', (total, message) => {
    expect(place(total)).toThrow(message);
  });

  test('the labels of pushed series are those to keep', () => {
    const scrape = pushed({ labels: { service_name: 'orders' }, instance: 'service_instance_id' });
    expect(place('sum by (namespace, job) (rpc_calls_total)', scrape)).toThrow(
      'the aggregation drops service_name, by which',
    );
    expect(place('sum by (service_name) (rpc_calls_total)', scrape)).not.toThrow();
  });

  test('what is given twice is selected once', () => {
    const [service] = place('sum by (namespace, job) (rpc_calls_total{job="order-api"})')();
    const events = kindOf(service!.slos[0]!).events(service!.slos[0]!, service!);
    if (events.by !== 'counter') throw new Error('counts no events');
    expect(print(events.all[0].expr)).toBe('rpc_calls_total{namespace="default", job="order-api"}');
  });
});
