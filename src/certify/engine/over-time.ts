import { walk, type Expr } from '../../promql/expr';
import { Unsupported, type Window } from './series';

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** What a counter grew by between its first and last sample, resets included. */
const growth = (values: readonly number[]): number =>
  values.reduce((total, value, index) => {
    if (index === 0) return 0;
    const before = values[index - 1]!;
    return total + (value < before ? value : value - before);
  }, 0);

/**
 * Extrapolates to the ends of the range like Prometheus.
 * @see https://github.com/prometheus/prometheus/blob/v3.5.0/promql/functions.go (extrapolatedRate)
 */
function extrapolated(
  { times, values }: Window,
  from: number,
  to: number,
  kind: 'counter' | 'gauge',
): number | undefined {
  const [first, last] = [times[0]!, times.at(-1)!];
  if (times.length < 2) return undefined;
  const grown = kind === 'counter' ? growth(values) : values.at(-1)! - values[0]!;
  const sampled = last - first;
  const between = sampled / (times.length - 1);
  let start = first - from >= between * 1.1 ? between / 2 : first - from;
  const end = to - last >= between * 1.1 ? between / 2 : to - last;
  if (kind === 'counter' && grown > 0 && values[0]! >= 0)
    start = Math.min(start, sampled * (values[0]! / grown));
  return (grown * (sampled + start + end)) / sampled;
}

type OverTime = (window: Window, from: number, to: number) => number | undefined;

const ofValues =
  (reduce: (values: readonly number[]) => number): OverTime =>
  ({ values }) =>
    values.length === 0 ? undefined : reduce(values);

/** Functions from a range to one value a series. */
const OVER_TIME: Readonly<Record<string, OverTime>> = {
  rate: (window, from, to) => {
    const increase = extrapolated(window, from, to, 'counter');
    return increase === undefined ? undefined : increase / (to - from);
  },
  increase: (window, from, to) => extrapolated(window, from, to, 'counter'),
  delta: (window, from, to) => extrapolated(window, from, to, 'gauge'),
  irate: ({ times, values }) =>
    times.length < 2 ? undefined : growth(values.slice(-2)) / (times.at(-1)! - times.at(-2)!),
  resets: ofValues((values) => values.filter((value, index) => value < (values[index - 1] ?? value)).length),
  changes: ofValues(
    (values) => values.filter((value, index) => value !== (values[index - 1] ?? value)).length,
  ),
  avg_over_time: ofValues((values) => sum(values) / values.length),
  sum_over_time: ofValues(sum),
  min_over_time: ofValues((values) => values.reduce((least, value) => Math.min(least, value))),
  max_over_time: ofValues((values) => values.reduce((most, value) => Math.max(most, value))),
  count_over_time: ofValues((values) => values.length),
  last_over_time: ofValues((values) => values.at(-1)!),
  present_over_time: ofValues(() => 1),
};

export const isOverTime = (name: string): boolean => Object.hasOwn(OVER_TIME, name);

export function overTime(
  name: string,
  windows: readonly Window[],
  from: number,
  to: number,
): readonly { readonly labels: Window['labels']; readonly value: number }[] {
  const reduce = OVER_TIME[name];
  if (reduce === undefined) throw new Unsupported(`the function ${name} is not simulated`);
  return windows.flatMap((window) => {
    const value = window.times.length === 0 ? undefined : reduce(window, from, to);
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
