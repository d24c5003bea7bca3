import type { RawSeries } from '../../bench/rules/dataset';
import type { DeployedService } from '../../src/catalog/placement';
import { orderApiMetrics } from '../fixtures/stack/order-api-metrics';

const SECOND = 1000;
const SCRAPE = 30 * SECOND;
const HOUR = 3_600 * SECOND;

/** Requests per second over all pods, by route, and how long most of them take, in seconds. */
const ROUTES = [
  { method: 'GET', endpoint: '/orders', rate: 22, typical: 0.02 },
  { method: 'POST', endpoint: '/orders', rate: 9, typical: 0.06 },
  { method: 'GET', endpoint: '/orders/:id', rate: 14, typical: 0.015 },
  { method: 'PATCH', endpoint: '/orders/:id', rate: 4, typical: 0.09 },
  { method: 'other', endpoint: 'unmatched', rate: 0.6, typical: 0.004 },
] as const;

type Route = (typeof ROUTES)[number];

const BUCKETS = [...orderApiMetrics.requestDuration.buckets, Infinity];

/** Share of requests that take at most so many seconds: half of them the typical time, a tail after it. */
const within = (bound: number, typical: number): number => 1 / (1 + (typical / bound) ** 1.9);

export interface SampleData {
  readonly series: readonly RawSeries[];
  /** Milliseconds. */
  readonly start: number;
  readonly end: number;
}

/**
 * Some hours of the Order API and of the exporters beside it. Two pods are replaced by two of a new version in the
 * middle; a bad quarter of an hour comes soon after, and a little of it goes on to the end. Always the same.
 */
export function sampleData({ name, namespace }: DeployedService, hours: number): SampleData {
  // Neither end on a full hour, as in life.
  const end = Date.UTC(2026, 0, 20, 14, 47);
  const start = end - hours * HOUR;
  const rollout = start + Math.floor((end - start) / SCRAPE / 2) * SCRAPE;

  const isBad = (at: number) => at >= rollout + 20 * 60 * SECOND && at < rollout + 35 * 60 * SECOND;
  const errors = (at: number) => (at < rollout ? 0.0002 : isBad(at) ? 0.04 : 0.0015);
  const slowness = (at: number) => (isBad(at) ? 6 : at < rollout ? 1 : 1.4);
  /** Traffic of the day, between 0.6 and 1.4 times the usual. */
  const load = (at: number) => 1 + 0.4 * Math.sin((2 * Math.PI * at) / (24 * HOUR));

  const series: RawSeries[] = [];
  const add = (
    labels: Readonly<Record<string, string>>,
    from: number,
    to: number,
    value: (at: number) => number,
  ): void => {
    const timestamps: number[] = [];
    for (let at = from; at <= to; at += SCRAPE) timestamps.push(at);
    const values: (number | null)[] = timestamps.map(value);
    // The target is gone: its series end.
    if (to < end) {
      timestamps.push(to + SCRAPE);
      values.push(null);
    }
    series.push({ labels, timestamps, values });
  };
  /** Grows by what happens between two scrapes, from 0 at the first one. */
  const counter = (perSecond: (at: number) => number) => {
    let total = 0;
    let isFirst = true;
    return (at: number) => {
      if (!isFirst) total += (perSecond(at) * SCRAPE) / SECOND;
      isFirst = false;
      return Math.floor(total);
    };
  };

  const addPod = (pod: string, address: string, version: string, from: number, to: number): void => {
    const target = { namespace, service: name, pod, container: name, job: name, instance: address };
    const scraped = (metric: string, labels: object, value: (at: number) => number) =>
      add({ __name__: metric, ...target, ...labels }, from, to, value);
    scraped('up', {}, () => 1);
    scraped('scrape_samples_post_metric_relabeling', {}, () => 118);
    scraped(
      'order_api_build_info',
      { version, revision: version === '0.1.0' ? 'a3f9c1' : 'd41e77' },
      () => 1,
    );
    scraped('order_api_requests_in_flight', {}, (at) => Math.round(2 * load(at) * slowness(at)));
    for (const route of ROUTES) addRoute(scraped, route);
  };
  const addRoute = (
    scraped: (metric: string, labels: object, value: (at: number) => number) => void,
    { method, endpoint, rate, typical }: Route,
  ): void => {
    const perPod = (at: number) => (rate / 2) * load(at);
    const requests = (status: string, share: (at: number) => number) =>
      scraped(
        'order_api_requests_total',
        { method, endpoint, status },
        counter((at) => perPod(at) * share(at)),
      );
    requests('200', (at) => 0.97 - errors(at));
    requests('404', () => 0.03);
    requests('500', errors);
    const duration = 'order_api_request_duration_seconds';
    for (const bound of BUCKETS)
      scraped(
        `${duration}_bucket`,
        { method, endpoint, le: bound === Infinity ? '+Inf' : String(bound) },
        counter((at) => perPod(at) * (bound === Infinity ? 1 : within(bound, typical * slowness(at)))),
      );
    scraped(`${duration}_count`, { method, endpoint }, counter(perPod));
    scraped(
      `${duration}_sum`,
      { method, endpoint },
      counter((at) => perPod(at) * typical * 1.6),
    );
  };
  const addContainer = (pod: string, from: number, to: number): void => {
    const container = { namespace, pod, container: name };
    const cpu = counter((at) => 100 * (0.05 + 0.15 * load(at)));
    add({ __name__: 'container_cpu_usage_seconds_total', ...container }, from, to, (at) => cpu(at) / 100);
    const leak = (at: number) => ((at - from) / (end - start)) * 90;
    add({ __name__: 'container_memory_working_set_bytes', ...container }, from, to, (at) =>
      Math.round((95 + leak(at)) * 2 ** 20),
    );
    const limit = { resource: 'memory', unit: 'byte' };
    add({ __name__: 'kube_pod_container_resource_limits', ...container, ...limit }, from, to, () => 2 ** 28);
  };

  for (const [index, suffix] of ['x7k2p', 'q9m4d'].entries()) {
    const before = `${name}-5d8f7c9b6-${suffix}`;
    const after = `${name}-7c6b5d9f8-${suffix}`;
    // One after the other, and each only when its successor is scraped.
    const turn = rollout + 2 * index * SCRAPE;
    addPod(before, `10.0.${index}.4:8000`, '0.1.0', start, turn);
    addPod(after, `10.0.${index}.9:8000`, '0.2.0', turn, end);
    addContainer(before, start, turn);
    addContainer(after, turn, end);
  }
  const deployment = { namespace, deployment: name };
  add({ __name__: 'kube_deployment_spec_replicas', ...deployment }, start, end, () => 2);
  add({ __name__: 'kube_deployment_status_replicas_available', ...deployment }, start, end, () => 2);
  return { series, start, end };
}
