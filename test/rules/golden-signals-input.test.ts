import { counter, goldenSignals, histogram } from '../../src/index';

const requests = counter('requests_total', { help: 'Requests.' });
const latency = histogram('latency_seconds', { help: 'Latency.', unit: 'seconds', buckets: [1] });

test('golden signals of another metric kind are rejected', () => {
  // @ts-expect-error a histogram is not a counter
  expect(() => goldenSignals({ requests: latency, errors: {}, latency })).toThrow(
    /golden signals: not a counter \(requests: /,
  );
});

test('an unknown field is rejected', () => {
  // @ts-expect-error there is no such field
  expect(() => goldenSignals({ requests, errors: {}, latency, error: {} })).toThrow(/error/);
});
