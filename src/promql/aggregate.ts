import type { Aggregation, Aggregator } from './expr';
import { requireLabels, vectorOf, type InstantVector } from './vector';

type All = (vector: InstantVector) => InstantVector<never>;
type By = <L extends string, const K extends L>(
  labels: readonly K[],
  vector: InstantVector<L>,
) => InstantVector<K>;

export const sum = all('sum');
export const count = all('count');
export const min = all('min');
export const max = all('max');

export const sumBy = by('sum');
export const avgBy = by('avg');
export const minBy = by('min');
export const maxBy = by('max');
export const countBy = by('count');

/** Sums over the named labels and keeps all others. */
export function sumWithout<L extends string, const K extends L>(
  labels: readonly K[],
  vector: InstantVector<L>,
): InstantVector<Exclude<L, K>> {
  requireLabels(vector, labels, 'without');
  const kept = [...vector.labels].filter((label) => !(labels as readonly string[]).includes(label));
  return vectorOf(
    { node: 'aggregation', operator: 'sum', grouping: { mode: 'without', labels }, expr: vector.expr },
    kept,
  );
}

/** The k largest series, with all their labels. */
export function topk<L extends string>(k: number, vector: InstantVector<L>): InstantVector<L> {
  const parameter = { node: 'number', value: k } as const;
  return vectorOf({ node: 'aggregation', operator: 'topk', parameter, expr: vector.expr }, vector.labels);
}

function all(operator: Aggregator): All {
  return (vector) => vectorOf({ node: 'aggregation', operator, expr: vector.expr }, []);
}

function by(operator: Aggregator): By {
  return (labels, vector) => {
    requireLabels(vector, labels, 'by');
    const expr: Aggregation = {
      node: 'aggregation',
      operator,
      grouping: { mode: 'by', labels },
      expr: vector.expr,
    };
    return vectorOf(expr, labels);
  };
}
