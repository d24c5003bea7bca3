import { Values } from '../../../bench/noise/values';

const textOf = (samples: readonly (readonly [step: number, value: number])[]): string => {
  const values = new Values();
  for (const [step, value] of samples) values.set(step, value);
  return values.text;
};

test.each([
  [
    'equal values',
    [
      [0, 1],
      [1, 1],
      [2, 1],
    ],
    '1x2 stale',
  ],
  [
    'other values',
    [
      [0, 1],
      [1, 2],
      [2, 2],
    ],
    '1 2x1 stale',
  ],
  ['samples missing at the start', [[3, 7]], '_x3 7 stale'],
  [
    'one sample missing in between',
    [
      [0, 1],
      [2, 1],
    ],
    '1 stale 1 stale',
  ],
  [
    'more missing in between',
    [
      [0, 1],
      [3, 1],
    ],
    '1 stale _ 1 stale',
  ],
] as const)('%s', (_case, samples, text) => {
  expect(textOf(samples)).toBe(text);
});
