import { counter, gauge, goldenSignals, histogram } from '../../src/index';

const requests = counter('requests_total', { help: 'Requests.' });
const latency = histogram('latency_seconds', { help: 'Latency.', unit: 'seconds', buckets: [1] });

const open = gauge('connections', { help: 'Open connections.' });

test('golden signals of another metric kind are rejected', () => {
  // @ts-expect-error a gauge counts no events
  expect(() => goldenSignals({ requests: open, errors: {}, latency })).toThrow(
    /golden signals: not a counter, histogram or summary \(requests: .*\)\. Name a metric of the contract that counts requests\./,
  );
});

test('errors are labels of the requests or a counter of their own', () => {
  // @ts-expect-error neither of the two
  expect(() => goldenSignals({ requests, errors: '5..', latency })).toThrow(
    'golden signals: neither a map of labels to values nor a counter (errors: "5.."). Write e.g. { status: matching(\'5..\') }, or name a counter, histogram or summary of the contract.',
  );
});

test('an unknown field is rejected', () => {
  // @ts-expect-error there is no such field
  expect(() => goldenSignals({ requests, errors: {}, latency, error: {} })).toThrow(/error/);
});
