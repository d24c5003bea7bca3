import {
  avgBy,
  count,
  countBy,
  max,
  maxBy,
  min,
  minBy,
  select,
  sum,
  sumBy,
  sumWithout,
  topk,
  type InstantVector,
} from '../../src/promql/build';
import { print } from '../../src/promql/print';
import { queue, temperature } from './example-metrics';

const jobs = select(queue);
const all = ['method', 'tenant', 'namespace', 'service', 'pod', 'container', 'job', 'instance'];

test.each<[string, InstantVector, readonly string[]]>([
  ['sum(queue_length)', sum(jobs), []],
  ['count(queue_length)', count(jobs), []],
  ['min(queue_length)', min(jobs), []],
  ['max(queue_length)', max(jobs), []],
  ['sum by (job, method) (queue_length)', sumBy(['job', 'method'], jobs), ['job', 'method']],
  ['avg by (job) (queue_length)', avgBy(['job'], jobs), ['job']],
  ['min by (job) (queue_length)', minBy(['job'], jobs), ['job']],
  ['max by (job) (queue_length)', maxBy(['job'], jobs), ['job']],
  ['count by (job) (queue_length)', countBy(['job'], jobs), ['job']],
  ['sum by () (queue_length)', sumBy([], jobs), []],
  [
    'sum without (pod, instance) (queue_length)',
    sumWithout(['pod', 'instance'], jobs),
    all.filter((label) => label !== 'pod' && label !== 'instance'),
  ],
  ['topk(3, queue_length)', topk(3, jobs), all],
  ['max(sum by (job) (queue_length))', max(sumBy(['job'], jobs)), []],
])('%s has the labels that are left', (text, { expr, labels }, left) => {
  expect(print(expr)).toBe(text);
  expect([...labels]).toEqual(left);
});

describe('a label that the series do not have is refused', () => {
  // As code sees them that works with any contract.
  const someVector: InstantVector = select(temperature);
  const someSum: InstantVector = sumBy(['job'], someVector);
  const someTotal: InstantVector = sum(someVector);
  const labels = 'container, instance, job, namespace, pod, service';

  test.each([
    ['by', () => sumBy(['job', 'method'], someVector), 'temperature_celsius', 'by', 'method', labels],
    ['without', () => sumWithout(['method'], someVector), 'temperature_celsius', 'without', 'method', labels],
    [
      'by, after it was aggregated away',
      () => maxBy(['pod'], someSum),
      'sum by (job) (temperature_celsius)',
      'by',
      'pod',
      'job',
    ],
    [
      'by, when nothing is left',
      () => maxBy(['pod'], someTotal),
      'sum(temperature_celsius)',
      'by',
      'pod',
      'none: nothing is left to name',
    ],
  ])('%s', (_what, build, text, where, label, use) => {
    expect(build).toThrow(
      `PromQL ${text}: the series do not have this label (${where}: "${label}"). Use one of ${use}.`,
    );
  });
});
