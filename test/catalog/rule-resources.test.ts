import { orderApi } from '../fixtures/stack/order-api';
import { platformMetrics } from '../../src/metrics/platform';
import { eq, select } from '../../src/promql/build';
import type { AlertRow } from '../../src/rules/alert';
import { isAlert, printGroup } from '../../src/rules/rule';
import { ruleResources } from '../../src/catalog/rule-resources';
import { defineService, existing, contract, counter, pushed } from '../../src/index';
import { placeServices } from '../../src/catalog/placement';
import { format } from '../../src/promql/print';
import { testEnvironment } from '../support/catalog';
import { externalContext, orderApiContext } from '../rules/alert-tables';

const outline = (service: Parameters<typeof ruleResources>[0]) =>
  ruleResources(service).map(({ name, groups }) => ({
    name,
    groups: groups.map(printGroup).map(({ name, interval, rules }) => ({
      name,
      interval,
      rules: rules.map(({ record, alert }) => record ?? alert),
    })),
  }));

const recording = {
  name: 'order-api-recording-rules',
  groups: [
    {
      name: 'order-api',
      interval: '30s',
      rules: ['order_api:requests:rate5m', 'order_api:errors:rate5m', 'order_api:latency_p95:5m'],
    },
    {
      name: 'order-api-golden-signals',
      interval: '30s',
      rules: [
        'order_api:latency_p50:5m',
        'order_api:latency_p99:5m',
        'order_api:cpu_usage:rate5m',
        'order_api:memory_utilization:ratio',
      ],
    },
  ],
};

test('a service that this stack deploys has recording rules and alerts on its scrape and its pods', () => {
  expect(outline(orderApiContext)).toMatchObject([
    recording,
    {
      name: 'order-api-alerts',
      groups: [
        {
          name: 'order-api-alerts',
          interval: '30s',
          rules: [
            'OrderApiDown',
            'OrderApiTargetsFailing',
            'OrderApiTargetDown',
            'OrderApiSeriesBudgetExceeded',
            'OrderApiTargetMissing',
            'OrderApiUnavailable',
            'OrderApiScaledToZero',
            'OrderApiPartialOutage',
            'OrderApiPodsCrashing',
            'OrderApiCrashLooping',
            'OrderApiOomKilled',
            'OrderApiRolloutStuck',
            'OrderApiCpuThrottled',
            'OrderApiMemoryNearLimit',
            'OrderApiTrafficStopped',
            'OrderApiTrafficCollapsed',
          ],
        },
      ],
    },
  ]);
});

test('a service that something else deploys has no rules on pods', () => {
  const [rules, alerts] = outline(externalContext);
  expect(rules!.groups[1]!.rules).toEqual(['order_api:latency_p50:5m', 'order_api:latency_p99:5m']);
  expect(alerts!.groups[0]!.rules).toEqual([
    'OrderApiDown',
    'OrderApiTargetsFailing',
    'OrderApiTargetDown',
    'OrderApiSeriesBudgetExceeded',
    'OrderApiTargetMissing',
    'OrderApiTrafficStopped',
    'OrderApiTrafficCollapsed',
  ]);
});

const withSlos = { ...orderApiContext, slos: orderApi.slos };

test('each objective of a service is a resource, beside one with what dashboards show', () => {
  const slos = outline(withSlos).filter(({ name }) => name.includes('-slo-'));
  expect(
    slos.map(({ name, groups }) => [name, ...groups.map((group) => `${group.name} every ${group.interval}`)]),
  ).toEqual([
    [
      'order-api-slo-rules',
      'order-api-slo-availability-status every 1m',
      'order-api-slo-latency-status every 1m',
    ],
    [
      'order-api-slo-availability-rules',
      'order-api-slo-availability-fast every 1m',
      'order-api-slo-availability-slow every 5m',
    ],
    [
      'order-api-slo-latency-rules',
      'order-api-slo-latency-fast every 1m',
      'order-api-slo-latency-slow every 5m',
    ],
  ]);
});

test('no group has more than 20 rules', () => {
  const groups = ruleResources(withSlos).flatMap((resource) => resource.groups);
  expect(Math.max(...groups.map(({ rules }) => rules.length))).toBeLessThanOrEqual(20);
});

describe('a limit of the environment', () => {
  const place = (limit: number) =>
    placeServices([orderApi], { ...testEnvironment, rules: { limit }, workloads: {} });

  it('is the limit of every group', () => {
    const [service] = place(100);
    const limits = ruleResources(service!).flatMap(({ groups }) => groups.map(printGroup));
    expect(limits.length).toBeGreaterThan(5);
    expect(new Set(limits.map(({ limit }) => limit))).toEqual(new Set([100]));
    expect(outline(service!)).toEqual(outline({ ...service!, ruleLimit: undefined }));
  });

  it('is rejected below what a rule may record', () => {
    expect(() => place(2)).toThrow(
      'environment "test": below the 3 series that order_api:requests:rate5m may have by endpoint, which Prometheus would drop (rules.limit: 2). Use 3 or more, or remove the limit.',
    );
  });
});

test('a service without golden signals has alerts alone', () => {
  const { signals: _none, ...service } = orderApiContext;
  expect(outline(service).map(({ name }) => name)).toEqual(['order-api-alerts']);
});

const own: AlertRow = {
  symptom: 'QueueStuck',
  severity: 'warning',
  for: '10m',
  summary: 'The queue of %s does not move.',
  description: '{{ $labels.namespace }}',
  expr: ({ namespace }) => eq(select(platformMetrics.up, { namespace }), 0),
};

test('alerts of its own come last, in a group of their own', () => {
  const [, alerts] = outline({ ...orderApiContext, alerts: [own] });
  expect(alerts!.groups.at(-1)).toEqual({
    name: 'order-api-own-alerts',
    interval: '30s',
    rules: ['OrderApiQueueStuck'],
  });
});

test.each(['TargetDown', 'ErrorBudgetBurn'])(
  'an alert of its own cannot have the symptom %s of a built-in alert',
  (symptom) => {
    expect(() => outline({ ...orderApiContext, alerts: [{ ...own, symptom }] })).toThrow(
      `service "order-api": the symptom belongs to a built-in alert (alerts: "${symptom}"). Give the alert another symptom.`,
    );
  },
);

test.each([
  [
    'Deployment',
    [
      'Unavailable',
      'ScaledToZero',
      'PartialOutage',
      'PodsCrashing',
      'CrashLooping',
      'OomKilled',
      'RolloutStuck',
      'CpuThrottled',
      'MemoryNearLimit',
    ],
  ],
  ['CronJob', ['JobFailed', 'JobSuspended', 'JobOverdue']],
] as const)('a %s whose series are pushed has alerts on its pods, and none on targets', (kind, expected) => {
  const service = defineService({
    name: 'basket',
    team: 'shop',
    metrics: contract({ requests: counter('requests_total', { help: 'Requests' }) }),
    scrape: pushed({ labels: { service_name: 'basket' } }),
    workload: existing({ kind, name: 'basket-v2', ...(kind === 'CronJob' ? { succeedsWithin: '1h' } : {}) }),
  });
  const [placed] = placeServices([service], testEnvironment);
  const [resource] = ruleResources(placed!);
  const [group] = resource!.groups;
  const alerts = group!.rules.filter(isAlert);
  expect(alerts.map(({ alert }) => alert)).toEqual(
    ['SeriesMissing', ...expected].map((name) => `Basket${name}`),
  );
  for (const { expr, annotations } of alerts.slice(1)) {
    expect(format(expr.expr)).toContain('basket-v2');
    expect(format(expr.expr)).toContain('namespace="default"');
    expect(annotations.description).not.toContain('$labels.service_name');
  }
});
