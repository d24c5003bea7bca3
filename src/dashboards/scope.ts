import type { PlacedService } from '../catalog/placement';
import { matching, type InstantVector, type Series, type ValueMatcher } from '../promql/build';
import type { SeriesKind } from '../promql/vector';
import type { GoldenSignals } from '../rules/golden-signals';
import { SCOPE_LABELS, type Scope } from '../rules/scope';

/** The service as panels select it: in the namespace that the reader has chosen. */
export function shownScope({ name }: Pick<PlacedService, 'name'>): Scope {
  return { name, namespace: '$namespace' };
}

/**
 * What tells a service in one environment from the same service in another. Prometheus adds `cluster` to what leaves
 * it; within a single cluster series have no such label, and grouping by it changes nothing.
 */
export const PLACE_LABELS = ['cluster', ...SCOPE_LABELS] as const;

/** Series as a store of several clusters has them: they can be told apart by `cluster`. */
export function ofAnyCluster<L extends string, K extends SeriesKind>(
  series: Series<L, K>,
): Series<L | 'cluster', K> & InstantVector<L | 'cluster'> {
  return { ...series, labels: new Set([...series.labels, 'cluster']) };
}

/** The labels that requests are broken down by, which the reader can choose from. */
export function choosable({ by }: Pick<GoldenSignals, 'by'>): readonly string[] {
  return by.filter((label) => !(SCOPE_LABELS as readonly string[]).includes(label));
}

/** The variable of a label: no service's label can have the name of one of the dashboard's own variables. */
export function variableOf(label: string): string {
  return `by_${label}`;
}

/** What the reader has chosen of each of these labels. */
export function chosen(by: readonly string[]): Readonly<Record<string, ValueMatcher>> {
  return Object.fromEntries(by.map((label) => [label, matching(`$${variableOf(label)}`)]));
}

/**
 * Narrows scraped series down to what the reader has chosen. Unlike matchers of a selector, these are not checked
 * against the values in the contract: they are not values yet.
 */
export function onlyChosen<L extends string, K extends SeriesKind>(
  series: Series<L, K>,
  by: readonly string[],
): Series<L, K> {
  const matchers = Object.entries(chosen(by)).map(([label, { operator, value }]) => ({
    label,
    operator,
    value,
  }));
  return { ...series, expr: { ...series.expr, matchers: [...series.expr.matchers, ...matchers] } };
}

/** How a series is called in a legend after the labels that requests are broken down by. */
export function legendOf(by: readonly string[], otherwise: string): string {
  return by.length === 0 ? otherwise : by.map((label) => `{{${label}}}`).join(' ');
}
