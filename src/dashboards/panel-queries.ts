import type { Dashboard, Panel } from '@grafana/grafana-foundation-sdk/dashboard';
import type { Dataquery } from '@grafana/grafana-foundation-sdk/prometheus';

/** One query of a panel, as it is written in the dashboard. */
export interface PanelTarget {
  /** Title of the panel. */
  readonly panel: string;
  readonly refId: string;
  /** PromQL with Grafana's variables. */
  readonly expr: string;
  readonly legend: string;
  /** Whether the panel shows the present only. */
  readonly instant: boolean;
}

/** The panels of a dashboard, without the headings between them. */
export function panelsOf({ panels = [] }: Dashboard): readonly Panel[] {
  return panels.filter((panel): panel is Panel => panel.type !== 'row');
}

/** Every query of every panel, to be asked by somebody other than Grafana: see {@link resolved}. */
export function panelQueries(dashboard: Dashboard): readonly PanelTarget[] {
  return panelsOf(dashboard).flatMap(({ title = '', targets = [] }) =>
    // The SDK keeps the kind of a query out of a panel's type; here all are Prometheus'.
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
 * A query as Grafana would ask it with the dashboard's own choices.
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
      // The longer name first: one may start with the other.
      .toSorted(([a], [b]) => b.length - a.length)
      .reduce((text, [name, value]) => text.replaceAll(name, () => value), expr)
  );
}
