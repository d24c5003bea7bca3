import { readNewerNumber, readNumber } from '../../src/promql/number';

test.each([
  ['0', 0],
  ['5', 5],
  ['08', 8],
  ['1.50', 1.5],
  ['.5', 0.5],
  ['5.', 5],
  ['1e3', 1000],
  ['1E+3', 1000],
  ['1.5e-3', 0.0015],
  ['0x1F', 31],
  ['0xfffffffffffff', 0xfffffffffffff],
  // As in C and Go, a leading 0 makes it octal ...
  ['017', 15],
  // ... unless a digit or sign says otherwise.
  ['018', 18],
  ['017.5', 17.5],
  ['017e1', 170],
  // ... or 64 bits do not hold it.
  ['01000000000000000000000000', 1e24],
  ['1.e3', 1000],
  ['0X1f', 31],
  ['Inf', Infinity],
  ['inf', Infinity],
  ['NaN', NaN],
  ['nan', NaN],
])('%s is %d', (text, value) => {
  expect(readNumber(text)).toBe(value);
});

test.each([
  '',
  'e3',
  '1e',
  '1_000',
  '5m',
  '0b11',
  '0o17',
  '1e999',
  '0xFFFFFFFFFFFFFFFF',
  '-5',
  '+5',
  '1 000',
  'Infinity',
])('"%s" is no number to every Prometheus since 2.42', (text) => {
  expect(readNumber(text)).toBeUndefined();
});

test.each([
  ['1_000', 1000],
  ['0X_1f', 31],
  ['1_0.5_0e1_0', 10.5e10],
  ['5m', 300],
  ['1h30m', 5400],
  ['0', 0],
  ['1__0', undefined],
  ['1_', undefined],
  ['0x1__F', undefined],
  ['1e999', undefined],
  ['300y', undefined],
])('%s is %d to Prometheus 3', (text, value) => {
  expect(readNewerNumber(text)).toBe(value);
});
