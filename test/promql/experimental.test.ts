import { EXPERIMENTAL } from '../../src/promql/functions';
import { tryParse } from '../../src/promql/try-parse';
import { ENGINE } from '../support/engines';
import { startPrometheus } from '../support/prometheus';
import { refusedByPromtool } from './refused-by-promtool';

/** A call of every experimental function. */
const CALLS: Readonly<Record<string, string>> = {
  double_exponential_smoothing: '(a[5m], 0.5, 0.5)',
  info: '(a)',
  limit_ratio: '(0.1, a)',
  limitk: '(2, a)',
  mad_over_time: '(a[5m])',
  sort_by_label: '(a, "b")',
  sort_by_label_desc: '(a, "b")',
  ts_of_last_over_time: '(a[5m])',
  ts_of_max_over_time: '(a[5m])',
  ts_of_min_over_time: '(a[5m])',
};

test('experimental functions are not checked, and the flag that they need is named', () => {
  for (const name of EXPERIMENTAL)
    expect(tryParse(name + CALLS[name])).toEqual({
      unread: expect.stringContaining(
        `experimental function ${name} needs --enable-feature=promql-experimental-functions`,
      ) as string,
      feature: `function ${name}`,
    });
});

test('no Prometheus takes them without the flag, and Prometheus 3 does with it', async () => {
  const calls = [...EXPERIMENTAL].map((name) => name + CALLS[name]);
  expect(await refusedByPromtool(calls)).toEqual(calls);
  expect(await refusedByPromtool(calls, FLAG)).toEqual(ENGINE.version[0] < 3 ? calls : []);
});

/** promtool of Prometheus 2.42 has no such flag: it ignores the name. */
const FLAG = ['--enable-feature=promql-experimental-functions'];

const LENGTHS: readonly (readonly [text: string, length: string, column: number])[] = [
  ['a[5m+1m]', '5m+1m', 3],
  ['a[5m * 2]', '5m * 2', 3],
  ['a[1h:(1m)]', '(1m)', 6],
  ['a offset (5m)', '(5m)', 10],
];

test.each(LENGTHS)('%s is not checked, and the flag that it needs is named', (text, length, column) => {
  expect(tryParse(text)).toEqual({
    unread: `duration expression ${length} needs --enable-feature=promql-duration-expr (column ${column})`,
    feature: 'durations with arithmetic or without a unit',
  });
});

// promtool 3.5 has no option for it, so a server answers.
test.each(
  ENGINE.version[0] < 3
    ? [[[], false] as const]
    : [[[], false] as const, [['--enable-feature=promql-duration-expr'], true] as const],
)('Prometheus with %j takes computed lengths of time: %j', async (flags, taken) => {
  const prometheus = await startPrometheus(() => ({}), {}, flags);
  try {
    for (const [text] of LENGTHS) {
      const answer = await prometheus.query(text).catch((error: unknown) => String(error));
      expect([text, answer]).toEqual([text, taken ? [] : (expect.stringContaining('parse error') as string)]);
    }
  } finally {
    await prometheus.stop();
  }
});
