import { walk, type Expr } from '../../promql/expr';
import { Unsupported, type Range, type Window } from './series';

function folded(
  { values, from, to }: Range,
  first: number,
  next: (result: number, value: number, before: number) => number,
): number {
  let result = first;
  for (let index = from; index < to; index += 1)
    result = next(result, values[index]!, values[Math.max(index - 1, from)]!);
  return result;
}

const sum = (range: Range): number => folded(range, 0, (total, value) => total + value);

/** What a counter grew by between its first and last sample, resets included. */
const growth = (range: Range): number =>
  folded(range, 0, (total, value, before) => total + (value < before ? value : value - before));

/** How many samples are otherwise than the one before. */
const count = (range: Range, isOther: (value: number, before: number) => boolean): number =>
  folded(range, 0, (total, value, before) => (isOther(value, before) ? total + 1 : total));

/**
 * Extrapolates to the ends of the range like Prometheus.
 * @param start and end of the range, in seconds
 * @see https://github.com/prometheus/prometheus/blob/v3.5.0/promql/functions.go (extrapolatedRate)
 */
function extrapolated(
  range: Range,
  start: number,
  end: number,
  kind: 'counter' | 'gauge',
): number | undefined {
  const { times, values, from, to } = range;
  if (to - from < 2) return undefined;
  const [first, last] = [times[from]!, times[to - 1]!];
  const grown = kind === 'counter' ? growth(range) : values[to - 1]! - values[from]!;
  const sampled = last - first;
  const between = sampled / (to - from - 1);
  let before = first - start >= between * 1.1 ? between / 2 : first - start;
  const after = end - last >= between * 1.1 ? between / 2 : end - last;
  if (kind === 'counter' && grown > 0 && values[from]! >= 0)
    before = Math.min(before, sampled * (values[from]! / grown));
  return (grown * (sampled + before + after)) / sampled;
}

/**
 * The straight line with the least squares of distances to the samples. Equal values have no slope, like in Prometheus.
 * @param at the time, in seconds, at which the line has the returned value
 * @see https://github.com/prometheus/prometheus/blob/v3.5.0/promql/functions.go (linearRegression)
 */
function line(
  { times, values, from, to }: Range,
  at: number,
): { readonly value: number; readonly slope: number } | undefined {
  const samples = to - from;
  if (samples < 2) return undefined;
  let isConstant = true;
  let [sumX, sumY, sumXY, sumXX] = [0, 0, 0, 0];
  for (let index = from; index < to; index += 1) {
    const [x, y] = [times[index]! - at, values[index]!];
    isConstant &&= y === values[from];
    sumX += x;
    sumY += y;
    sumXY += x * y;
    sumXX += x * x;
  }
  if (isConstant) return { value: Number.isFinite(values[from]!) ? values[from]! : Number.NaN, slope: 0 };
  const slope = (sumXY - (sumX * sumY) / samples) / (sumXX - (sumX * sumX) / samples);
  return { value: sumY / samples - (slope * sumX) / samples, slope };
}

/** When a range is read. */
export interface Reading {
  /** Start and end of the range, in seconds. */
  readonly start: number;
  readonly end: number;
  /** The time of the evaluation: the end, unless an offset shifts it. */
  readonly at: number;
  /** Seconds that a prediction looks ahead. @default the function makes none */
  readonly ahead?: number;
}

/** Of a range that has a sample. */
type OverTime = (range: Range, reading: Reading) => number | undefined;

/** Functions from a range to one value a series. */
const OVER_TIME: Readonly<Record<string, OverTime>> = {
  rate: (range, { start, end }) => {
    const increase = extrapolated(range, start, end, 'counter');
    return increase === undefined ? undefined : increase / (end - start);
  },
  increase: (range, { start, end }) => extrapolated(range, start, end, 'counter'),
  delta: (range, { start, end }) => extrapolated(range, start, end, 'gauge'),
  irate: ({ times, values, from, to }) =>
    to - from < 2
      ? undefined
      : growth({ times, values, from: to - 2, to }) / (times[to - 1]! - times[to - 2]!),
  deriv: (range) => line(range, range.times[range.from]!)?.slope,
  predict_linear: (range, { at, ahead = 0 }) => {
    const found = line(range, at);
    return found === undefined ? undefined : found.value + found.slope * ahead;
  },
  resets: (range) => count(range, (value, before) => value < before),
  changes: (range) => count(range, (value, before) => value !== before),
  avg_over_time: (range) => sum(range) / (range.to - range.from),
  sum_over_time: sum,
  min_over_time: (range) => folded(range, Infinity, (least, value) => Math.min(least, value)),
  max_over_time: (range) => folded(range, -Infinity, (most, value) => Math.max(most, value)),
  count_over_time: ({ from, to }) => to - from,
  last_over_time: ({ values, to }) => values[to - 1]!,
  present_over_time: () => 1,
};

export const isOverTime = (name: string): boolean => Object.hasOwn(OVER_TIME, name);

export function overTime(
  name: string,
  windows: readonly Window[],
  reading: Reading,
): readonly { readonly labels: Window['labels']; readonly value: number }[] {
  const reduce = OVER_TIME[name];
  if (reduce === undefined) throw new Unsupported(`the function ${name} is not simulated`);
  return windows.flatMap((window) => {
    const value = window.from === window.to ? undefined : reduce(window, reading);
    return value === undefined ? [] : [{ labels: window.labels, value }];
  });
}

/** How far in the past the newest sample is that the inside of a subquery reads, in seconds. */
export function leastOffset(arg: Expr): number {
  if (arg.node !== 'subquery') return 0;
  return Math.min(
    ...[...walk(arg.expr)].map((node) => (node.node === 'selector' ? (node.offset ?? 0) : Infinity)),
  );
}
