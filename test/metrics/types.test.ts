import { InvalidInput } from '../../src/findings/invalid-input';
import { contract } from '../../src/metrics/contract';
import { oneOf, pattern, unbounded } from '../../src/metrics/labels';
import { counter, gauge, histogram } from '../../src/metrics/metric';
import { countOf, rate, select, sumBy } from '../../src/promql/build';

// Each line under a @ts-expect-error does not compile: tsc, which checks this file too, fails if it does.

const help = 'What it is';

test('what metrics are made of is checked by the compiler', () => {
  // @ts-expect-error -- not a base unit
  expect(gauge('x_milliseconds', { help, unit: 'ms' }).kind).toBe('gauge');
  // @ts-expect-error -- buckets are numbers
  expect(() => histogram('x', { help, buckets: ['1'] })).toThrow(InvalidInput);
  // @ts-expect-error -- no buckets
  expect(() => histogram('x', { help })).toThrow(TypeError);
  // @ts-expect-error -- no bound
  expect(() => pattern(/x/)).toThrow(TypeError);
  // @ts-expect-error -- no reason
  expect(() => unbounded({})).toThrow(TypeError);
});

test('the names that the code uses, labels, values and buckets stay in the type', () => {
  const metrics = contract({
    requests: counter('requests_total', { help, labels: { method: oneOf('GET', 'POST') } }),
    latency: histogram('latency', { help, buckets: [1, 2.5] }),
  });
  const method: 'GET' | 'POST' = metrics.requests.labels.method.values[0]!;
  const bucket: 1 | 2.5 = metrics.latency.buckets[1]!;
  expect([method, bucket]).toEqual(['GET', 2.5]);
  // @ts-expect-error -- no such metric
  expect(metrics.errors).toBeUndefined();
  // @ts-expect-error -- no such label
  expect(metrics.requests.labels.status).toBeUndefined();
  // @ts-expect-error -- declared without labels
  expect(metrics.latency.labels.method).toBeUndefined();
});

test('a declared metric cannot be changed', () => {
  const jobs = gauge('jobs', { help });
  // @ts-expect-error -- readonly
  const rename = () => (jobs.name = 'work');
  expect(rename).toBeInstanceOf(Function);
});

test('metrics without labels have none in a contract either', () => {
  const { jobs, depth, latency } = contract({
    jobs: counter('jobs_total', { help }),
    depth: gauge('depth', { help }),
    latency: histogram('latency', { help, buckets: [1] }),
  });
  // @ts-expect-error -- declared without labels
  expect(() => select(jobs, { nonsense: 'x' })).toThrow(InvalidInput);
  // @ts-expect-error -- declared without labels
  expect(() => select(depth, { nonsense: 'x' })).toThrow(InvalidInput);
  // @ts-expect-error -- declared without labels
  expect(() => countOf(latency, { nonsense: 'x' })).toThrow(InvalidInput);
  // @ts-expect-error -- declared without labels
  expect(() => sumBy(['nonsense'], rate(select(jobs), '5m'))).toThrow(InvalidInput);
});
