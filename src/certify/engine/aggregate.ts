import type { Aggregation, Aggregator } from '../../promql/expr';
import { groupBy } from '../../findings/group-by';
import { Unsupported, type Labels, type Vector } from './series';

const REDUCE: Readonly<Partial<Record<Aggregator, (values: readonly number[]) => number>>> = {
  sum: (values) => values.reduce((total, value) => total + value, 0),
  avg: (values) => values.reduce((total, value) => total + value, 0) / values.length,
  min: (values) => Math.min(...values),
  max: (values) => Math.max(...values),
  count: (values) => values.length,
  group: () => 1,
};

/** The order in which series are taken. */
const FIRST: Readonly<Partial<Record<Aggregator, (a: number, b: number) => number>>> = {
  topk: (a, b) => b - a,
  bottomk: (a, b) => a - b,
};

/** @param parameter the k of topk and bottomk */
export function aggregated(expr: Aggregation, vector: Vector, parameter?: number): Vector {
  const { operator, grouping } = expr;
  const order = FIRST[operator];
  if (order !== undefined && parameter !== undefined)
    return [...groupBy(vector, ({ labels }) => keyOf(labels, grouping)).values()].flatMap((group) =>
      firstOf(group, order, parameter),
    );
  const reduce = REDUCE[operator];
  if (reduce === undefined) throw new Unsupported(`the aggregation ${operator} is not simulated`);
  const groups = new Map<string, { readonly labels: Labels; readonly values: number[] }>();
  for (const { labels, value } of vector) {
    const key = keyOf(labels, grouping);
    const group = groups.get(key);
    if (group !== undefined) {
      group.values.push(value);
      continue;
    }
    const names = grouping === undefined ? [] : kept(labels, grouping);
    groups.set(key, {
      labels: Object.fromEntries(names.map((name) => [name, labels[name]!])),
      values: [value],
    });
  }
  return [...groups.values()].map(({ labels, values }) => ({ labels, value: reduce(values) }));
}

const keyOf = (labels: Labels, grouping: Aggregation['grouping']): string =>
  grouping === undefined
    ? ''
    : kept(labels, grouping)
        .map((name) => `${name}=${labels[name]}`)
        .join('\n');

/** @throws Unsupported where equal values compete, as Prometheus takes any of them */
function firstOf(group: Vector, order: (a: number, b: number) => number, count: number): Vector {
  const ordered = group.toSorted((a, b) => order(a.value, b.value));
  const taken = Math.max(0, Math.floor(count));
  const [last, next] = [ordered[taken - 1], ordered[taken]];
  if (last !== undefined && last.value === next?.value)
    throw new Unsupported('several series with equal values compete for a place');
  return ordered.slice(0, taken);
}

/** Labels that a group keeps, in one order for all elements. */
function kept(
  labels: Labels,
  { mode, labels: named }: NonNullable<Aggregation['grouping']>,
): readonly string[] {
  if (mode === 'by') return named.filter((name) => name in labels);
  return Object.keys(labels)
    .filter((name) => name !== '__name__' && !named.includes(name))
    .toSorted();
}
