import type { Dashboard, Panel } from '@grafana/grafana-foundation-sdk/dashboard';
import type { Dataquery } from '@grafana/grafana-foundation-sdk/prometheus';

/** One query of a panel, with the variables of the dashboard. */
export interface PanelTarget {
  readonly panel: string;
  readonly refId: string;
  /** PromQL with Grafana's variables. */
  readonly expr: string;
  readonly legend: string;
  readonly instant: boolean;
}

/** The panels of a dashboard, without the headings between them. */
export function panelsOf({ panels = [] }: Dashboard): readonly Panel[] {
  return panels.filter((panel): panel is Panel => panel.type !== 'row');
}

/** Every query of every panel. {@link resolved} makes plain PromQL of them. */
export function panelQueries(dashboard: Dashboard): readonly PanelTarget[] {
  return panelsOf(dashboard).flatMap(({ title = '', targets = [] }) =>
    // The SDK's type leaves the kind of a query open; all queries here are for Prometheus.
    (targets as Dataquery[]).map(({ refId = '', expr, legendFormat = '', instant = false }) => ({
      panel: title,
      refId,
      expr,
      legend: legendFormat,
      instant,
    })),
  );
}

/**
 * A query with the default values of the dashboard's variables, as Grafana would send it.
 * @param windows what Grafana would compute from the time range, e.g. `{ $__interval: '5m', $__rate_interval: '5m' }`
 */
export function resolved(
  expr: string,
  { templating }: Dashboard,
  windows: Readonly<Record<'$__interval' | '$__rate_interval', string>>,
): string {
  const variables = (templating.list ?? []).map(({ name, current, allValue, query }) => {
    const value = current?.value === '$__all' ? allValue : (current?.value ?? query);
    return [`$${name}`, typeof value === 'string' ? value : ''] as const;
  });
  return (
    [...Object.entries(windows), ...variables]
      // Longer names first, because a name may start with another.
      .toSorted(([a], [b]) => b.length - a.length)
      .reduce((text, [name, value]) => text.replaceAll(name, () => value), expr)
  );
}
