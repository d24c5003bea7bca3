import { histogram, type Counter, type Histogram } from '../../src/metrics/metric';
import {
  anyOf,
  bucketsOf,
  countOf,
  countUpTo,
  eventCounter,
  matching,
  not,
  notMatching,
  offset,
  recorded,
  select,
  sumOf,
  type InstantVector,
} from '../../src/promql/build';
import { print } from '../../src/promql/print';
import { latency, queue, requests, temperature } from './example-metrics';

test.each<[string, InstantVector]>([
  ['temperature_celsius', select(temperature)],
  ['requests_total', select(requests, {})],
  ['requests_total', select(requests, { method: undefined })],
  ['requests_total{method="GET", status="200"}', select(requests, { method: 'GET', status: '200' })],
  ['requests_total{method!="GET"}', select(requests, { method: not('GET') })],
  ['requests_total{method="GET"}', select(requests, { method: anyOf('GET') })],
  ['requests_total{method=~"GET|POST"}', select(requests, { method: anyOf('GET', 'POST') })],
  ['requests_total{status=~"5.."}', select(requests, { status: matching('5..') })],
  ['requests_total{status!~"5.."}', select(requests, { status: notMatching('5..') })],
  ['requests_total{namespace="a", job=~"b.*"}', select(requests, { namespace: 'a', job: matching('b.*') })],
  [String.raw`queue_length{tenant="any\"thing"}`, select(queue, { tenant: 'any"thing' })],
  ['latency_seconds_bucket', bucketsOf(latency)],
  ['latency_seconds_bucket{method="GET"}', bucketsOf(latency, { method: 'GET' })],
  ['latency_seconds_count{method="GET"}', countOf(latency, { method: 'GET' })],
  ['requests_total', eventCounter(requests)],
  ['latency_seconds_count{method="GET"}', eventCounter(latency, { method: 'GET' })],
  ['latency_seconds_sum{job="a"}', sumOf(latency, { job: 'a' })],
  ['latency_seconds_bucket{le="0.25"}', countUpTo(latency, 0.25)],
  [String.raw`latency_seconds_bucket{le=~"1|1\\.0"}`, countUpTo(latency, 1)],
  ['latency_seconds_bucket{method="GET", le="2.5"}', countUpTo(latency, 2.5, { method: 'GET' })],
  ['a:b:c', recorded('a:b:c', ['x'])],
  ['a:b:c{x="1", y!="2"}', recorded('a:b:c', ['x', 'y'], { x: '1', y: not('2') })],
  ['a:b:c', recorded('a:b:c', ['x'], { x: undefined })],
  ['temperature_celsius offset 5m', offset(select(temperature), '5m')],
  ['temperature_celsius offset 1h5m', offset(offset(select(temperature), '5m'), '1h')],
])('%s', (text, { expr }) => {
  expect(print(expr)).toBe(text);
});

const target = ['namespace', 'service', 'pod', 'container', 'job', 'instance'];

test.each([
  ['a counter', select(requests), 'counter', ['method', 'status', ...target]],
  ['a gauge', select(temperature), 'gauge', target],
  ['buckets', bucketsOf(latency), 'counter', ['method', ...target, 'le']],
  ['a count', countOf(latency), 'counter', ['method', ...target]],
  ['a sum', sumOf(latency), 'counter', ['method', ...target]],
  ['one bucket', countUpTo(latency, 1), 'counter', ['method', ...target, 'le']],
  ['a recorded series', recorded('a:b', ['x', 'y']), 'gauge', ['x', 'y']],
  ['the past', offset(select(requests), '1d'), 'counter', ['method', 'status', ...target]],
])('the labels and the kind of %s are known', (_what, series, kind, labels) => {
  expect(series.kind).toBe(kind);
  expect([...series.labels]).toEqual(labels);
});

// What Go, JavaScript and Python write, and what Prometheus 3 makes of it.
test.each([
  [0, String.raw`0|0\\.0`],
  [1, String.raw`1|1\\.0`],
  [10, String.raw`10|10\\.0`],
  [-5, String.raw`-5|-5\\.0`],
  [0.005, undefined],
  [-12.5, undefined],
  [0.0001, undefined],
  [0.00005, String.raw`0\\.00005|5e-05`],
  [-0.00005, String.raw`-0\\.00005|-5e-05`],
  [2.5e-7, String.raw`2\\.5e-7|2\\.5e-07`],
  [1e-12, undefined],
  [999_999, String.raw`999999|999999\\.0`],
  [1e6, String.raw`1000000|1000000\\.0|1e\\+06`],
  [1_048_576, String.raw`1048576|1048576\\.0|1\\.048576e\\+06`],
  [1234567.5, String.raw`1234567\\.5|1\\.2345675e\\+06`],
  [1e21, undefined],
])('the bucket up to %d is found however a client library writes it', (bound, regex) => {
  const one = histogram('x', { help: 'x', buckets: [bound] });
  const le = regex === undefined ? `le="${bound}"` : `le=~"${regex}"`;
  expect(print(countUpTo(one, bound).expr)).toBe(`x_bucket{${le}}`);
});

describe('what a series cannot have is refused', () => {
  // As code sees them that works with any contract.
  const someCounter: Counter = requests;
  const someHistogram: Histogram = latency;

  test.each([
    [
      'a label the metric does not have',
      () => select(someCounter, { nope: 'GET' }),
      'PromQL requests_total{nope="GET"}: the series do not have this label (matchers: "nope"). Use one of container, instance, job, method, namespace, pod, service, status.',
    ],
    [
      'a label that every object inherits',
      () => select(someCounter, { constructor: 'GET' }),
      'PromQL requests_total{constructor="GET"}: the series do not have this label (matchers: "constructor"). Use one of container, instance, job, method, namespace, pod, service, status.',
    ],
    [
      'a second le',
      () => countUpTo(someHistogram, 1, { le: '1' }),
      'PromQL latency_seconds_bucket{le="1"}: the series do not have this label (matchers: "le"). Use one of container, instance, job, method, namespace, pod, service.',
    ],
    [
      'a bucket the histogram does not have',
      () => countUpTo(someHistogram, 0.3),
      'histogram "latency_seconds": the histogram has no such bucket (bucket: 0.3). Use one of 0.25, 1, 2.5, or add it to the contract.',
    ],
    [
      'a label that the rule does not record',
      () => recorded<string>('a:b', ['x', 'y'], { z: '1' }),
      'PromQL a:b{z="1"}: the series do not have this label (matchers: "z"). Use one of x, y.',
    ],
    [
      'a label of a series that has none',
      () => recorded<string>('a:b', [], { z: '1' }),
      'PromQL a:b{z="1"}: the series do not have this label (matchers: "z"). Use one of none: nothing is left to name.',
    ],
    [
      'a name that no rule can have',
      () => recorded('', []),
      'recorded series "": not a recorded name that a query can select (name: ""). Name it level:metric:operations, in letters, digits, underscores and colons.',
    ],
    [
      'a keyword as a name',
      () => recorded('on', []),
      'recorded series "on": not a recorded name that a query can select (name: "on"). Name it level:metric:operations, in letters, digits, underscores and colons.',
    ],
    [
      'an offset that is no duration',
      () => offset(select(temperature), '1.5h'),
      'duration: not a Prometheus duration (text: "1.5h"). Write whole numbers with units from large to small, e.g. 30s, 5m or 1h30m.',
    ],
  ])('%s', (_what, build, message) => {
    expect(build).toThrow(message);
  });
});
