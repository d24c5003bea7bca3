import { contract } from '../../src/metrics/contract';
import { oneOf } from '../../src/metrics/labels';
import { counter, gauge } from '../../src/metrics/metric';
import { matching } from '../../src/promql/build';
import type { AlertContext } from '../../src/rules/alert';
import { isAlert, printGroup } from '../../src/rules/rule';
import { FAST } from '../../src/slo/recordings';
import { sloRules } from '../../src/slo/rules';
import { availabilitySlo } from '../../src/slo/slo';
import { ruleFailures, type InputSeries, type RuleCase } from '../../src/testing/rule-tests';
import { print } from '../../src/promql/print';
import { pushedSeries } from '../rules/proofs/pushed';

const metrics = contract({
  requests: counter('http_requests_total', { help: 'Requests.', labels: { code: oneOf('200', '500') } }),
  queue: gauge('queue_length', { help: 'Messages that wait.' }),
});
const start = gauge('process_start_time_seconds', { help: 'Start of the process.', unit: 'seconds' });

const slo = availabilitySlo({
  name: 'availability',
  objective: 99,
  period: '30d',
  requests: metrics.requests,
  errors: { code: matching('5..') },
});

const contextWith = (exposed: readonly (typeof start | (typeof metrics)[keyof typeof metrics])[]) =>
  ({
    name: 'order-api',
    namespace: 'default',
    team: 'orders',
    runbooks: 'https://runbooks.example.com',
    pushed: {
      labels: { service_namespace: 'shop', service_name: 'order-api' },
      instance: 'instance',
      metrics: exposed,
    },
  }) satisfies AlertContext;

const groupsOf = (context: AlertContext) =>
  sloRules(context, [slo]).filter(({ interval }) => interval === FAST.every);

const without = contextWith(Object.values(metrics));
const withStart = contextWith([...Object.values(metrics), start]);

const requests = (code: string, values: string, instance = 'a1') =>
  pushedSeries('http_requests_total', values, { instance, labels: `, code="${code}"` });
const queue = (values: string, instance = 'a1') => pushedSeries('queue_length', values, { instance });
const started = (values: string, instance = 'a1') =>
  pushedSeries('process_start_time_seconds', values, { instance });

interface CountingCase {
  readonly name: string;
  /** One sample every 30 seconds. */
  readonly inputSeries: readonly InputSeries[];
  readonly all: number;
  readonly bad: number;
}

const COUNTING: readonly CountingCase[] = [
  {
    name: 'what a process had counted before its first sample is unknown, and what it counts from then on is not',
    inputSeries: [requests('200', '50+10x30')],
    all: 300,
    bad: 0,
  },
  {
    name: 'the first errors of a known process count from the first one on',
    inputSeries: [requests('200', '0+10x40'), requests('500', '_x9 3 7 7 9x28')],
    all: 409,
    bad: 9,
  },
  {
    name: 'the first request of a process that pushes another series counts',
    inputSeries: [queue('0x40'), requests('200', '_x9 5x30')],
    all: 5,
    bad: 0,
  },
  {
    name: 'a restart in place counts what came before and after it',
    inputSeries: [requests('200', '0+10x10 0+2x10 20x10')],
    all: 120,
    bad: 0,
  },
  {
    name: 'series that stay away for eight minutes are not counted twice',
    inputSeries: [requests('200', '0+10x19 _x16 360+10x20')],
    all: 560,
    bad: 0,
  },
  {
    name: 'an idle series that expires and comes back is not counted twice',
    inputSeries: [queue('0x80'), requests('200', '0x9 400x10 stale _x30 401x20')],
    all: 401,
    bad: 0,
  },
  {
    name: 'two processes are counted apart, and one that ends takes nothing with it',
    inputSeries: [requests('200', '0+10x15 stale', 'a1'), requests('200', '0+10x40', 'b2')],
    all: 550,
    bad: 0,
  },
];

const cases = COUNTING.map(({ name, inputSeries, all, bad }): RuleCase => ({
  name,
  inputSeries,
  queries: (['all', 'bad'] as const).map((outcome) => ({
    expr: `sum by (service_namespace, service_name) (sum_over_time(order_api:slo_events:count1m{outcome="${outcome}"}[1h]))`,
    at: '45m',
    expected: [
      {
        labels: '{service_namespace="shop", service_name="order-api"}',
        value: outcome === 'all' ? all : bad,
      },
    ],
  })),
}));

const dataMissing = {
  labels: {
    severity: 'warning',
    team: 'orders',
    service: 'order-api',
    namespace: 'default',
    slo: 'availability',
    service_namespace: 'shop',
    service_name: 'order-api',
  },
  annotations: {
    summary: 'The error budget of order-api is no longer measured.',
    description:
      'Series of order-api in namespace default arrive, but not those that the objective availability counts, or without a label by which it counts. Its alerts cannot fire.',
    runbook_url: 'https://runbooks.example.com/slo-data-missing.md',
  },
};

const alert = 'OrderApiSloDataMissing';
const alerts: readonly RuleCase[] = [
  {
    name: 'it fires when the counted series are gone and others still arrive',
    inputSeries: [queue('0x200'), requests('200', '0+10x80 stale')],
    alerts: [
      { at: '50m', alert, expected: [] },
      { at: '53m', alert, expected: [dataMissing] },
    ],
  },
  {
    name: 'it fires when the label of errors is gone',
    inputSeries: [pushedSeries('http_requests_total', '0+10x80')],
    alerts: [{ at: '12m', alert, expected: [dataMissing] }],
  },
  {
    name: 'it stays silent before the first request, which brings the series',
    inputSeries: [queue('0x200')],
    alerts: [{ at: '60m', alert, expected: [] }],
  },
  {
    name: 'it stays silent when nothing arrives at all, which SeriesMissing is for',
    inputSeries: [queue('0x80 stale'), requests('200', '0+10x80 stale')],
    alerts: [{ at: '60m', alert, expected: [] }],
  },
];

/** Processes say when they have started: what a new one counts is known from its first sample on. */
const startCases: readonly RuleCase[] = [
  {
    name: 'a process that starts while another one is known counts from 0',
    inputSeries: [
      started('0x60', 'a1'),
      requests('200', '0+10x40', 'a1'),
      started('_x20 600x40', 'b2'),
      requests('200', '_x20 30+10x20', 'b2'),
    ],
    queries: [
      {
        expr: 'sum(sum_over_time(order_api:slo_events:count1m{outcome="all"}[1h]))',
        at: '30m',
        expected: [{ labels: '{}', value: 400 + 230 }],
      },
    ],
  },
];

describe.each([
  { which: 'events of pushed series', context: without, run: cases },
  { which: 'SloDataMissing of pushed series', context: without, run: alerts },
  { which: 'events of pushed series with start times', context: withStart, run: startCases },
])('$which', ({ context, run }) => {
  let failures: ReadonlyMap<string, string>;

  beforeAll(async () => {
    failures = await ruleFailures({
      groups: groupsOf(context).map(printGroup),
      interval: '1m',
      scrapeInterval: '30s',
      cases: run,
    });
  });

  it.each(run.map(({ name }) => name))('%s', (name) => {
    expect(failures.get(name)).toBeUndefined();
  });
});

test('no rule reads a series that scrapes alone have', () => {
  const read = (context: AlertContext) =>
    sloRules(context, [slo]).flatMap(({ rules }) => rules.map(({ expr }) => print(expr.expr)));
  const foreign = /(?<!\w)(up|process_start_time_seconds|namespace|job|pod)(?!\w)/;
  expect(read(without).filter((text) => foreign.test(text))).toEqual([]);
  expect(read(withStart).some((text) => text.includes('process_start_time_seconds'))).toBe(true);
});

test('every recorded series keeps the scope and has no other target label', () => {
  const recordings = groupsOf(without).flatMap(({ rules }) => rules.filter((rule) => !isAlert(rule)));
  expect(recordings.length).toBeGreaterThan(0);
  for (const { expr, labels = {} } of recordings) {
    const names = [...expr.labels, ...Object.keys(labels)];
    expect(names).toEqual(expect.arrayContaining(['service_namespace', 'service_name']));
    expect(names).not.toContain('namespace');
  }
});
