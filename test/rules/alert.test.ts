import { platformMetrics } from '../../src/metrics/platform';
import { eq, select } from '../../src/promql/build';
import { alertsOf, runbookOf, type AlertRow } from '../../src/rules/alert';
import { printGroup } from '../../src/rules/rule';

const service = {
  name: 'order-api',
  namespace: 'default',
  team: 'orders',
  runbooks: 'https://runbooks.example.com',
};

const row: AlertRow = {
  symptom: 'QueueStuck',
  severity: 'warning',
  for: '10m',
  summary: 'The queue of %s does not move.',
  description: '%s in {{ $labels.namespace }} holds {{ $value }} jobs; %s works on none.',
  expr: ({ namespace }) => eq(select(platformMetrics.up, { namespace }), 0),
};

test('a row becomes an alert of its service', () => {
  expect(printGroup({ name: 'alerts', interval: '1m', rules: alertsOf([row], service) })).toEqual({
    name: 'alerts',
    interval: '1m',
    rules: [
      {
        alert: 'OrderApiQueueStuck',
        expr: 'up{namespace="default"} == 0',
        for: '10m',
        labels: { severity: 'warning', team: 'orders', service: 'order-api' },
        annotations: {
          summary: 'The queue of order-api does not move.',
          description:
            'order-api in {{ $labels.namespace }} holds {{ $value }} jobs; order-api works on none.',
          runbook_url: 'https://runbooks.example.com/queue-stuck.md',
        },
      },
    ],
  });
});

test('a row states how long its alert goes on firing', () => {
  const [kept] = alertsOf([{ ...row, keepFiringFor: '1h' }], service);
  expect(kept!.keepFiringFor).toBe('1h');
  expect(alertsOf([row], service)[0]).not.toHaveProperty('keepFiringFor');
});

test('an alert may have 40 characters', () => {
  const [alert] = alertsOf([row], { ...service, name: 'a'.repeat(30) });
  expect(alert!.alert).toBe('AaaaaaaaaaaaaaaaaaaaaaaaaaaaaaQueueStuck');
});

test('a service whose name makes an alert too long is rejected, showing by how much', () => {
  expect(() => alertsOf([row], { ...service, name: 'notification-delivery-scheduler-v2' })).toThrow(
    'service "notification-delivery-scheduler-v2": the alert name NotificationDeliverySchedulerV2QueueStuck exceeds 40 characters (name: 41). Shorten the name by 1 characters or more.',
  );
});

test.each([
  ['Down', 'down.md'],
  ['TargetDown', 'target-down.md'],
  ['Http2ErrorsHigh', 'http2-errors-high.md'],
])('the page of %s is %s', (symptom, page) => {
  expect(runbookOf({ symptom })).toBe(page);
});
