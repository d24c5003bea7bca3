import { taskApi } from '../../src/stack/services/task-api';
import { platformMetrics } from '../../src/metrics/platform';
import { eq, select } from '../../src/promql/build';
import type { AlertRow } from '../../src/rules/alert';
import { printGroup } from '../../src/rules/rule';
import { ruleResources } from '../../src/catalog/rule-resources';
import { externalContext, taskApiContext } from '../rules/alert-tables';

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
  name: 'task-api-recording-rules',
  groups: [
    {
      name: 'task-api',
      interval: '30s',
      rules: ['task_api:requests:rate5m', 'task_api:errors:rate5m', 'task_api:latency_p95:5m'],
    },
    {
      name: 'task-api-golden-signals',
      interval: '30s',
      rules: [
        'task_api:latency_p50:5m',
        'task_api:latency_p99:5m',
        'task_api:cpu_usage:rate5m',
        'task_api:memory_utilization:ratio',
      ],
    },
  ],
};

test('a service that this stack deploys has recording rules and alerts on its scrape and its pods', () => {
  expect(outline(taskApiContext)).toMatchObject([
    recording,
    {
      name: 'task-api-alerts',
      groups: [
        {
          name: 'task-api-alerts',
          interval: '1m',
          rules: [
            'TaskApiDown',
            'TaskApiTargetDown',
            'TaskApiSeriesBudgetExceeded',
            'TaskApiTargetMissing',
            'TaskApiUnavailable',
            'TaskApiCrashLooping',
            'TaskApiCpuThrottled',
            'TaskApiMemoryNearLimit',
            'TaskApiTrafficStopped',
          ],
        },
      ],
    },
  ]);
});

test('a service that something else deploys has no rules on pods', () => {
  const [rules, alerts] = outline(externalContext);
  expect(rules!.groups[1]!.rules).toEqual(['task_api:latency_p50:5m', 'task_api:latency_p99:5m']);
  expect(alerts!.groups[0]!.rules).toEqual([
    'TaskApiDown',
    'TaskApiTargetDown',
    'TaskApiSeriesBudgetExceeded',
    'TaskApiTargetMissing',
    'TaskApiTrafficStopped',
  ]);
});

const withSlos = { ...taskApiContext, slos: taskApi.slos };

test('the objectives of a service are a resource of their own, with two groups each', () => {
  const [, slos] = outline(withSlos);
  expect([slos!.name, ...slos!.groups.map(({ name, interval }) => `${name} every ${interval}`)]).toEqual([
    'task-api-slo-rules',
    'task-api-slo-availability-fast every 1m',
    'task-api-slo-availability-slow every 5m',
    'task-api-slo-latency-fast every 1m',
    'task-api-slo-latency-slow every 5m',
  ]);
});

test('no group has more than 20 rules', () => {
  const groups = ruleResources(withSlos).flatMap((resource) => resource.groups);
  expect(Math.max(...groups.map(({ rules }) => rules.length))).toBeLessThanOrEqual(20);
});

test('a service without golden signals has alerts alone', () => {
  const { signals: _none, ...service } = taskApiContext;
  expect(outline(service).map(({ name }) => name)).toEqual(['task-api-alerts']);
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
  const [, alerts] = outline({ ...taskApiContext, alerts: [own] });
  expect(alerts!.groups.at(-1)).toEqual({
    name: 'task-api-own-alerts',
    interval: '1m',
    rules: ['TaskApiQueueStuck'],
  });
});

test.each(['TargetDown', 'ErrorBudgetBurn'])(
  'an alert of its own cannot be called %s, as others are',
  (symptom) => {
    expect(() => outline({ ...taskApiContext, alerts: [{ ...own, symptom }] })).toThrow(
      `service "task-api": alerts have the symptom of an alert that every service gets (got "${symptom}"); name it differently`,
    );
  },
);
