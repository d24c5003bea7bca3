import { startServer } from '../../bench/rules/server';
import { mentionedBy, predictedCost } from '../../src/diff/cost/rule-costs';
import type { StoredSeries } from '../../src/diff/cost/stored';
import type { Expr } from '../../src/promql/expr';
import { print } from '../../src/promql/print';
import { before as side } from './fixture';

const HOUR = 3600;

/** Evaluations at an even and at an odd hour: rules of objectives record by them. */
const MOMENTS = [1_750_000_000, 1_750_000_000 + HOUR].map((time) => Math.floor(time / HOUR) * HOUR + 1500);

/** A time span, in seconds since 1970. */
type Span = readonly [from: number, to: number];

/** When an expression reads each name, if it is evaluated in a span. */
function* spansOf(expr: Expr, [from, to]: Span): Generator<readonly [name: string, Span]> {
  switch (expr.node) {
    case 'number':
    case 'string':
      return;
    case 'selector': {
      const { name, offset = 0 } = expr;
      // The look-back of Prometheus.
      yield [name!, [from - offset - 300, to - offset]];
      return;
    }
    case 'range': {
      const { name, offset = 0 } = expr.selector;
      yield [name!, [from - offset - expr.window, to - offset]];
      return;
    }
    case 'subquery':
      yield* spansOf(expr.expr, [from - (expr.offset ?? 0) - expr.window, to - (expr.offset ?? 0)]);
      return;
    case 'aggregation':
    case 'negation':
      yield* spansOf(expr.expr, [from, to]);
      return;
    case 'call':
      for (const arg of expr.args) yield* spansOf(arg, [from, to]);
      return;
    case 'binary':
      for (const operand of [expr.left, expr.right]) yield* spansOf(operand, [from, to]);
  }
}

/** Whether a series that is there for a share of the time has a sample. */
function hasSample({ labels, duty, every }: StoredSeries, name: string, time: number): boolean {
  const hour = Math.floor(time / HOUR);
  if (labels['hours'] !== undefined && (hour % 2 === 0) !== (labels['hours'] === 'even') && !isHourly(name))
    return false;
  if (isHourly(name)) return time % HOUR < every && (hour % 2 === 0) === (labels['hours'] === 'odd');
  return duty > 0;
}

const isHourly = (name: string): boolean => name.endsWith(':count1h');

test('Prometheus reads and records what is predicted for the rules of two services', async () => {
  const predicted = predictedCost(side, mentionedBy([side]));
  const spans = new Map<string, Span[]>();
  for (const { rule } of predicted.rules)
    for (const moment of MOMENTS)
      for (const [name, span] of spansOf(rule.expr!, [moment, moment]))
        spans.set(name, [...(spans.get(name) ?? []), span]);
  const server = await startServer();
  try {
    const written = [...predicted.store].flatMap(([name, all]) =>
      all.map((series) => {
        const { every, rule, labels } = series;
        // Scrapes are at times of their own.
        const phase = rule === undefined ? 7 : 0;
        const times = new Set<number>();
        for (const [from, to] of spans.get(name) ?? [])
          for (let time = Math.ceil((from - phase) / every) * every + phase; time <= to; time += every)
            if (hasSample(series, name, time)) times.add(time);
        const timestamps = [...times].toSorted((a, b) => a - b).map((time) => time * 1000);
        return {
          labels: { __name__: name, ...labels },
          timestamps,
          // Comparisons hold: of targets that answer, and of counters that grow.
          values: timestamps.map((time) => (name === 'up' ? 1 : time / 1e6)),
        };
      }),
    );
    await server.write(written.filter(({ timestamps }) => timestamps.length > 0));
    const measured = await Promise.all(
      predicted.rules.map(async ({ rule }) => {
        const answers = await Promise.all(
          MOMENTS.map(async (moment) => {
            const time = Math.floor(moment / rule.interval) * rule.interval;
            return server.query(print(rule.expr!), time * 1000);
          }),
        );
        const samples = answers.reduce((sum, { cost }) => sum + cost.samples, 0) / MOMENTS.length;
        const results = answers.reduce((sum, { result }) => sum + result.length, 0) / MOMENTS.length;
        return {
          name: rule.name,
          samples: (samples * HOUR) / rule.interval,
          recorded: rule.kind === 'record' ? (results * HOUR) / rule.interval : 0,
        };
      }),
    );
    const ratio = (of: 'samples' | 'recorded'): number =>
      predicted.rules.reduce((sum, rule) => sum + rule[of], 0) /
      measured.reduce((sum, rule) => sum + rule[of], 0);
    expect(Math.abs(ratio('samples') - 1)).toBeLessThan(0.1);
    expect(Math.abs(ratio('recorded') - 1)).toBeLessThan(0.1);
    const pairs = predicted.rules.map((rule, index) => ({ ...rule, engine: measured[index]! }));
    const large = pairs.filter(({ engine }) => engine.samples > HOUR);
    expect(large.length).toBeGreaterThan(30);
    expect(
      large
        .filter(({ samples, engine }) => Math.abs(samples / engine.samples - 1) > 0.1)
        .map(({ rule }) => rule.name),
    ).toEqual([]);
    const otherResults = pairs.filter(({ recorded, engine }) => Math.abs(recorded - engine.recorded) > 1);
    // Processes begin only at times, and hours end at none of the moments.
    expect(new Set(otherResults.map(({ rule }) => rule.name.replace(/^.*?:/, '')))).toEqual(
      new Set(['slo_process_begun:seconds', 'slo_events:count1h']),
    );
  } finally {
    await server.stop();
  }
});
