import {
  avgOverTime,
  changes,
  countOverTime,
  delta,
  deriv,
  increase,
  lastOverTime,
  maxOverTime,
  minOverTime,
  offset,
  rate,
  recorded,
  resets,
  select,
  sumBy,
  sumOverTime,
  type InstantVector,
  type Series,
} from '../../src/promql/build';
import { print } from '../../src/promql/print';
import { requests, temperature } from './example-metrics';

const counted = select(requests, { method: 'GET' });
const measured = select(temperature);
const summed = sumBy(['job'], measured);

test.each<[string, InstantVector, InstantVector]>([
  ['rate(requests_total{method="GET"}[5m])', rate(counted, '5m'), counted],
  ['increase(requests_total{method="GET"}[1h30m])', increase(counted, '1h30m'), counted],
  ['resets(requests_total{method="GET"}[5m])', resets(counted, '5m'), counted],
  ['rate(requests_total{method="GET"}[5m] offset 1d)', rate(offset(counted, '1d'), '5m'), counted],
  ['delta(temperature_celsius[5m])', delta(measured, '5m'), measured],
  ['deriv(temperature_celsius[5m])', deriv(measured, '5m'), measured],
  ['avg_over_time(temperature_celsius[5m])', avgOverTime(measured, '5m'), measured],
  ['min_over_time(temperature_celsius[5m])', minOverTime(measured, '5m'), measured],
  ['max_over_time(requests_total{method="GET"}[5m])', maxOverTime(counted, '5m'), counted],
  ['sum_over_time(a:b[30d])', sumOverTime(recorded('a:b', ['job']), '30d'), recorded('a:b', ['job'])],
  ['count_over_time(temperature_celsius[5m])', countOverTime(measured, '5m'), measured],
  ['last_over_time(temperature_celsius[5m] offset 1m)', lastOverTime(offset(measured, '1m'), '5m'), measured],
  ['changes(temperature_celsius[5m])', changes(measured, '5m'), measured],
  ['max_over_time(sum by (job) (temperature_celsius)[1h:])', maxOverTime(summed, '1h'), summed],
  ['max_over_time(sum by (job) (temperature_celsius)[1h:1m])', maxOverTime(summed, '1h', '1m'), summed],
  ['max_over_time(temperature_celsius[1h:30s])', maxOverTime(measured, '1h', '30s'), measured],
  [
    'max_over_time(temperature_celsius offset 1d[1h:30s])',
    maxOverTime(offset(measured, '1d'), '1h', '30s'),
    measured,
  ],
])('%s keeps the labels', (text, { expr, labels }, { labels: before }) => {
  expect(print(expr)).toBe(text);
  expect(labels).toEqual(before);
});

describe('what Prometheus would refuse or compute wrongly is refused', () => {
  // As code sees them that works with any contract.
  const anyCounter = counted as Series as Series<string, 'gauge'>;
  const anyGauge = measured as Series as Series<string, 'counter'>;

  test.each([
    [
      'the rate of a gauge',
      () => rate(anyGauge, '5m'),
      'PromQL temperature_celsius: only counters are allowed here (rate: "gauge"). Use deriv(...) or delta(...).',
    ],
    [
      'the increase of a gauge',
      () => increase(anyGauge, '5m'),
      'PromQL temperature_celsius: only counters are allowed here (increase: "gauge"). Use deriv(...) or delta(...).',
    ],
    [
      'the resets of a gauge',
      () => resets(anyGauge, '5m'),
      'PromQL temperature_celsius: only counters are allowed here (resets: "gauge"). Use deriv(...) or delta(...).',
    ],
    [
      'the slope of a counter',
      () => deriv(anyCounter, '5m'),
      'PromQL requests_total{method="GET"}: only gauges are allowed here (deriv: "counter"). Use rate(...) or increase(...).',
    ],
    [
      'the difference of a counter',
      () => delta(anyCounter, '5m'),
      'PromQL requests_total{method="GET"}: only gauges are allowed here (delta: "counter"). Use rate(...) or increase(...).',
    ],
    [
      'a window without length',
      () => rate(counted, '0s'),
      'PromQL rate: a window must be longer than 0 (window: "0s"). Give more than 0, e.g. 5m.',
    ],
    [
      'a window without length over a vector',
      () => maxOverTime(summed, '0'),
      'PromQL max_over_time: a window must be longer than 0 (window: "0"). Give more than 0, e.g. 5m.',
    ],
    [
      'a step without length',
      () => maxOverTime(summed, '1h', '0m'),
      'PromQL max_over_time: a window must be longer than 0 (step: "0m"). Give more than 0, e.g. 5m.',
    ],
    [
      'a window that is no duration',
      () => rate(counted, '1.5h'),
      'duration: not a Prometheus duration (text: "1.5h"). Write whole numbers with units from large to small, e.g. 30s, 5m or 1h30m.',
    ],
  ])('%s', (_what, build, message) => {
    expect(build).toThrow(message);
  });
});
