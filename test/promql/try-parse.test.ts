import { tryParse } from '../../src/promql/try-parse';

it('tells what is wrong as the rest of a sentence', () => {
  expect(tryParse('sum(')).toEqual({ error: 'does not parse at column 5' });
  expect(tryParse('rate(up)')).toEqual({ error: 'gives rate a vector as argument 1' });
  expect(tryParse('rated(up)')).toEqual({ error: 'calls the unknown function rated at column 1' });
});

it.each([
  ['holt_winters(x[5m], 0.5, 0.5)', 'calls the unknown function holt_winters at column 1'],
  ['mad_over_time(x[5m])', 'calls the unknown function mad_over_time'],
  ['limitk(2, x)', 'uses limitk(2, x), which not every Prometheus since 2.42 reads, at column 1'],
])('tells %s from an error, which only some versions read', (text, unread) => {
  expect(tryParse(text)).toEqual({ unread });
});

it('does not take a defect of the program for an error of the text', () => {
  // @ts-expect-error -- what a caller without types may give
  expect(() => tryParse(undefined)).toThrow(TypeError);
});
