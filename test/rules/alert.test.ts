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

test('an alert may be as long as the name of a Kubernetes service makes it', () => {
  const [alert] = alertsOf([row], { ...service, name: 'a'.repeat(63) });
  expect(alert!.alert).toBe(`A${'a'.repeat(62)}QueueStuck`);
});

test.each([
  ['Down', 'down.md'],
  ['TargetDown', 'target-down.md'],
  ['Http2ErrorsHigh', 'http2-errors-high.md'],
])('the page of %s is %s', (symptom, page) => {
  expect(runbookOf({ symptom })).toBe(page);
});
