import { gt, recorded, sum } from '../../src/promql/build';
import { isAlert, printGroup, type AlertRule, type RecordingRule } from '../../src/rules/rule';

const jobs = recorded('queue:jobs:count', ['namespace', 'queue']);

const recording: RecordingRule = { record: 'queue:jobs:sum', expr: sum(jobs), labels: { kind: 'all' } };

const alert: AlertRule = {
  alert: 'QueueFull',
  expr: gt(jobs, 100),
  for: '5m',
  labels: { severity: 'info' },
  annotations: {
    summary: 'A queue is full.',
    description: '{{ $labels.queue }} holds {{ $value }} jobs.',
    runbook_url: 'https://runbooks.example.com/queue-full.md',
  },
};

test('a group is printed as Prometheus reads it, rules in their order', () => {
  expect(printGroup({ name: 'queue', interval: '30s', rules: [recording, alert] })).toEqual({
    name: 'queue',
    interval: '30s',
    rules: [
      { record: 'queue:jobs:sum', expr: 'sum(queue:jobs:count)', labels: { kind: 'all' } },
      {
        alert: 'QueueFull',
        expr: 'queue:jobs:count > 100',
        for: '5m',
        labels: { severity: 'info' },
        annotations: {
          summary: 'A queue is full.',
          description: '{{ $labels.queue }} holds {{ $value }} jobs.',
          runbook_url: 'https://runbooks.example.com/queue-full.md',
        },
      },
    ],
  });
});

test('an alert that goes on firing has a field for it after its wait', () => {
  const [rule] = printGroup({
    name: 'queue',
    interval: '30s',
    rules: [{ ...alert, keepFiringFor: '10m' }],
  }).rules;
  expect(rule).toMatchObject({ for: '5m', keep_firing_for: '10m' });
  expect(Object.keys(rule!).indexOf('keep_firing_for')).toBe(Object.keys(rule!).indexOf('for') + 1);
});

test('a recording rule without labels has no such key', () => {
  const [rule] = printGroup({
    name: 'queue',
    interval: '30s',
    rules: [{ ...recording, labels: undefined }],
  }).rules;
  expect(Object.keys(rule!)).toEqual(['record', 'expr']);
});

test('rules are told apart by what they are named', () => {
  expect([recording, alert].map(isAlert)).toEqual([false, true]);
});
