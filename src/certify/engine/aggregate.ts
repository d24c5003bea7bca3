import type { Aggregation, Aggregator } from '../../promql/expr';
import { Unsupported, type Labels, type Vector } from './series';

const REDUCE: Readonly<Partial<Record<Aggregator, (values: readonly number[]) => number>>> = {
  sum: (values) => values.reduce((total, value) => total + value, 0),
  avg: (values) => values.reduce((total, value) => total + value, 0) / values.length,
  min: (values) => Math.min(...values),
  max: (values) => Math.max(...values),
  count: (values) => values.length,
  group: () => 1,
};

export function aggregated({ operator, grouping }: Aggregation, vector: Vector): Vector {
  const reduce = REDUCE[operator];
  if (reduce === undefined) throw new Unsupported(`the aggregation ${operator} is not simulated`);
  const groups = new Map<string, { readonly labels: Labels; readonly values: number[] }>();
  for (const { labels, value } of vector) {
    const names = grouping === undefined ? [] : kept(labels, grouping);
    const key = names.map((name) => `${name}=${labels[name]}`).join('\n');
    const group = groups.get(key);
    if (group === undefined)
      groups.set(key, {
        labels: Object.fromEntries(names.map((name) => [name, labels[name]!])),
        values: [value],
      });
    else group.values.push(value);
  }
  return [...groups.values()].map(({ labels, values }) => ({ labels, value: reduce(values) }));
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
