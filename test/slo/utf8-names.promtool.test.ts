import { kubernetesObject } from '../../src/kubernetes/object';
import { contract } from '../../src/metrics/contract';
import { oneOf } from '../../src/metrics/labels';
import { counter, histogram } from '../../src/metrics/metric';
import { matching, recorded } from '../../src/promql/build';
import { print } from '../../src/promql/print';
import { goldenSignals } from '../../src/rules/golden-signals';
import { goldenSignalRules } from '../../src/rules/signal-rules';
import { isAlert, printGroup } from '../../src/rules/rule';
import { sloRules } from '../../src/slo/rules';
import { availabilitySlo, latencySlo } from '../../src/slo/slo';
import { checkRules, testRules } from '../../src/testing/rule-tests';
import { diagnose } from '../../src/doctor/diagnose';
import { FAST } from '../../src/slo/recordings';
import { ENGINE } from '../support/engines';

const metrics = contract({
  requests: counter('http.server.requests', {
    help: 'Requests.',
    labels: { 'http.route': oneOf('/a', '/b'), 'http.status_code': oneOf('200', '500') },
  }),
  duration: histogram('http.server.duration', {
    help: 'Durations.',
    labels: { 'http.route': oneOf('/a', '/b') },
    buckets: [0.25, 1],
  }),
});
const { requests, duration } = metrics;
const errors = { 'http.status_code': matching('5..') };

const slos = [
  availabilitySlo({ name: 'availability', objective: 99, period: '30d', requests, errors }),
  latencySlo({ name: 'latency', objective: 99, period: '30d', durations: duration, threshold: 0.25 }),
];

const context = {
  name: 'basket',
  namespace: 'shop',
  team: 'shop',
  runbooks: 'https://runbooks.example.com',
  pushed: {
    labels: { service_namespace: 'shop', service_name: 'basket' },
    instance: 'instance',
    metrics: Object.values(metrics),
  },
};

const signals = goldenSignals({ requests, errors, latency: duration, by: ['http.route'] });
const groups = [...sloRules(context, slos), ...goldenSignalRules(context, signals, [])];

const series = (code: string, values: string) => ({
  series: `{"http.server.requests", service_namespace="shop", service_name="basket", instance="a1", "http.route"="/a", "http.status_code"="${code}"}`,
  values,
});

test('rules over names with dots quote them, and record under names that every version reads', () => {
  const recordings = groups.flatMap(({ rules }) => rules.flatMap((rule) => (isAlert(rule) ? [] : [rule])));
  for (const { record } of recordings) expect(record).toMatch(/^basket:[a-z0-9_]+:[a-z0-9_]+$/);
  const rate = recordings.find(({ record }) => record === 'basket:requests:rate5m')!;
  expect(print(rate.expr.expr)).toBe(
    'sum by (service_namespace, service_name, "http.route") (rate({"http.server.requests", service_namespace="shop", service_name="basket"}[5m]))',
  );
});

test('recorded series may have such names too', () => {
  expect(print(recorded('http.requests:rate5m', ['service.name'], { 'service.name': 'basket' }).expr)).toBe(
    '{"http.requests:rate5m", "service.name"="basket"}',
  );
});

test('Prometheus 3 counts them, and Prometheus 2 refuses the rules', async () => {
  const printed = groups.map(printGroup);
  if (ENGINE.version[0] < 3) return expect(checkRules(printed)).rejects.toThrow('could not parse expression');
  await checkRules(printed);
  const fast = sloRules(context, slos.slice(0, 1)).filter(({ interval }) => interval === FAST.every);
  await testRules({
    groups: fast.map(printGroup),
    interval: '1m',
    scrapeInterval: '30s',
    cases: [
      {
        name: 'a known process has its first errors',
        inputSeries: [series('200', '0+10x40'), series('500', '_x9 3 7 7 9x28')],
        queries: (['all', 'bad'] as const).map((outcome) => ({
          expr: `sum by (service_name) (sum_over_time(basket:slo_events:count1m{outcome="${outcome}"}[1h]))`,
          at: '30m',
          expected: [{ labels: '{service_name="basket"}', value: outcome === 'all' ? 409 : 9 }],
        })),
      },
    ],
  });
});

test.each([
  ['v2.42.0', 'error'],
  ['v3.5.0', undefined],
])('the doctor compares them with Prometheus %s', (tag, severity) => {
  const rule = kubernetesObject(
    {
      apiVersion: 'monitoring.coreos.com/v1',
      kind: 'PrometheusRule',
      metadata: { name: 'basket', namespace: 'monitoring', labels: { release: 'prometheus' } },
      spec: {
        groups: [
          { name: 'a', rules: [{ record: 'basket:requests:sum', expr: 'sum({"http.server.requests"})' }] },
        ],
      },
    },
    { file: 'rules.yaml' },
  )!;
  const { report } = diagnose({
    services: [],
    objects: [rule],
    values: {
      values: { prometheus: { prometheusSpec: { image: { tag } } } },
      name: 'values.yml',
      release: 'prometheus',
      namespace: 'monitoring',
    },
  });
  expect(report.findings.find(({ check }) => check === 'promql-syntax')?.severity).toBe(severity);
});
