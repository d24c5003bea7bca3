import { TooltipDisplayMode, VisibilityMode } from '@grafana/grafana-foundation-sdk/common';
import type { PanelBuilder } from '@grafana/grafana-foundation-sdk/dashboard';
import type { Options } from '@grafana/grafana-foundation-sdk/heatmap';
import { UNITS, type HeatmapSpec } from '../panel';
import { rangeQuery, startPanel, type PanelContext } from './basics';

const OPTIONS: Options = {
  // The data is already in buckets.
  calculate: false,
  color: { scheme: 'Blues', fill: 'blue', exponent: 0.5, steps: 64, reverse: false },
  filterValues: { le: 1e-9 },
  showValue: VisibilityMode.Never,
  cellGap: 1,
  yAxis: {},
  legend: { show: true },
  tooltip: { mode: TooltipDisplayMode.Single, yHistogram: true },
  exemplars: { color: 'purple' },
};

export function heatmapPanel(spec: HeatmapSpec, context: PanelContext): PanelBuilder {
  const options: Options = { ...OPTIONS, yAxis: { unit: UNITS[spec.unit] } };
  return startPanel('heatmap', spec, context)
    .targets([rangeQuery(spec.query, 0, 'heatmap')])
    .options(options);
}
