import { orderApi } from '../fixtures/stack/order-api';
import { saturationQueries } from '../../src/rules/saturation';
import { goldenSignalRules } from '../../src/rules/signal-rules';
import { printGroup } from '../../src/rules/rule';
import { ruleFailures, type RuleCase } from '../../src/testing/rule-tests';
import { cadvisor, limit, POD_A, POD_B } from './proofs/series';

const rulesIn = (namespace: string) => {
  const scope = { name: 'order-api', namespace };
  return goldenSignalRules(scope, orderApi.signals!, saturationQueries(scope)).map(printGroup);
};

// Two environments in one Prometheus: their rules come in two resources, so groups may share a name there.
const groups = [
  ...rulesIn('default'),
  ...rulesIn('staging').map((group) => ({ ...group, name: `staging ${group.name}` })),
];

const requests = (
  endpoint: string,
  status: string,
  values: string,
  { pod = POD_A, namespace = 'default', job = 'order-api' } = {},
) => ({
  series: `order_api_requests_total{namespace="${namespace}", job="${job}", service="${job}", pod="${pod}", container="${job}", instance="${pod}:8000", port="http", method="GET", endpoint="${endpoint}", status="${status}"}`,
  values,
});

/** Observations that are cumulative over the bounds, as `[le, values]`. */
const durations = (endpoint: string, pod: string, buckets: readonly (readonly [string, string])[]) =>
  buckets.map(([le, values]) => ({
    series: `order_api_request_duration_seconds_bucket{namespace="default", job="order-api", service="order-api", pod="${pod}", container="order-api", instance="${pod}:8000", port="http", method="GET", endpoint="${endpoint}", le="${le}"}`,
    values,
  }));

const of = (record: string, endpoint: string, namespace = 'default') =>
  `${record}{namespace="${namespace}", job="order-api", endpoint="${endpoint}"}`;

const REQUESTS = 'order_api:requests:rate5m';
const ERRORS = 'order_api:errors:rate5m';
const P95 = 'order_api:latency_p95:5m';

/** Samples and evaluations every 30 seconds; `0+900x40` is 30 requests per second. */
const cases: readonly RuleCase[] = [
  {
    name: 'with traffic, each route has its requests per second and its share of errors',
    inputSeries: [
      requests('/orders', '200', '0+900x40'),
      requests('/orders', '500', '0+300x40'),
      requests('/orders/:id', '200', '0+300x40'),
      requests('/orders/:id', '404', '0+120x40'),
      requests('/orders/:id', '503', '0+60x40'),
    ],
    queries: [
      {
        expr: REQUESTS,
        at: '10m',
        expected: [
          { labels: of(REQUESTS, '/orders'), value: 40 },
          { labels: of(REQUESTS, '/orders/:id'), value: 16 },
        ],
      },
      {
        expr: ERRORS,
        at: '10m',
        expected: [
          { labels: of(ERRORS, '/orders'), value: 25 },
          { labels: of(ERRORS, '/orders/:id'), value: 12.5 },
        ],
      },
    ],
  },
  {
    name: 'with traffic, P95 is where 95 of 100 requests are answered',
    inputSeries: durations('/orders', POD_A, [
      ['0.25', '0x40'],
      ['0.5', '0+2850x40'],
      ['1', '0+3000x40'],
      ['+Inf', '0+3000x40'],
    ]),
    queries: [
      { expr: P95, at: '10m', expected: [{ labels: of(P95, '/orders'), value: 0.5 }] },
      {
        expr: 'order_api:latency_p99:5m',
        at: '10m',
        // 80 % of the way through the bucket from 0.5 to 1.
        expected: [{ labels: of('order_api:latency_p99:5m', '/orders'), value: 0.9 }],
      },
    ],
  },
  {
    name: 'a pod that writes its bounds as 1.0 counts together with one that writes 1',
    inputSeries: [
      ...durations('/orders', POD_A, [
        ['0.5', '0+2850x40'],
        ['1', '0+3000x40'],
        ['+Inf', '0+3000x40'],
      ]),
      ...durations('/orders', POD_B, [
        ['0.5', '0+2850x40'],
        ['1.0', '0+3000x40'],
        ['+Inf', '0+3000x40'],
      ]),
    ],
    queries: [{ expr: P95, at: '10m', expected: [{ labels: of(P95, '/orders'), value: 0.5 }] }],
  },
  {
    name: 'two pods add up, and a third job in the namespace does not count',
    inputSeries: [
      requests('/orders', '200', '0+900x40', { pod: POD_A }),
      requests('/orders', '200', '0+300x40', { pod: POD_B }),
      requests('/orders', '500', '0+900x40', { job: 'order-api-canary' }),
    ],
    queries: [
      { expr: REQUESTS, at: '10m', expected: [{ labels: of(REQUESTS, '/orders'), value: 40 }] },
      { expr: ERRORS, at: '10m', expected: [{ labels: of(ERRORS, '/orders'), value: 0 }] },
    ],
  },
  {
    name: 'with no errors yet, the share of errors is 0 and not absent',
    inputSeries: [requests('/orders', '200', '0+900x40')],
    queries: [{ expr: ERRORS, at: '10m', expected: [{ labels: of(ERRORS, '/orders'), value: 0 }] }],
  },
  {
    name: 'with no traffic, there are 0 requests per second, and no share of errors or latency',
    inputSeries: [
      requests('/orders', '200', '5000x40'),
      requests('/orders', '500', '7x40'),
      ...durations('/orders', POD_A, [
        ['0.5', '5000x40'],
        ['+Inf', '5007x40'],
      ]),
    ],
    queries: [
      { expr: REQUESTS, at: '10m', expected: [{ labels: of(REQUESTS, '/orders'), value: 0 }] },
      { expr: ERRORS, at: '10m', expected: [] },
      { expr: P95, at: '10m', expected: [] },
      { expr: 'order_api:latency_p50:5m', at: '10m', expected: [] },
      { expr: 'order_api:latency_p99:5m', at: '10m', expected: [] },
    ],
  },
  {
    name: 'without any series, nothing is recorded',
    inputSeries: [requests('/orders', '200', '0+900x40', { job: 'billing' })],
    queries: [{ expr: '{__name__=~"order_api:.+"}', at: '10m', expected: [] }],
  },
  {
    name: 'an idle route beside a busy one has no share of errors',
    inputSeries: [requests('/orders', '200', '0+900x40'), requests('/orders/:id', '200', '5000x40')],
    queries: [{ expr: ERRORS, at: '10m', expected: [{ labels: of(ERRORS, '/orders'), value: 0 }] }],
  },
  {
    name: 'the first error of a counter that starts at 0 is seen at once',
    inputSeries: [requests('/orders', '200', '0+900x40'), requests('/orders', '500', '0x19 90x20')],
    queries: [
      { expr: ERRORS, at: '9m30s', expected: [{ labels: of(ERRORS, '/orders'), value: 0 }] },
      // 90 of 9,090 requests in five minutes.
      {
        expr: `round(${ERRORS}, 0.000001)`,
        at: '10m',
        expected: [{ labels: of('', '/orders'), value: 0.990099 }],
      },
    ],
  },
  {
    name: 'an error series that is born with its first error shows 0 until the second one',
    inputSeries: [requests('/orders', '200', '0+900x40'), requests('/orders', '500', '_x20 1x4 301x20')],
    queries: [
      { expr: ERRORS, at: '12m', expected: [{ labels: of(ERRORS, '/orders'), value: 0 }] },
      { expr: `${ERRORS} > bool 0`, at: '12m30s', expected: [{ labels: of('', '/orders'), value: 1 }] },
    ],
  },
  {
    name: 'two environments in one Prometheus do not merge',
    inputSeries: [
      requests('/orders', '200', '0+900x40', { namespace: 'default' }),
      requests('/orders', '500', '0+300x40', { namespace: 'default' }),
      requests('/orders', '200', '0+240x40', { namespace: 'staging' }),
    ],
    queries: [
      {
        expr: REQUESTS,
        at: '10m',
        expected: [
          { labels: of(REQUESTS, '/orders', 'default'), value: 40 },
          { labels: of(REQUESTS, '/orders', 'staging'), value: 8 },
        ],
      },
      {
        expr: ERRORS,
        at: '10m',
        expected: [
          { labels: of(ERRORS, '/orders', 'default'), value: 25 },
          { labels: of(ERRORS, '/orders', 'staging'), value: 0 },
        ],
      },
    ],
  },
  {
    name: 'a restart that sets the counters to 0 is no drop in traffic',
    inputSeries: [
      requests('/orders', '200', '0+900x15 900+900x24'),
      requests('/orders', '500', '0+300x15 300+300x24'),
    ],
    queries: [
      { expr: REQUESTS, at: '10m', expected: [{ labels: of(REQUESTS, '/orders'), value: 40 }] },
      { expr: ERRORS, at: '10m', expected: [{ labels: of(ERRORS, '/orders'), value: 25 }] },
    ],
  },
  {
    name: 'saturation is told by pod, without sidecars, the pause container and the sum of the pod',
    inputSeries: [
      cadvisor('container_cpu_usage_seconds_total', POD_A, '0+15x40'),
      cadvisor('container_cpu_usage_seconds_total', POD_B, '0+7.5x40'),
      cadvisor('container_cpu_usage_seconds_total', POD_A, '0+30x40', {
        place: { namespace: 'default', name: 'proxy' },
      }),
      cadvisor('container_cpu_usage_seconds_total', POD_A, '0+60x40', {
        place: { namespace: 'default', name: '' },
      }),
      cadvisor('container_memory_working_set_bytes', POD_A, '128000000x40'),
      limit(POD_A, 'memory', '256000000x40'),
      limit(POD_A, 'cpu', '1x40'),
      cadvisor('container_memory_working_set_bytes', POD_B, '128000000x40'),
    ],
    queries: [
      {
        expr: 'order_api:cpu_usage:rate5m',
        at: '10m',
        expected: [
          { labels: `order_api:cpu_usage:rate5m{namespace="default", pod="${POD_A}"}`, value: 0.5 },
          { labels: `order_api:cpu_usage:rate5m{namespace="default", pod="${POD_B}"}`, value: 0.25 },
        ],
      },
      {
        // The second pod has no limit, and so no share of it.
        expr: 'order_api:memory_utilization:ratio',
        at: '10m',
        expected: [
          {
            labels: `order_api:memory_utilization:ratio{namespace="default", pod="${POD_A}", container="order-api"}`,
            value: 0.5,
          },
        ],
      },
    ],
  },
];

let failures: ReadonlyMap<string, string>;

beforeAll(async () => {
  failures = await ruleFailures({ groups, interval: '30s', cases });
});

it.each(cases.map(({ name }) => name))('%s', (name) => {
  expect(failures.get(name)).toBeUndefined();
});
