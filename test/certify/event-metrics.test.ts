import { evaluate } from '../../src/certify/engine/evaluate';
import { Known } from '../../src/certify/engine/simulation';
import { TooMuchWork, Unsupported } from '../../src/certify/engine/series';
import { eventMetrics } from '../../src/certify/world/event-metrics';
import { certify, recipientsOf } from '../../src/certify/certificate';
import { findFault } from '../../src/certify/explain';
import { watchedBudgets } from '../../src/certify/service';
import { placeServices } from '../../src/catalog/placement';
import { defineService } from '../../src/catalog/service';
import { contract } from '../../src/metrics/contract';
import { oneOf } from '../../src/metrics/labels';
import { counter } from '../../src/metrics/metric';
import { micrometer } from '../../src/presets/index';
import { parse } from '../../src/promql/parse';
import { promqlSlo } from '../../src/slo/slo';
import { testEnvironment } from '../support/catalog';

const metrics = contract({
  http: counter('http_requests_total', { help: 'Requests', labels: { code: oneOf('200', '500') } }),
  calls: counter('calls_total', { help: 'Calls' }),
  failed: counter('calls_failed_total', { help: 'Failed calls' }),
  idle: counter('polls_total', { help: 'Polls' }),
});
const slo = promqlSlo({
  name: 'answers',
  objective: 99.9,
  period: '30d',
  metrics,
  total: 'http_requests_total + calls_total + polls_total',
  bad: 'http_requests_total{code="500"} + calls_failed_total',
});

test('every counter of a sum is simulated: split by labels, as a part, or as all events', () => {
  const found = eventMetrics({ name: 'shop', namespace: 'default' }, undefined, [slo]);
  expect(Object.fromEntries(found.map(({ name, parts }) => [name, parts]))).toEqual({
    http_requests_total: [
      { labels: { code: '500' }, of: 'bad' },
      { labels: { code: '200' }, of: 'good' },
    ],
    calls_failed_total: [{ labels: {}, of: 'bad' }],
    calls_total: [{ labels: {}, of: 'all' }],
    polls_total: [{ labels: {}, of: 'all' }],
  });
});

test('its burn alerts count requests that fail', () => {
  const [service] = placeServices(
    [defineService({ name: 'shop', team: 'web', port: 8080, workload: 'external', metrics, slos: [slo] })],
    testEnvironment,
  );
  const { burnAlerts } = watchedBudgets(service!, testEnvironment, 10);
  expect(burnAlerts).toHaveLength(4);
  expect(new Set(burnAlerts.map(({ counts }) => counts))).toEqual(new Set(['bad']));
});

describe('one histogram that counts all requests', () => {
  const { slos, metrics: timer } = micrometer({ buckets: [0.1, 0.25] });

  test('has buckets for each label that its count has', () => {
    const found = eventMetrics({ name: 'shop', namespace: 'default' }, undefined, slos);
    expect(Object.fromEntries(found.map(({ name, parts }) => [name, parts]))).toEqual({
      http_server_requests_seconds_count: [
        { labels: { outcome: 'SERVER_ERROR' }, of: 'bad' },
        { labels: { outcome: '200' }, of: 'good' },
      ],
      http_server_requests_seconds_bucket: [
        { labels: { le: '0.25', outcome: 'SERVER_ERROR' }, of: 'none' },
        { labels: { le: '0.25', outcome: '200' }, of: 'fast' },
        { labels: { le: '+Inf', outcome: 'SERVER_ERROR' }, of: 'bad' },
        { labels: { le: '+Inf', outcome: '200' }, of: 'good' },
      ],
    });
  });

  test('misses no data while requests fail or are slow', () => {
    const [service] = placeServices(
      [defineService({ name: 'shop', team: 'web', port: 8080, workload: 'external', metrics: timer, slos })],
      testEnvironment,
    );
    const faults = ['5 % of the requests fail', 'all requests are slow'].map((name) => findFault(name, []));
    const { rows } = certify(service!, testEnvironment, recipientsOf(testEnvironment), { faults });
    expect(
      rows.map(({ firings }) => [
        ...new Set(firings.map(({ alert }) => `${alert.name} ${alert.labels['slo']}`)),
      ]),
    ).toEqual([['ShopErrorBudgetBurn availability'], ['ShopErrorBudgetBurn latency']]);
  });
});

test('histogram_count counts what the metric table declares as a native histogram, and nothing else', () => {
  const labels = { job: 'shop' };
  const simulation = {
    samples: {
      interval: 30,
      phase: 0,
      byName: new Map(['shop_seconds', 'shop_total'].map((name) => [name, [{ labels, at: () => 7 }]])),
      nativeHistograms: new Set(['shop_seconds']),
    },
    recordings: new Map(),
    known: new Known(),
    work: { left: 100 },
  };
  const count = (name: string) =>
    evaluate(simulation, parse(`histogram_count(${name})`), { at: 60, now: 60 });
  expect(count('shop_seconds')).toEqual([{ labels, value: 7 }]);
  expect(() => count('shop_total')).toThrow(Unsupported);
});

test('a sample costs as much as an evaluation when it is read first, and little in later ranges', () => {
  const work = { left: 1500 };
  const simulation = {
    samples: {
      interval: 1,
      phase: 0,
      byName: new Map([['up', [{ labels: { job: 'shop' }, at: () => 1 }]]]),
    },
    recordings: new Map(),
    known: new Known(),
    work,
  };
  const average = (window: string) =>
    evaluate(simulation, parse(`avg_over_time(up[${window}])`), { at: 0, now: 0 });
  expect(average('1000s')).toEqual([{ labels: { job: 'shop' }, value: 1 }]);
  expect(work.left).toBeLessThan(500);
  expect(average('1000s')).toEqual([{ labels: { job: 'shop' }, value: 1 }]);
  // So that no alert keeps millions of samples in memory.
  expect(() => average('2000s')).toThrow(TooMuchWork);
});
