import { countBy, gt, or, type InstantVector } from '../promql/build';
import { SCOPE_LABELS } from '../rules/scope';
import type { EventCounter, Events } from './events';

/**
 * Counted series without a label by which bad events are selected, as after a release that renames it: each of their
 * events would count as a good one. Undefined where bad events are selected by no label.
 */
export function withoutLabels({ all, part: { counter: part } }: Events): InstantVector | undefined {
  if (all.expr.name !== part.expr.name) return undefined;
  const inAll = new Set(all.expr.matchers.map(({ label }) => label));
  const labels = new Set(part.expr.matchers.map(({ label }) => label).filter((label) => !inAll.has(label)));
  return [...labels]
    .map((label): InstantVector => gt(countBy(SCOPE_LABELS, without(all, label)), 0))
    .reduce<InstantVector | undefined>(
      (first, next) => (first === undefined ? next : or(first, next)),
      undefined,
    );
}

const without = (series: EventCounter, label: string): EventCounter => ({
  ...series,
  expr: { ...series.expr, matchers: [...series.expr.matchers, { label, operator: '=', value: '' }] },
});
