import type { Aggregation, Aggregator } from './expr';
import { requireLabels, vectorOf, type InstantVector } from './vector';

type All = (vector: InstantVector) => InstantVector<never>;
type By = <L extends string, const K extends L>(
  labels: readonly K[],
  vector: InstantVector<L>,
) => InstantVector<K>;

/**
 * Sum over all series.
 * @example
 * sum(rate(select(requests), '5m')) // sum(rate(http_requests_total[5m]))
 */
export const sum = all('sum');
/**
 * Number of series.
 * @example
 * count(select(inFlight)) // count(http_requests_in_flight)
 */
export const count = all('count');
/**
 * Smallest value.
 * @example
 * min(select(inFlight)) // min(http_requests_in_flight)
 */
export const min = all('min');
/**
 * Largest value.
 * @example
 * max(select(inFlight)) // max(http_requests_in_flight)
 */
export const max = all('max');

/**
 * Sum over the series with equal values of the labels, which alone are kept.
 * @example
 * sumBy(['code'], rate(select(requests), '5m')) // sum by (code) (rate(http_requests_total[5m]))
 */
export const sumBy = by('sum');
/**
 * Like {@link sumBy}, the average.
 * @example
 * avgBy(['job'], select(inFlight)) // avg by (job) (http_requests_in_flight)
 */
export const avgBy = by('avg');
/**
 * Like {@link sumBy}, the smallest value.
 * @example
 * minBy(['job'], select(inFlight)) // min by (job) (http_requests_in_flight)
 */
export const minBy = by('min');
/**
 * Like {@link sumBy}, the largest value.
 * @example
 * maxBy(['pod'], select(inFlight)) // max by (pod) (http_requests_in_flight)
 */
export const maxBy = by('max');
/**
 * Like {@link sumBy}, the number of series.
 * @example
 * countBy(['job'], select(inFlight)) // count by (job) (http_requests_in_flight)
 */
export const countBy = by('count');

/**
 * Sums over the named labels and keeps all others.
 * @example
 * sumWithout(['pod', 'instance'], select(inFlight)) // sum without (pod, instance) (http_requests_in_flight)
 */
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

/**
 * The k largest series, with all their labels.
 * @example
 * topk(3, select(inFlight)) // topk(3, http_requests_in_flight)
 */
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
