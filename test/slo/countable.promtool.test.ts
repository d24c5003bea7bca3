import { contract } from '../../src/metrics/contract';
import { oneOf } from '../../src/metrics/labels';
import { counter, gauge, histogram, summary } from '../../src/metrics/metric';
import { format, print } from '../../src/promql/print';
import { goldenSignals } from '../../src/rules/golden-signals';
import { goldenSignalQueries } from '../../src/rules/signal-queries';
import { goldenSignalRules } from '../../src/rules/signal-rules';
import { printGroup } from '../../src/rules/rule';
import { availabilitySlo, kindOf, ratioSlo, type Slo } from '../../src/slo/slo';
import { checkRules, testRules, type RuleCase } from '../../src/testing/rule-tests';
import { groupsAt } from './order-api-slos';

const outcome = oneOf('SUCCESS', 'SERVER_ERROR');
const { http, timer, jobs, failed, done, age } = contract({
  // As Micrometer exposes it: nothing but a histogram.
  http: histogram('http_server_requests_seconds', {
    help: '',
    unit: 'seconds',
    labels: { outcome },
    buckets: [0.1, 0.5],
  }),
  timer: summary('consumer_seconds', { help: '', unit: 'seconds', labels: { outcome } }),
  jobs: counter('jobs', { help: 'Jobs that ended' }),
  failed: counter('jobs_failed', { help: 'Jobs that failed' }),
  done: counter('jobs_done', { help: 'Jobs that succeeded' }),
  age: gauge('queue_age_seconds', { help: 'Age', unit: 'seconds' }),
});

const scope = { name: 'order-api', namespace: 'default' };
const base = { objective: 99, period: '30d' } as const;
const errors = { outcome: 'SERVER_ERROR' } as const;

/** Objectives over everything that counts, with the series that their rules count. */
const OBJECTIVES: readonly (readonly [what: string, slo: Slo, all: string, part: string])[] = [
  [
    'errors of a histogram',
    availabilitySlo({ name: 'of-histogram', ...base, requests: http, errors }),
    'http_server_requests_seconds_count{namespace="default", job="order-api"}',
    'http_server_requests_seconds_count{namespace="default", job="order-api", outcome="SERVER_ERROR"}',
  ],
  [
    'errors of a summary',
    availabilitySlo({ name: 'of-summary', ...base, requests: timer, errors }),
    'consumer_seconds_count{namespace="default", job="order-api"}',
    'consumer_seconds_count{namespace="default", job="order-api", outcome="SERVER_ERROR"}',
  ],
  [
    'errors of a second counter',
    availabilitySlo({ name: 'of-two', ...base, requests: jobs, errors: failed }),
    'jobs{namespace="default", job="order-api"}',
    'jobs_failed{namespace="default", job="order-api"}',
  ],
  [
    'bad events of a second counter',
    ratioSlo({ name: 'bad-of-two', ...base, total: jobs, bad: failed }),
    'jobs{namespace="default", job="order-api"}',
    'jobs_failed{namespace="default", job="order-api"}',
  ],
  [
    'good events of a second counter',
    ratioSlo({ name: 'good-of-two', ...base, total: jobs, good: done }),
    'jobs{namespace="default", job="order-api"}',
    'jobs_done{namespace="default", job="order-api"}',
  ],
  [
    'good events by labels',
    ratioSlo({ name: 'good-by-label', ...base, total: timer, good: { outcome: 'SUCCESS' } }),
    'consumer_seconds_count{namespace="default", job="order-api"}',
    'consumer_seconds_count{namespace="default", job="order-api", outcome="SUCCESS"}',
  ],
];

const TARGET = 'namespace="default", job="order-api", pod="order-api-1", instance="10.0.0.1:8000"';
const RECORD = 'order_api:slo_events:count1m';

/** Eight events a scrape for half an hour; two of them are bad from the eleventh minute on. */
const GOOD = '0+8x20 166+6x39';
const BAD = '_x21 2+2x39';
const HISTORY: RuleCase['inputSeries'] = [
  { series: `up{${TARGET}}`, values: '1x60' },
  ...['http_server_requests_seconds', 'consumer_seconds'].flatMap((name) => [
    { series: `${name}_count{${TARGET}, outcome="SUCCESS"}`, values: GOOD },
    { series: `${name}_count{${TARGET}, outcome="SERVER_ERROR"}`, values: BAD },
  ]),
  { series: `jobs{${TARGET}}`, values: '0+8x60' },
  { series: `jobs_failed{${TARGET}}`, values: BAD },
  { series: `jobs_done{${TARGET}}`, values: GOOD },
];

describe('objectives over everything that counts', () => {
  it('count exactly', () =>
    testRules({
      groups: groupsAt(
        'fast',
        OBJECTIVES.map(([, slo]) => slo),
      ).map((group) => ({
        ...group,
        rules: group.rules.filter(({ record }) =>
          /:slo_(read|seen|counted|idle|process|events:)/.test(record ?? ''),
        ),
      })),
      interval: '1m',
      scrapeInterval: '30s',
      cases: [
        {
          name: 'half an hour',
          inputSeries: HISTORY,
          queries: OBJECTIVES.flatMap(([, { name }]) =>
            ['all', 'bad'].map((outcome) => ({
              expr: `sum_over_time(${RECORD}{slo="${name}", outcome="${outcome}"}[1h])`,
              at: '30m',
              expected: [
                {
                  labels: `{namespace="default", job="order-api", slo="${name}", outcome="${outcome}"}`,
                  value: outcome === 'all' ? 60 * 8 : 40 * 2,
                },
              ],
            })),
          ),
        },
      ],
    }));

  it.each(OBJECTIVES)('%s: rules, runbook and dashboards read these series', (_what, slo, all, part) => {
    const kind = kindOf(slo);
    const events = kind.events(slo, scope);
    if (events.by !== 'counter') throw new Error(`${slo.name} counts no events`);
    expect([events.all, events.part.counter].flat().map(({ expr }) => print(expr))).toEqual([all, part]);
    const queries = [...kind.runbook.burn, ...kind.runbook.dataMissing].map((shown) =>
      print(shown.query(slo, scope).expr),
    );
    expect(queries[0]).toContain(part.slice(0, -1));
    expect(queries[1]).toContain(all.slice(0, all.indexOf('{')));
    expect(kind.metrics(slo).map(({ name }) => name)).toContain(all.replace(/(_count)?\{.*/, ''));
  });
});

test('golden signals of two counters have no latency, and promtool accepts them', async () => {
  const signals = goldenSignals({ requests: jobs, errors: failed });
  expect(goldenSignalQueries(scope, signals).map(({ signal }) => signal)).toEqual(['traffic', 'errors']);
  const groups = goldenSignalRules(scope, signals, []);
  expect(groups).toHaveLength(1);
  expect(groups[0]!.rules.map(({ expr }) => format(expr.expr))).toEqual([
    'sum by (namespace, job) (rate(jobs{namespace="default", job="order-api"}[5m]))',
    `100 * (
  sum by (namespace, job) (rate(jobs_failed{namespace="default", job="order-api"}[5m]))
  or
  0 * order_api:requests:rate5m{namespace="default", job="order-api"}
)
/
(order_api:requests:rate5m{namespace="default", job="order-api"} > 0)`,
  ]);
  await checkRules(groups.map(printGroup));
});

test('golden signals of a histogram alone count its requests', () => {
  const signals = goldenSignals({ requests: http, errors, latency: http, by: ['outcome'] });
  const [traffic] = goldenSignalQueries(scope, signals);
  expect(print(traffic!.query.expr)).toBe(
    'sum by (namespace, job, outcome) (rate(http_server_requests_seconds_count{namespace="default", job="order-api"}[5m]))',
  );
});

describe('a wrong objective', () => {
  test.each<readonly [string, () => unknown, string]>([
    [
      'a ratio of nothing',
      () => ratioSlo({ name: 'x', ...base, total: jobs }),
      'SLO "x": neither bad nor good is given (bad). Give one of them: the other events are counted as the rest of total.',
    ],
    [
      'a ratio with both parts',
      () => ratioSlo({ name: 'x', ...base, total: jobs, bad: failed, good: done }),
      'SLO "x": both bad and good are given (bad: ',
    ],
    [
      'a part without a label',
      () => ratioSlo({ name: 'x', ...base, total: timer, bad: {} }),
      'SLO "x": invalid: no label given, so it would be every event; select some, e.g. { result: "ok" }, or name their counter (bad: {}). Correct it.',
    ],
    [
      'counted labels that the second counter lacks',
      () => ratioSlo({ name: 'x', ...base, total: timer, bad: failed, counted: { outcome: 'SERVER_ERROR' } }),
      'the series do not have this label (matchers: "outcome")',
    ],
    [
      'a value that is never counted, of the second counter',
      () =>
        ratioSlo({
          name: 'x',
          ...base,
          total: timer,
          bad: counter('broken', { help: '', labels: { outcome: oneOf('LOST') } }),
          // @ts-expect-error no such value
          counted: { outcome: 'LOST' },
        }),
      'outcome',
    ],
    [
      'a gauge',
      // @ts-expect-error a gauge counts nothing
      () => ratioSlo({ name: 'x', ...base, total: age, bad: failed }),
      'SLO "x": not a counter, histogram or summary (total: ',
    ],
    [
      'golden signals by a label that the counter of errors lacks',
      () => goldenSignals({ requests: timer, errors: failed, by: ['outcome'] }),
      'the series do not have this label',
    ],
  ])('%s is rejected', (_what, build, message) => {
    expect(build).toThrow(message);
  });
});

test('a summary is checked', () => {
  expect(() => summary('x', { help: '', quantiles: [95] })).toThrow(
    'summary "x": a quantile is not between 0 and 1 (quantiles: 95). Write the 95th percentile as 0.95.',
  );
});
