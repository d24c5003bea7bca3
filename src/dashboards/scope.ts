import type { PlacedService } from '../catalog/placement';
import { matching, type InstantVector, type Series, type ValueMatcher } from '../promql/build';
import type { SeriesKind } from '../promql/vector';
import type { GoldenSignals } from '../rules/golden-signals';
import { hasNamespace, scopeLabels, SCRAPED_LABELS, type Scope } from '../rules/scope';

/**
 * The scope of panels: the service in the namespace of the dashboard's variable, or in its own where its series have no
 * namespace to choose.
 */
export function shownScope({
  name,
  namespace,
  job,
  labels,
  pushed,
  controller,
}: Pick<PlacedService, 'name' | 'namespace' | 'job' | 'labels' | 'pushed' | 'controller'>): Scope {
  return {
    name,
    namespace: hasNamespace({ labels, pushed }) ? '$namespace' : namespace,
    ...(job === undefined ? {} : { job }),
    ...(labels === undefined ? {} : { labels }),
    ...(controller === undefined ? {} : { controller }),
    ...(pushed === undefined ? {} : { pushed }),
  };
}

/** The same for every object that creates its pods in some namespace. */
export const shownScopes = (
  service: Parameters<typeof shownScope>[0] & Pick<PlacedService, 'otherControllers'>,
): readonly [Scope, ...Scope[]] => [
  shownScope(service),
  ...(service.otherControllers ?? []).map((controller) => shownScope({ ...service, controller })),
];

/**
 * Labels that distinguish a service in one environment from the same service in another. Prometheus adds `cluster` only to
 * series that leave it; within one cluster, grouping by it changes nothing.
 */
export const PLACE_LABELS = ['cluster', ...SCRAPED_LABELS] as const;

/** Series in a store of several clusters, which have the label `cluster`. */
export function ofAnyCluster<L extends string, K extends SeriesKind>(
  series: Series<L, K>,
): Series<L | 'cluster', K> & InstantVector<L | 'cluster'> {
  return { ...series, labels: new Set([...series.labels, 'cluster']) };
}

/** The labels that break requests down, and for which the dashboard has variables. */
export function choosable(
  scope: Pick<Scope, 'labels' | 'pushed'>,
  { by }: Pick<GoldenSignals, 'by'>,
): readonly string[] {
  return by.filter((label) => !scopeLabels(scope).includes(label));
}

/** The variable of a label. The prefix avoids conflicts with the other variables of a dashboard. */
export function variableOf(label: string): string {
  return `by_${label.replaceAll(/\W/g, '_')}`;
}

/** Matchers for the values selected in the variables of these labels. */
export function chosen(by: readonly string[]): Readonly<Record<string, ValueMatcher>> {
  return Object.fromEntries(by.map((label) => [label, matching(`$${variableOf(label)}`)]));
}

/**
 * Restricts scraped series to the values selected in the variables. Unlike other matchers, these are not checked against
 * the values in the metric table, because they hold variables.
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

/** The legend of a series: its labels that break requests down. */
export function legendOf(by: readonly string[], otherwise: string): string {
  return by.length === 0 ? otherwise : by.map((label) => `{{${label}}}`).join(' ');
}
