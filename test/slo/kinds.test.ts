import { contract } from '../../src/metrics/contract';
import { histogram } from '../../src/metrics/metric';
import { kindOf, latencySlo } from '../../src/slo/slo';

const { wait, size, work } = contract({
  wait: histogram('wait_seconds', { help: 'Wait', unit: 'seconds', buckets: [0.25] }),
  size: histogram('answer_bytes', { help: 'Size', unit: 'bytes', buckets: [1000] }),
  work: histogram('work_done', { help: 'Work', buckets: [5] }),
});

test.each([
  [
    'seconds',
    latencySlo({ name: 'wait', objective: 99, period: '30d', durations: wait, threshold: 0.25 }),
    '0.25 s',
  ],
  [
    'another unit',
    latencySlo({ name: 'size', objective: 99, period: '30d', durations: size, threshold: 1000 }),
    '1000 bytes',
  ],
  [
    'no unit',
    latencySlo({ name: 'work', objective: 99, period: '30d', durations: work, threshold: 5 }),
    '5 ',
  ],
])('a latency objective states its threshold in %s', (_what, slo, threshold) => {
  expect(kindOf(slo).promise(slo)).toContain(threshold);
});
