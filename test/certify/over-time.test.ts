import { evaluate } from '../../src/certify/engine/evaluate';
import { Known } from '../../src/certify/engine/simulation';
import { parse } from '../../src/promql/parse';

/** Free bytes, every 30 seconds. */
const FREE = [100, 90, 70, 65, 40, 41, 5, 3, 2, 9, 1];

/** The value of an expression after four minutes. */
function valueOf(text: string): number | undefined {
  const series = { labels: {}, at: (scrape: number) => FREE[scrape] };
  const full = { labels: {}, at: () => 7 };
  const simulation = {
    samples: {
      interval: 30,
      phase: 0,
      byName: new Map([
        ['free', [series]],
        ['full', [full]],
      ]),
    },
    recordings: new Map(),
    known: new Known(),
    work: { left: 10_000 },
  };
  const result = evaluate(simulation, parse(text), { at: 240, now: 240 });
  return typeof result === 'number' ? result : result[0]?.value;
}

// As promtool of Prometheus 2.42 prints them; from 3.0 on a range does not have the sample at its start.
test.each([
  ['predict_linear(free[4m], 600)', -276.577_777_777_777_8],
  ['predict_linear(free[2m] offset 1m, 600)', -325.4],
  ['predict_linear(free[4m:1m], -60)', 17.3],
  ['deriv(free[4m])', -0.448_333_333_333_333_3],
  ['predict_linear(full[2m], 600)', 7],
  ['deriv(full[2m])', 0],
])('%s', (text, value) => {
  expect(valueOf(text)).toBeCloseTo(value, 9);
});

test('one sample has no slope', () => {
  expect(valueOf('deriv(free[10s])')).toBeUndefined();
});
