import {
  GraphDrawStyle,
  GraphThresholdsStyleMode,
  LegendDisplayMode,
  LegendPlacement,
  SortOrder,
  TooltipDisplayMode,
  VisibilityMode,
} from '@grafana/grafana-foundation-sdk/common';
import { FieldColorModeId, type PanelBuilder } from '@grafana/grafana-foundation-sdk/dashboard';
import type { FieldConfig, Options } from '@grafana/grafana-foundation-sdk/timeseries';
import type { TimeSeriesSpec } from '../panel';
import { rangeQuery, refId, startPanel, thresholdsOf, type PanelContext } from './basics';

const OPTIONS: Options = {
  legend: {
    displayMode: LegendDisplayMode.List,
    placement: LegendPlacement.Bottom,
    showLegend: true,
    calcs: [],
  },
  tooltip: { mode: TooltipDisplayMode.Multi, sort: SortOrder.Descending },
};

const LINES: FieldConfig = {
  drawStyle: GraphDrawStyle.Line,
  lineWidth: 1,
  fillOpacity: 8,
  showPoints: VisibilityMode.Never,
};

export function timeSeriesPanel(spec: TimeSeriesSpec, context: PanelContext): PanelBuilder {
  const builder = startPanel('timeseries', spec, context)
    .targets(spec.queries.map((query, index) => rangeQuery(query, index)))
    .options(OPTIONS)
    .custom(linesWith(spec.thresholds));
  if (spec.min !== undefined) builder.min(spec.min);
  if (spec.max !== undefined) builder.max(spec.max);
  if (spec.thresholds !== undefined) builder.thresholds(thresholdsOf('transparent', spec.thresholds));
  for (const [index, { color }] of spec.queries.entries())
    if (color !== undefined)
      builder.overrideByQuery(refId(index), [
        { id: 'color', value: { mode: FieldColorModeId.Fixed, fixedColor: color } },
      ]);
  return builder;
}

function linesWith(thresholds: TimeSeriesSpec['thresholds']): FieldConfig {
  if (thresholds === undefined) return LINES;
  const highest = Math.max(...thresholds.map(({ from }) => from));
  return {
    ...LINES,
    thresholdsStyle: { mode: GraphThresholdsStyleMode.Dashed },
    // A line above all data is not drawn unless the axis reaches it.
    axisSoftMax: highest * 1.1,
  };
}
