import { duration, milliseconds, seconds, tryMilliseconds } from '../../src/promql/window';

test.each([
  ['0', 0],
  ['0s', 0],
  ['1ms', 1],
  ['30s', 30_000],
  ['5m', 300_000],
  ['90m', 5_400_000],
  ['1h', 3_600_000],
  ['1h30m', 5_400_000],
  ['1d', 86_400_000],
  ['1w', 604_800_000],
  ['1y', 31_536_000_000],
  [
    '1y2w3d4h5m6s7ms',
    31_536_000_000 + 2 * 604_800_000 + 3 * 86_400_000 + 4 * 3_600_000 + 5 * 60_000 + 6_000 + 7,
  ],
  ['292y', 292 * 31_536_000_000],
])('%s is %d ms', (text, length) => {
  expect(tryMilliseconds(text)).toBe(length);
  expect(milliseconds(text)).toBe(length);
  expect(seconds(text)).toBe(length / 1000);
});

test.each([
  '',
  ' ',
  '5',
  '5 m',
  ' 5m',
  '-5m',
  '1.5h',
  'm',
  '5M',
  '30m1h',
  '1m1m',
  '5min',
  '1e3s',
  '293y',
  '9'.repeat(400) + 'y',
])('"%s" is no duration', (text) => {
  expect(tryMilliseconds(text)).toBeUndefined();
});

test('what is no duration is refused with an example', () => {
  expect(() => milliseconds('1.5h')).toThrow(
    'duration: not a Prometheus duration (text: "1.5h"). Write whole numbers with units from large to small, e.g. 30s, 5m or 1h30m.',
  );
});

test.each([
  [0, '0s'],
  [0.0004, '0s'],
  [0.001, '1ms'],
  [1.5, '1s500ms'],
  [30, '30s'],
  [90, '1m30s'],
  [300, '5m'],
  [5400, '1h30m'],
  [86_400, '1d'],
  [30 * 86_400, '30d'],
  [28 * 86_400, '4w'],
  [7 * 86_400 + 1, '7d1s'],
  [365 * 86_400, '1y'],
  [400 * 86_400, '400d'],
  [365 * 86_400 + 7 * 86_400, '372d'],
])('%d s are written %s', (length, text) => {
  expect(duration(length)).toBe(text);
});
