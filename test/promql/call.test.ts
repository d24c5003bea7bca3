import {
  absent,
  bucketsOf,
  clampMax,
  clampMin,
  histogramQuantile,
  hour,
  matching,
  rate,
  select,
  sub,
  sumBy,
  time,
  timestamp,
  vector,
  withLabels,
  type InstantVector,
} from '../../src/promql/build';
import { print } from '../../src/promql/print';
import { testRules } from '../../src/testing/rule-tests';
import { latency, queue, temperature } from './example-metrics';

const target = ['namespace', 'service', 'pod', 'container', 'job', 'instance'];
const measured = select(temperature);

test.each<[string, InstantVector, readonly string[]]>([
  [
    'histogram_quantile(0.95, sum by (job, le) (rate(latency_seconds_bucket[5m])))',
    histogramQuantile(0.95, sumBy(['job', 'le'], rate(bucketsOf(latency), '5m'))),
    ['job'],
  ],
  [
    'histogram_quantile(0, latency_seconds_bucket)',
    histogramQuantile(0, bucketsOf(latency)),
    ['method', ...target],
  ],
  [
    'histogram_quantile(1, latency_seconds_bucket)',
    histogramQuantile(1, bucketsOf(latency)),
    ['method', ...target],
  ],
  ['absent(temperature_celsius)', absent(measured), []],
  [
    'absent(queue_length{namespace="a", job=~"b|c", pod="", tenant="d"})',
    absent(select(queue, { namespace: 'a', job: matching('b|c'), pod: '', tenant: 'd' })),
    ['namespace', 'tenant'],
  ],
  ['clamp_min(temperature_celsius, 0)', clampMin(measured, 0), target],
  ['clamp_max(temperature_celsius, -0.5)', clampMax(measured, -0.5), target],
  ['vector(1)', vector(1), []],
  ['vector(+Inf)', vector(Infinity), []],
  ['hour()', hour(), []],
  ['time() - temperature_celsius', sub(time(), measured), target],
  ['timestamp(temperature_celsius)', timestamp(measured), target],
  ['vector(1)', withLabels(vector(1), {}), []],
  [
    'label_replace(sum by (job, pod) (temperature_celsius), "pod", "", "", "")',
    withLabels(sumBy(['job', 'pod'], measured), { pod: '' }),
    ['job'],
  ],
  [
    'label_replace(label_replace(vector(1), "slo", "99.9 %", "", ""), "price", "$$5", "", "")',
    withLabels(vector(1), { slo: '99.9 %', price: '$5' }),
    ['slo', 'price'],
  ],
])('%s', (text, { expr, labels }, left) => {
  expect(print(expr)).toBe(text);
  expect([...labels]).toEqual(left);
});

test('constant labels arrive in Prometheus as they were given', async () => {
  const labels = { price: '$5 $1 ${x} $$', quoted: 'a"b\\c', umlaut: 'ü', empty: '' };
  const expr = print(withLabels(vector(1), labels).expr);
  await testRules({
    groups: [{ name: 'g', interval: '1m', rules: [{ record: 'r', expr }] }],
    interval: '1m',
    cases: [
      {
        name: 'all of them',
        inputSeries: [],
        queries: [
          {
            expr,
            at: '0',
            expected: [
              { labels: String.raw`{price="$5 $1 ${'${x}'} $$", quoted="a\"b\\c", umlaut="ü"}`, value: 1 },
            ],
          },
        ],
      },
    ],
  });
});

describe('what makes no sense is refused', () => {
  // As code sees it that works with any contract.
  const someVector: InstantVector = measured;

  test.each<[string, () => InstantVector, string]>([
    [
      'a quantile of what has no buckets',
      () => histogramQuantile(0.5, someVector),
      'PromQL temperature_celsius: the series do not have this label (histogram_quantile: "le"). Use one of container, instance, job, namespace, pod, service.',
    ],
    ...[95, -0.1, NaN].map((quantile): [string, () => InstantVector, string] => [
      `the quantile ${quantile}`,
      () => histogramQuantile(quantile, bucketsOf(latency)),
      `PromQL histogram_quantile: a quantile must be between 0 and 1 (quantile: ${quantile}). Write the 95th percentile as 0.95.`,
    ]),
    [
      'a label with an illegal name',
      () => withLabels(vector(1), { 'a-b': 'c' }),
      'PromQL vector(1): invalid label name (withLabels: "a-b"). Use letters, digits and underscores, not starting with a digit.',
    ],
  ])('%s', (_what, build, message) => {
    expect(build).toThrow(message);
  });
});
