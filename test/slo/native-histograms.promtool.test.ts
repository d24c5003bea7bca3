import {
  isBound,
  nativeHistogram,
  nearestBounds,
  type NativeHistogram,
} from '../../src/metrics/native-histogram';
import { contract } from '../../src/metrics/contract';
import { oneOf } from '../../src/metrics/labels';
import { histogramFraction, nativeSeries, nativeUpTo, not, rate } from '../../src/promql/build';
import { print } from '../../src/promql/print';
import { printGroup, type PrintedGroup } from '../../src/rules/rule';
import { FAST } from '../../src/slo/recordings';
import { errorBudgetQueries } from '../../src/slo/queries';
import { sloRules } from '../../src/slo/rules';
import { availabilitySlo, kindOf, latencySlo, promqlSlo, ratioSlo, type Slo } from '../../src/slo/slo';
import { ruleFailures, type InputSeries, type RuleCase } from '../../src/testing/rule-tests';
import { ENGINE } from '../support/engines';
import { context } from './order-api-slos';

const labels = { endpoint: oneOf('/orders', 'unmatched'), code: oneOf('200', '500') };
const described = { help: 'Time from request to answer.', unit: 'seconds', labels } as const;

/** A native histogram of each kind, with requests of up to 0.25 s and slower ones in a sample of promtool. */
const KINDS: readonly {
  readonly name: string;
  readonly metric: NativeHistogram;
  readonly sample: (fast: number, slow: number) => string;
}[] = [
  {
    // The first bucket ends at 2^-2.
    name: 'schema 0',
    metric: nativeHistogram('a_seconds', { ...described, schema: 0 }),
    sample: (fast, slow) => `{{schema:0 count:${fast + slow} sum:1 offset:-2 buckets:[${fast} ${slow}]}}`,
  },
  {
    // The first bucket ends at 2^(-16/8).
    name: 'schema 3',
    metric: nativeHistogram('b_seconds', { ...described, schema: 3 }),
    sample: (fast, slow) => `{{schema:3 count:${fast + slow} sum:1 offset:-16 buckets:[${fast} ${slow}]}}`,
  },
  {
    name: 'custom buckets',
    metric: nativeHistogram('c_seconds', { ...described, buckets: [0.1, 0.25, 1] }),
    sample: (fast, slow) =>
      `{{schema:-53 count:${fast + slow} sum:1 custom_values:[0.1 0.25 1] buckets:[0 ${fast} ${slow}]}}`,
  },
];

const sloOf = (metric: NativeHistogram) =>
  latencySlo({
    name: metric.name.slice(0, 1),
    objective: 99,
    period: '30d',
    durations: metric,
    counted: { endpoint: not('unmatched') },
    threshold: 0.25,
  });

const SLOS = KINDS.map(({ metric }) => sloOf(metric));

/** Every other kind of objective counts the observations of a native histogram. */
const total = KINDS[0]!.metric;
const failures = nativeHistogram('d_seconds', { ...described, schema: 0 });
const base = { objective: 99, period: '30d', counted: { endpoint: not('unmatched') } } as const;
const COUNTED: readonly Slo[] = [
  availabilitySlo({ name: 'by-label', ...base, requests: total, errors: { code: '500' } }),
  availabilitySlo({ name: 'by-metric', ...base, requests: total, errors: failures }),
  ratioSlo({ name: 'good', ...base, total, good: { code: '200' } }),
  promqlSlo({
    name: 'promql',
    objective: 99,
    period: '30d',
    metrics: contract({ total, failures }),
    total: `histogram_count(a_seconds{endpoint!="unmatched"})`,
    bad: 'histogram_count(d_seconds{endpoint!="unmatched"})',
  }),
];

const groups: readonly PrintedGroup[] = sloRules(context, [...SLOS, ...COUNTED])
  .filter(({ interval }) => interval === FAST.every)
  .map(printGroup);

type Scrape = readonly [fast: number, slow: number] | 'stale' | '_';

/** The same history in a histogram of each kind. */
const histories = (scrapes: readonly Scrape[], labels = 'endpoint="/orders"'): readonly InputSeries[] =>
  KINDS.map(({ metric, sample }) => ({
    series: `${metric.name}{${TARGET}, ${labels}}`,
    values: scrapes.map((scrape) => (typeof scrape === 'string' ? scrape : sample(...scrape))).join(' '),
  }));

const TARGET = 'namespace="default", job="order-api", pod="order-api-1", instance="10.0.0.1:8000"';
const up = { series: `up{${TARGET}}`, values: '1x60' };
const upButOnce = { ...up, values: '1x9 0 1x50' };
const rising = (length: number, fast: number, slow: number, from: readonly [number, number] = [0, 0]) =>
  Array.from({ length }, (_, index): Scrape => [from[0] + fast * index, from[1] + slow * index]);

const CASES: readonly {
  readonly name: string;
  readonly series: readonly InputSeries[];
  readonly all: number;
  readonly bad: number;
}[] = [
  {
    name: 'bad events are those above the threshold',
    series: histories(rising(21, 7, 3)),
    all: 200,
    bad: 60,
  },
  {
    name: 'no bad events are 0',
    series: histories(rising(21, 1, 0)),
    all: 20,
    bad: 0,
  },
  {
    name: 'a series without observations does not hide the others',
    series: [...histories(rising(21, 1, 1)), ...histories(rising(21, 0, 0), 'endpoint="/carts"')],
    all: 40,
    bad: 20,
  },
  {
    name: 'what does not count is left out',
    series: [...histories(rising(21, 1, 1)), ...histories(rising(21, 50, 50), 'endpoint="unmatched"')],
    all: 40,
    bad: 20,
  },
  {
    name: 'a restart counts what was before and after it',
    series: histories([...rising(11, 7, 3), ...rising(11, 2, 1)]),
    all: 130,
    bad: 40,
  },
  {
    name: 'a failed scrape loses nothing',
    series: [upButOnce, ...histories([...rising(10, 9, 1), 'stale', ...rising(10, 9, 1, [99, 11])])],
    all: 200,
    bad: 20,
  },
];

/** One label of the order API that the metrics of this file do not declare; promtool does not mind. */
const query = (name: string, outcome: 'all' | 'bad', value: number) => ({
  expr: `sum_over_time(order_api:slo_events:count1m{slo="${name}", outcome="${outcome}"}[1h])`,
  at: '14m',
  expected: [
    { labels: `{namespace="default", job="order-api", slo="${name}", outcome="${outcome}"}`, value },
  ],
});

const cases = CASES.map(({ name, series, all, bad }): RuleCase => ({
  name,
  inputSeries: [up, ...series],
  queries: SLOS.flatMap((slo) => [query(slo.name, 'all', all), query(slo.name, 'bad', bad)]),
}));

/** 10 requests a minute, of which 1 fails from 2 minutes on; the process restarts in between. */
const failing = {
  name: 'a restart loses no request of other kinds of objectives',
  inputSeries: [
    up,
    ...histories([...rising(11, 9, 0), ...rising(11, 4, 0)], 'endpoint="/orders", code="200"'),
    ...histories([...rising(11, 1, 0), ...rising(11, 2, 0)], 'endpoint="/orders", code="500"'),
    ...histories(rising(21, 50, 0), 'endpoint="unmatched", code="500"'),
    {
      series: `d_seconds{${TARGET}, endpoint="/orders", code="500"}`,
      values: [...rising(11, 1, 0), ...rising(11, 2, 0)]
        .map(([fast, slow]) => KINDS[0]!.sample(Number(fast), Number(slow)))
        .join(' '),
    },
  ],
  queries: COUNTED.flatMap(({ name }) => [query(name, 'all', 160), query(name, 'bad', 30)]),
};

/** Prometheus 2 stores the classic series of the page, whatever the metric table declares. */
const notStored = {
  name: 'an alert fires where Prometheus stores no native histograms',
  inputSeries: [
    up,
    { series: `a_seconds_count{${TARGET}, endpoint="/orders", code="200"}`, values: '0+9x60' },
  ],
  queries: COUNTED.map(({ name }) => ({
    expr: `count(ALERTS{alertname="OrderApiSloDataMissing", alertstate="firing", slo="${name}"})`,
    at: '30m',
    expected: [{ labels: '{}', value: 1 }],
  })),
};

/** What promtool says: 2.42 has no notation for native histograms. */
const OUTCOME: unknown =
  ENGINE.version[0] < 3 ? expect.stringContaining('unexpected character in series sequence') : undefined;

let results: ReadonlyMap<string, string>;
beforeAll(async () => {
  results = await ruleFailures({
    groups,
    interval: '1m',
    scrapeInterval: '30s',
    cases: [...cases, failing, notStored],
  });
});

test.each([...CASES, failing])('$name', ({ name }) => {
  expect(results.get(name)).toEqual(OUTCOME);
});

test(`${notStored.name}, and loads the rules`, () => {
  expect(results.get(notStored.name)).toBeUndefined();
});

test('queries over scraped series give the share of bad requests', async () => {
  const [, exact] = SLOS;
  const [errorRate] = errorBudgetQueries(context, [exact!]);
  const suite = {
    groups: [],
    interval: '1m',
    scrapeInterval: '30s',
    cases: [
      {
        name: 'one of four requests is slow',
        inputSeries: [up, ...histories(rising(21, 3, 1))],
        queries: [
          {
            expr: print(errorRate!.query.expr),
            at: '10m',
            expected: [{ labels: '{namespace="default", job="order-api"}', value: 25 }],
          },
        ],
      },
    ],
  };
  expect((await ruleFailures(suite)).get('one of four requests is slow')).toEqual(OUTCOME);
});

test('expressions', () => {
  const [{ metric }] = KINDS as [(typeof KINDS)[number]];
  const series = nativeUpTo(metric, 0.25, { job: 'order-api' });
  expect(print(series.events!(series).expr)).toBe(
    'histogram_fraction(-Inf, 0.25, a_seconds{job="order-api"}) * histogram_count(a_seconds{job="order-api"}) >= 0',
  );
  expect(print(histogramFraction(0, 1, rate(nativeSeries(metric), '5m')).expr)).toBe(
    'histogram_fraction(0, 1, rate(a_seconds[5m]))',
  );
});

test.each([
  [{ schema: 0 }, 0.25, [0.25]],
  [{ schema: 0 }, 0.3, [0.25, 0.5]],
  [{ schema: -1 }, 0.5, [0.25, 1]],
  [{ schema: 3 }, 0.3, [0.29730177875068026, 0.3242098886627524]],
  [{ schema: 8 }, 8, [8]],
  [{ schema: 3 }, 2 ** 0.125, [2 ** 0.125]],
  [{ schema: 3 }, 0, []],
  [{ bounds: [0.1, 0.25, 1] }, 0.25, [0.25]],
  [{ bounds: [0.1, 0.25, 1] }, 0.3, [0.25, 1]],
  [{ bounds: [0.1, 0.25, 1] }, 0.01, [0.1]],
  [{ bounds: [0.1, 0.25, 1] }, 2, [1]],
])('the bounds of %j next to %d are %j', (buckets, value, expected) => {
  expect(nearestBounds(buckets, value)).toEqual(expected);
  expect(isBound(buckets, value)).toBe(expected.length === 1 && expected[0] === value);
});

test.each([
  [nativeHistogram('a_seconds', { ...described, schema: 1 }), 'Use 0.25 or 0.35355339059327373'],
  [nativeHistogram('a_seconds', { ...described, buckets: [0.1, 0.5] }), 'Use 0.1 or 0.5'],
])('a threshold between two bounds is rejected, naming them', (durations, fix) => {
  expect(() =>
    latencySlo({ name: 'latency', objective: 99, period: '30d', durations, threshold: 0.3 }),
  ).toThrow(
    `the native histogram a_seconds has no bucket with this bound, so requests within the threshold could only be estimated (threshold: 0.3). ${fix}.`,
  );
  expect(() => nativeUpTo(durations, 0.3)).toThrow(fix);
});

test.each([
  [{ schema: 9 }, 'unknown schema'],
  [{ schema: 0.5 }, 'unknown schema'],
  [{ buckets: [] }, 'neither schema nor buckets given'],
  [{ buckets: [1, 1] }, 'bucket bounds are not finite and strictly ascending'],
  [{ buckets: [1, Infinity] }, 'bucket bounds are not finite and strictly ascending'],
])('%j is rejected: %s', (buckets, message) => {
  expect(() => nativeHistogram('a_seconds', { ...described, ...buckets })).toThrow(message);
});

test('a bound that no schema has is rejected', () => {
  const [{ metric }] = KINDS as [(typeof KINDS)[number]];
  expect(() => nativeUpTo(metric, 0)).toThrow('Use a bound above 0.');
  expect(() =>
    latencySlo({ name: 'latency', objective: 99, period: '30d', durations: metric, threshold: 0 }),
  ).toThrow('Use a threshold above 0.');
});

test('runbooks ask for the quantile and the series', () => {
  const [slo] = SLOS;
  const { burn, dataMissing } = kindOf(slo!).runbook;
  expect([...burn, ...dataMissing].map((shown) => print(shown.query(slo!, context).expr)))
    .toMatchInlineSnapshot(`
[
  "histogram_quantile(0.99, sum by (endpoint, code) (rate(a_seconds{endpoint!="unmatched", namespace="default", job="order-api"}[5m])))",
  "count by (namespace, job) (a_seconds{namespace="default", job="order-api"})",
]
`);
});
