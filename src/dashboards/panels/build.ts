import { RowBuilder, type DashboardBuilder } from '@grafana/grafana-foundation-sdk/dashboard';
import type { PanelSpec, Section } from '../panel';
import type { PanelContext } from './basics';
import { heatmapPanel } from './heatmap';
import { place } from './place';
import { statPanel } from './stat';
import { tablePanel } from './table';
import { timeSeriesPanel } from './time-series';

/** Adds sections to a dashboard in reading order. Panel ids start at 1. */
export function addPanels(
  dashboard: DashboardBuilder,
  sections: readonly Section[],
  context: PanelContext,
): void {
  let id = 0;
  for (const { title, at, panels } of place(sections)) {
    dashboard.withRow(new RowBuilder(title).id(++id).gridPos(at));
    for (const { panel, at: position } of panels)
      dashboard.withPanel(panelOf(panel, context).id(++id).gridPos(position));
  }
}

function panelOf(spec: PanelSpec, context: PanelContext) {
  switch (spec.kind) {
    case 'time series':
      return timeSeriesPanel(spec, context);
    case 'stat':
      return statPanel(spec, context);
    case 'heatmap':
      return heatmapPanel(spec, context);
    case 'table':
      return tablePanel(spec, context);
  }
}
