import { tryParse } from '../../src/promql/try-parse';

it('tells what is wrong as the rest of a sentence', () => {
  expect(tryParse('sum(')).toEqual({ error: 'syntax error (column 5)' });
  expect(tryParse('rate(up)')).toEqual({ error: 'argument 1 of rate is a vector' });
  expect(tryParse('rated(up)')).toEqual({ error: 'unknown function rated (column 1)' });
});

it.each([
  ['holt_winters(x[5m], 0.5, 0.5)', 'unknown function holt_winters (column 1)', 'function holt_winters'],
  [
    'mad_over_time(x[5m])',
    'experimental function mad_over_time needs --enable-feature=promql-experimental-functions',
    'function mad_over_time',
  ],
  [
    'limitk(2, x)',
    'experimental function limitk needs --enable-feature=promql-experimental-functions (column 1)',
    'function limitk',
  ],
  [
    'up offset (-5m)',
    'duration expression (-5m) needs --enable-feature=promql-duration-expr (column 11)',
    'durations with arithmetic or without a unit',
  ],
  [
    `${'('.repeat(600)}up${')'.repeat(600)}`,
    'nested more than 500 levels deep (column 502)',
    'more than 500 levels of nesting',
  ],
  [
    Array(1002).fill('up').join(' or '),
    'more than 1000 operators in a row (column 1)',
    'more than 1000 operators in a row',
  ],
  ['sum by (x, a:b) (up)', 'label with a colon (column 13)', 'labels with a colon'],
  ['sum by # all\n(x, a:b) (up)', 'label with a colon (line 2, column 6)', 'labels with a colon'],
  ['sum by ("x.y", a:b) (up)', 'label with a colon (column 17)', 'labels with a colon'],
  ['up > 5m', 'not every Prometheus since 2.42 supports 5m (column 6)', 'newer syntax'],
])('tells %s from an error, which only some versions read', (text, unread, feature) => {
  expect(tryParse(text)).toEqual({ unread, feature });
});

it('does not take a defect of the program for an error of the text', () => {
  // @ts-expect-error -- what a caller without types may give
  expect(() => tryParse(undefined)).toThrow(TypeError);
});

it.each(['up[-5m]', 'up[-5]', 'rate(up[-1h30m])', 'max_over_time(up[-5m:1m])', 'max_over_time(up[5m:-1m])'])(
  'rejects a window or step below 0, as every Prometheus does: %s',
  (text) => {
    expect(tryParse(text)).toEqual({
      error: expect.stringMatching(/^window or step below 0 \(column \d+\)$/) as string,
    });
  },
);
