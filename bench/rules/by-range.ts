import { isAlert, type Rule } from '../../src/rules/rule';
import type { Result } from './server';

/**
 * A rule that reads what a later rule recorded an evaluation before finds nothing when each rule is evaluated over the
 * whole time before the next one. These come in an order in which each finds all that it reads; only restarts of
 * services without a start time would need their own past.
 */
const FIRST = [
  ':slo_read:',
  ':slo_seen_middle:',
  ':slo_seen:',
  ':slo_counted:',
  ':slo_seen_before:',
  ':slo_process_start_middle:',
  ':slo_process_start:',
  ':slo_process_start_before:',
  ':slo_idle:',
  ':slo_process_begun:',
];

/** Orders rules for range queries, one after the other. Those that count come first, and the others stay in place. */
export function rangeOrder(a: Rule, b: Rule): number {
  return rank(a) - rank(b);
}

function rank(rule: Rule): number {
  const index = isAlert(rule) ? -1 : FIRST.findIndex((part) => rule.record.includes(part));
  return index === -1 ? FIRST.length : index;
}

/**
 * Series as a rule records them, from the result of a range query: a rule takes what differs in labels that it sets
 * itself for one series.
 */
export function asRecorded(
  results: readonly Result[],
  labels: Readonly<Record<string, string>>,
): readonly Result[] {
  const found = new Map<string, { metric: Result['metric']; values: Result['values'][number][] }>();
  for (const { metric: own, values } of results) {
    const metric = { ...own, ...labels };
    const key = JSON.stringify(Object.entries(metric).toSorted(([a], [b]) => (a < b ? -1 : 1)));
    const series = found.get(key) ?? { metric, values: [] };
    series.values.push(...values);
    found.set(key, series);
  }
  return [...found.values()].map(({ metric, values }) => ({
    metric,
    values: values.toSorted(([a], [b]) => a - b),
  }));
}
