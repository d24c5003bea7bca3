import { stringify } from 'yaml';
import { contract } from '../../src/metrics/contract';
import { oneOf } from '../../src/metrics/labels';
import { counter, histogram } from '../../src/metrics/metric';
import { orderApi } from '../fixtures/stack/order-api';
import { orderApiMetrics } from '../fixtures/stack/order-api-metrics';
import { not } from '../../src/promql/build';
import { print } from '../../src/promql/print';
import { goldenSignals, metricsOf } from '../../src/rules/golden-signals';
import { saturationQueries } from '../../src/rules/saturation';
import { goldenSignalQueries } from '../../src/rules/signal-queries';
import { goldenSignalRules } from '../../src/rules/signal-rules';
import { printGroup } from '../../src/rules/rule';
import { checkRules } from '../../src/testing/rule-tests';

const scope = { name: 'order-api', namespace: 'default' };
const signals = orderApi.signals!;
const groups = goldenSignalRules(scope, signals, saturationQueries(scope)).map(printGroup);

test('the first group of the Order API has the three rules it began with', () => {
  expect(stringify(groups[0], { lineWidth: 0 })).toBe(`name: order-api
interval: 30s
rules:
  - record: order_api:requests:rate5m
    expr: |-
      sum by (namespace, job, endpoint) (
        rate(order_api_requests_total{namespace="default", job="order-api"}[5m])
      )
  - record: order_api:errors:rate5m
    expr: |-
      100 * (
        sum by (namespace, job, endpoint) (
          rate(order_api_requests_total{namespace="default", job="order-api", status=~"5.."}[5m])
        )
        or
        0 * order_api:requests:rate5m{namespace="default", job="order-api"}
      )
      /
      (order_api:requests:rate5m{namespace="default", job="order-api"} > 0)
  - record: order_api:latency_p95:5m
    expr: |-
      histogram_quantile(
        0.95,
        sum by (namespace, job, endpoint, le) (
          rate(order_api_request_duration_seconds_bucket{namespace="default", job="order-api"}[5m])
        )
      ) >= 0
`);
});

test.each([
  ['kong_request_latency_ms', {}, ' / 1000 >= 0'],
  ['http_server_duration_milliseconds', {}, ' / 1000 >= 0'],
  ['step_time_us', {}, ' / 1000000 >= 0'],
  ['step_time_ns', {}, ' / 1000000000 >= 0'],
  ['reconcile_time', {}, ' >= 0'],
  ['odd_ms', { unit: 'seconds' }, ' >= 0'],
] as const)('quantiles of %s are recorded in seconds', (name, unit, end) => {
  const latency = histogram(name, { help: 'Latency', ...unit, buckets: [5, 10] });
  const queries = goldenSignalQueries(scope, goldenSignals({ requests: latency, errors: {}, latency }));
  const p95 = queries.find(({ title }) => title === 'P95 latency')!;
  expect(print(p95.query.expr).split(')))')[1]).toBe(end);
});

test('the other percentiles and saturation have a group of their own', () => {
  expect(stringify(groups[1], { lineWidth: 0 })).toBe(`name: order-api-golden-signals
interval: 30s
rules:
  - record: order_api:latency_p50:5m
    expr: |-
      histogram_quantile(
        0.5,
        sum by (namespace, job, endpoint, le) (
          rate(order_api_request_duration_seconds_bucket{namespace="default", job="order-api"}[5m])
        )
      ) >= 0
  - record: order_api:latency_p99:5m
    expr: |-
      histogram_quantile(
        0.99,
        sum by (namespace, job, endpoint, le) (
          rate(order_api_request_duration_seconds_bucket{namespace="default", job="order-api"}[5m])
        )
      ) >= 0
  - record: order_api:cpu_usage:rate5m
    expr: |-
      sum by (namespace, pod) (
        rate(container_cpu_usage_seconds_total{namespace="default", container="order-api"}[5m])
      )
  - record: order_api:memory_utilization:ratio
    expr: |-
      max by (namespace, pod, container) (
        container_memory_working_set_bytes{namespace="default", container="order-api"}
      )
      /
      max by (namespace, pod, container) (
        kube_pod_container_resource_limits{namespace="default", container="order-api", resource="memory"}
      )
`);
});

test('Prometheus loads both groups', () => checkRules(groups));

test('a service without pods of its own gets the same rules without saturation', () => {
  const [first, second] = goldenSignalRules(scope, signals, []).map(printGroup);
  expect(first).toEqual(groups[0]);
  expect(second!.rules.map(({ record }) => record)).toEqual([
    'order_api:latency_p50:5m',
    'order_api:latency_p99:5m',
  ]);
});

describe('queries of the Order API', () => {
  const requests =
    'sum by (namespace, job, endpoint) (rate(order_api_requests_total{namespace="default", job="order-api"}[5m]))';
  const failed =
    'sum by (namespace, job, endpoint) (rate(order_api_requests_total{namespace="default", job="order-api", status=~"5.."}[5m]))';
  const buckets =
    'sum by (namespace, job, endpoint, le) (rate(order_api_request_duration_seconds_bucket{namespace="default", job="order-api"}[5m]))';
  const queries = [...goldenSignalQueries(scope, signals), ...saturationQueries(scope)];

  test('ask for the four golden signals from scraped series alone', () => {
    expect(queries.map(({ signal, title, unit, query }) => [signal, title, unit, print(query.expr)])).toEqual(
      [
        ['traffic', 'Requests per second', 'requests/s', requests],
        [
          'errors',
          'Failed requests in percent',
          'percent',
          `100 * (${failed} or 0 * ${requests}) / (${requests} > 0)`,
        ],
        ['latency', 'P50 latency', 'seconds', `histogram_quantile(0.5, ${buckets}) >= 0`],
        ['latency', 'P95 latency', 'seconds', `histogram_quantile(0.95, ${buckets}) >= 0`],
        ['latency', 'P99 latency', 'seconds', `histogram_quantile(0.99, ${buckets}) >= 0`],
        [
          'saturation',
          'Requests in flight',
          'requests',
          'sum by (namespace, job) (order_api_requests_in_flight{namespace="default", job="order-api"})',
        ],
        [
          'saturation',
          'CPU in use by pod',
          'cores',
          'sum by (namespace, pod) (rate(container_cpu_usage_seconds_total{namespace="default", container="order-api"}[5m]))',
        ],
        [
          'saturation',
          'Memory in use by pod, as a share of its limit',
          'ratio',
          'max by (namespace, pod, container) (container_memory_working_set_bytes{namespace="default", container="order-api"}) / max by (namespace, pod, container) (kube_pod_container_resource_limits{namespace="default", container="order-api", resource="memory"})',
        ],
      ],
    );
  });

  test('name the rule that records the answer, where there is one', () => {
    expect(queries.map(({ record }) => record)).toEqual([
      'order_api:requests:rate5m',
      'order_api:errors:rate5m',
      'order_api:latency_p50:5m',
      'order_api:latency_p95:5m',
      'order_api:latency_p99:5m',
      undefined,
      'order_api:cpu_usage:rate5m',
      'order_api:memory_utilization:ratio',
    ]);
  });
});

describe('another contract, told by no label and without requests in flight', () => {
  const metrics = contract({
    jobs: counter('render_jobs_total', {
      help: 'Jobs done',
      labels: { outcome: oneOf('ok', 'failed'), size: oneOf('small', 'large') },
    }),
    duration: histogram('render_job_duration_seconds', {
      help: 'How long a job takes',
      unit: 'seconds',
      buckets: [0.5, 5, 50],
    }),
  });
  const render = { name: 'render-farm', namespace: 'media' };
  const renderSignals = goldenSignals({
    requests: metrics.jobs,
    errors: { outcome: 'failed' },
    latency: metrics.duration,
  });

  test('has one figure a signal', () => {
    const jobs =
      'sum by (namespace, job) (rate(render_jobs_total{namespace="media", job="render-farm"}[5m]))';
    const failed =
      'sum by (namespace, job) (rate(render_jobs_total{namespace="media", job="render-farm", outcome="failed"}[5m]))';
    const buckets =
      'sum by (namespace, job, le) (rate(render_job_duration_seconds_bucket{namespace="media", job="render-farm"}[5m]))';
    expect(
      goldenSignalQueries(render, renderSignals).map(({ record, query }) => [record, print(query.expr)]),
    ).toEqual([
      ['render_farm:requests:rate5m', jobs],
      ['render_farm:errors:rate5m', `100 * (${failed} or 0 * ${jobs}) / (${jobs} > 0)`],
      ['render_farm:latency_p50:5m', `histogram_quantile(0.5, ${buckets}) >= 0`],
      ['render_farm:latency_p95:5m', `histogram_quantile(0.95, ${buckets}) >= 0`],
      ['render_farm:latency_p99:5m', `histogram_quantile(0.99, ${buckets}) >= 0`],
    ]);
  });

  test('has rules that Prometheus loads, under names of its own', async () => {
    const rules = goldenSignalRules(render, renderSignals, saturationQueries(render)).map(printGroup);
    expect(rules.map(({ name }) => name)).toEqual(['render-farm', 'render-farm-golden-signals']);
    await checkRules(rules);
  });

  test('names the metrics it needs', () => {
    expect(metricsOf(renderSignals)).toEqual([metrics.jobs, metrics.duration]);
    expect(metricsOf(signals).map(({ name }) => name)).toEqual([
      'order_api_requests_total',
      'order_api_request_duration_seconds',
      'order_api_requests_in_flight',
    ]);
  });
});

describe('which requests tell that clients reach the service', () => {
  const { requests, requestDuration: latency } = orderApiMetrics;
  const base = { requests, latency, errors: { status: '500' } } as const;

  test('is asked by labels that the request rate is recorded by', () => {
    const { traffic } = goldenSignals({ ...base, by: ['endpoint'], traffic: { endpoint: not('unmatched') } });
    expect(traffic).toEqual({ endpoint: not('unmatched') });
    expect(goldenSignals(base)).not.toHaveProperty('traffic');
  });

  test('does not compile, and is refused, for another label', () => {
    expect(() =>
      // @ts-expect-error method is not in by
      goldenSignals({ ...base, by: ['endpoint'], traffic: { method: 'GET' } }),
    ).toThrow(
      'golden signals of order_api_requests_total: the request rate is not recorded by this label (traffic.method: "method"). Use one of endpoint, or add it to by.',
    );
    expect(() => goldenSignals({ ...base, traffic: { method: 'GET' } })).toThrow(
      '(traffic.method: "method"). Add it to by.',
    );
  });

  test('does not compile, and is refused, for a value that the label never holds', () => {
    expect(() =>
      // @ts-expect-error not a value of endpoint
      goldenSignals({ ...base, by: ['endpoint'], traffic: { endpoint: not('unmached') } }),
    ).toThrow(
      'metric "order_api_requests_total": the label never has this value (label endpoint: "unmached"). Use one of /orders, /orders/:id, unmatched.',
    );
  });
});
