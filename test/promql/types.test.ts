import { InvalidInput } from '../../src/findings/invalid-input';
import {
  absent,
  add,
  and,
  anyOf,
  bucketsOf,
  countOf,
  countUpTo,
  delta,
  deriv,
  div,
  gt,
  histogramQuantile,
  increase,
  mul,
  not,
  offset,
  or,
  rate,
  recorded,
  resets,
  select,
  sum,
  sumBy,
  sumWithout,
  topk,
  unless,
} from '../../src/promql/build';
import { goldenSignals } from '../../src/rules/golden-signals';
import { latency, queue, requests, temperature } from './example-metrics';

// Each line under a @ts-expect-error does not compile: tsc, which checks this file too, fails if it does. What the
// types keep from happening happens here, to show that it is refused at run time as well where the program can tell.

const counted = select(requests);
const measured = select(temperature);
const a = recorded('a', ['job', 'pod']);
const b = recorded('b', ['job', 'team']);

const expectRefused = (build: () => unknown) => expect(build).toThrow(InvalidInput);

describe('select', () => {
  test('knows the labels of a metric', () => {
    // @ts-expect-error -- no such label
    expectRefused(() => select(requests, { nope: 'x' }));
    // @ts-expect-error -- a label of another metric
    expectRefused(() => select(temperature, { method: 'GET' }));
    // @ts-expect-error -- the scrape's endpoint gives way to the service's, so nothing may rely on it
    expectRefused(() => select(requests, { endpoint: 'http' }));
    // @ts-expect-error -- only buckets have le, and they are chosen by countUpTo
    expectRefused(() => bucketsOf(latency, { le: '1' }));
  });

  test('knows the values of an enumerated label', () => {
    // @ts-expect-error -- no such value
    expectRefused(() => select(requests, { method: 'PUT' }));
    // @ts-expect-error -- no such value
    expectRefused(() => select(requests, { method: not('PUT') }));
    // @ts-expect-error -- one value too many
    expectRefused(() => select(requests, { method: anyOf('GET', 'PUT') }));
    // @ts-expect-error -- no such value
    expectRefused(() => countOf(latency, { method: 'PUT' }));
    const anyMethod: string = 'PUT';
    // @ts-expect-error -- any text
    expectRefused(() => select(requests, { method: anyMethod }));
  });

  test('is for counters and gauges, and the parts of a histogram are for histograms', () => {
    // @ts-expect-error -- a histogram has no series of its own name
    expect(select(latency).expr.name).toBe('latency_seconds');
    // @ts-expect-error -- a counter has no buckets
    expect(bucketsOf(requests).expr.name).toBe('requests_total_bucket');
  });

  test('knows the buckets of a histogram', () => {
    // @ts-expect-error -- not declared
    expectRefused(() => countUpTo(latency, 0.3));
    // @ts-expect-error -- not declared
    expectRefused(() => countUpTo(latency, 10, { method: 'GET' }));
  });

  test('knows the labels of a recorded series', () => {
    // @ts-expect-error -- not recorded
    expectRefused(() => recorded('x:y', ['job'], { pod: 'x' }));
  });

  test('takes durations', () => {
    // @ts-expect-error -- no unit
    expectRefused(() => offset(measured, '5'));
    // @ts-expect-error -- no such unit
    expectRefused(() => rate(counted, '5min'));
  });
});

describe('functions over time', () => {
  test('for counters do not take gauges', () => {
    // @ts-expect-error -- a gauge
    expectRefused(() => rate(measured, '5m'));
    // @ts-expect-error -- a gauge
    expectRefused(() => increase(measured, '5m'));
    // @ts-expect-error -- a gauge
    expectRefused(() => resets(measured, '5m'));
    // @ts-expect-error -- recorded series are gauges
    expectRefused(() => rate(a, '5m'));
  });

  test('for gauges do not take counters', () => {
    // @ts-expect-error -- a counter
    expectRefused(() => deriv(counted, '5m'));
    // @ts-expect-error -- a counter
    expectRefused(() => delta(bucketsOf(latency), '5m'));
  });

  test('for series do not take what has been computed', () => {
    const summed = sum(counted);
    // @ts-expect-error -- the rate of a sum hides restarts
    expectRefused(() => rate(summed, '5m'));
    // @ts-expect-error -- no series
    expect(() => absent(summed)).toThrow(TypeError);
  });
});

describe('aggregations', () => {
  test('know the labels that are left', () => {
    // @ts-expect-error -- no such label
    expectRefused(() => sumBy(['nope'], counted));
    // @ts-expect-error -- no such label
    expectRefused(() => sumWithout(['tenant'], counted));
    // @ts-expect-error -- summed away
    expectRefused(() => sumBy(['pod'], sumBy(['job'], counted)));
    // @ts-expect-error -- summed away
    expectRefused(() => sumBy(['pod'], sumWithout(['pod'], counted)));
    // @ts-expect-error -- nothing is left
    expectRefused(() => sumBy(['job'], sum(counted)));
    // @ts-expect-error -- topk keeps the labels, and has no others
    expectRefused(() => sumBy(['tenant'], topk(3, counted)));
  });

  test('a quantile needs le, and uses it up', () => {
    const buckets = rate(bucketsOf(latency), '5m');
    // @ts-expect-error -- summed away
    expectRefused(() => histogramQuantile(0.9, sumBy(['job'], buckets)));
    // @ts-expect-error -- only buckets have it
    expectRefused(() => histogramQuantile(0.9, rate(countOf(latency), '5m')));
    // @ts-expect-error -- used up
    expectRefused(() => sumBy(['le'], histogramQuantile(0.9, buckets)));
  });
});

describe('operators', () => {
  test('without on or ignoring need the same labels on both sides', () => {
    // @ts-expect-error -- more on the left
    expectRefused(() => div(a, sumBy(['job'], a)));
    // @ts-expect-error -- more on the right
    expectRefused(() => gt(sumBy(['job'], a), a));
    // @ts-expect-error -- different ones
    expectRefused(() => add(a, b));
    // @ts-expect-error -- different ones
    expectRefused(() => and(a, b));
    // @ts-expect-error -- different ones
    expectRefused(() => unless(a, b));
    // @ts-expect-error -- one side has none
    expectRefused(() => div(a, sum(a)));
  });

  test('join on labels that both sides have', () => {
    // @ts-expect-error -- only on the right
    expectRefused(() => div(a, b, { on: ['team'] }));
    // @ts-expect-error -- only on the left
    expectRefused(() => and(a, b, { on: ['pod'] }));
    // @ts-expect-error -- only on the left
    expectRefused(() => or(a, b, { on: ['pod'] }));
    // @ts-expect-error -- on neither side
    expectRefused(() => div(a, b, { ignoring: ['pod', 'team', 'nope'] }));
    // @ts-expect-error -- not on the right
    expectRefused(() => mul(a, b, { on: ['job'], groupLeft: ['pod'] }));
    // @ts-expect-error -- already joined on
    expectRefused(() => mul(a, b, { on: ['job'], groupLeft: ['job'] }));
  });

  test('know the labels that a join leaves', () => {
    // @ts-expect-error -- not joined on
    expectRefused(() => sumBy(['pod'], div(a, b, { on: ['job'] })));
    // @ts-expect-error -- ignored
    expectRefused(() => sumBy(['pod'], div(a, b, { ignoring: ['pod', 'team'] })));
    // @ts-expect-error -- not taken from the right
    expectRefused(() => sumBy(['team'], mul(a, b, { on: ['job'], groupLeft: [] })));
    // @ts-expect-error -- an intersection takes nothing from the right
    expectRefused(() => sumBy(['team'], and(a, b, { on: ['job'] })));
    expect([...sumBy(['pod', 'team'], mul(a, b, { on: ['job'], groupLeft: ['team'] })).labels]).toEqual([
      'pod',
      'team',
    ]);
  });

  test('need a vector on one side at least', () => {
    // @ts-expect-error -- plain arithmetic needs no PromQL
    expect([...add(1, 2).labels]).toEqual([]);
  });
});

test('golden signals are broken down by labels that both metrics have', () => {
  const both = { requests, errors: {}, latency };
  expect(goldenSignals({ ...both, by: ['method', 'pod'] }).by).toEqual(['method', 'pod']);
  // @ts-expect-error -- only on the requests
  goldenSignals({ ...both, by: ['status'] });
  // @ts-expect-error -- no such value of an enumerated label
  expect(() => goldenSignals({ ...both, errors: { method: 'PUT' } })).toThrow('never has this value');
  // @ts-expect-error -- a gauge counts nothing
  expect(() => goldenSignals({ ...both, requests: queue })).toThrow('not a counter');
});
