import { defineService } from '../../src/catalog/service';
import { contract } from '../../src/metrics/contract';
import { oneOf, pattern } from '../../src/metrics/labels';
import { counter } from '../../src/metrics/metric';
import { renderStack } from '../../src/synth/synthesize';
import { orderApiMetrics } from '../fixtures/stack/order-api-metrics';
import { matching, not, type MatchersFor } from '../../src/promql/build';
import { print } from '../../src/promql/print';
import { availabilitySlo, kindOf, latencySlo, ratioSlo, type Slo } from '../../src/slo/slo';
import { withoutLabels } from '../../src/slo/unlabelled';
import { testEnvironment } from '../support/catalog';

const { requests, requestDuration } = orderApiMetrics;

function textOf(slo: Slo): string | undefined {
  const events = kindOf(slo).events(slo, { name: 'order-api', namespace: 'default' });
  if (events.by !== 'counter') throw new Error(`${slo.name} counts no events`);
  const found = withoutLabels({}, events);
  return found === undefined
    ? undefined
    : print(found.expr).replaceAll('namespace="default", job="order-api"', '…');
}

const objective = { name: 'availability', objective: 99.9, period: '30d' } as const;

const availabilityOf = (
  errors: MatchersFor<typeof requests>,
  counted: MatchersFor<typeof requests> = {},
): string | undefined => textOf(availabilitySlo({ ...objective, requests, errors, counted }));

test('series without a label by which errors are selected are found', () => {
  expect(availabilityOf({ status: matching('5..') })).toBe(
    'count by (namespace, job) (order_api_requests_total{…, status=""}) > 0',
  );
  expect(availabilityOf({ status: matching('5..'), method: 'GET' })).toBe(
    'count by (namespace, job) (order_api_requests_total{…, status=""}) > 0 or count by (namespace, job) (order_api_requests_total{…, method=""}) > 0',
  );
});

test('what all counted events have is no label by which errors are told', () => {
  expect(availabilityOf({ status: matching('5..') }, { endpoint: not('unmatched') })).toBe(
    'count by (namespace, job) (order_api_requests_total{endpoint!="unmatched", …, status=""}) > 0',
  );
});

test('a label without which no event counts at all is missed by the alert anyway', () => {
  expect(availabilityOf({ status: matching('5..') }, { status: matching('[2-5]..') })).toBeUndefined();
  expect(availabilityOf({ status: matching('5..') }, { status: not('499') })).toBe(
    'count by (namespace, job) (order_api_requests_total{status!="499", …, status=""}) > 0',
  );
});

test('an objective that selects bad events by no label has none', () => {
  expect(
    textOf(latencySlo({ ...objective, name: 'latency', durations: requestDuration, threshold: 0.25 })),
  ).toBeUndefined();
});

describe('events that a label tells only by being there', () => {
  const metrics = contract({
    events: counter('login_events_total', {
      help: 'Events',
      labels: { event: oneOf('login', 'token'), error: pattern(/(?:[a-z_]+)?/, { atMost: 9 }) },
    }),
  });
  const tokens = ratioSlo({
    ...objective,
    total: metrics.events,
    counted: { event: 'token' },
    good: { error: '' },
  });

  it('are not taken for events that lost the label', () => {
    expect(textOf(tokens)).toBeUndefined();
    expect(textOf({ ...tokens, good: { error: matching('none|') } })).toBeUndefined();
    expect(textOf({ ...tokens, good: { error: matching('none') } })).toMatch(/error="none"|error=""/);
  });

  it('are counted without the label, so that the doctor accepts the rules', () => {
    const service = defineService({
      name: 'order-api',
      team: 'a',
      port: 8080,
      metrics,
      slos: [tokens],
      workload: 'external',
    });
    const { files, warnings } = renderStack([service], testEnvironment);
    expect(warnings.filter((warning) => !warning.startsWith('environment'))).toEqual([]);
    const { content } = files.find(({ path }) => path.startsWith('slo-'))!;
    expect(content).toMatch(
      /max by \(namespace, job, pod, instance, event\) \(\s*login_events_total\{[^}]*error=""\}/,
    );
  });
});
