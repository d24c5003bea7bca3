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
import type { Threshold, TimeSeriesSpec } from '../panel';
import { rangeQuery, refId, startPanel, thresholdSteps, type PanelContext } from './basics';

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
  const { thresholds = [] } = spec;
  const builder = startPanel('timeseries', spec, context)
    .targets(spec.queries.map((query, index) => rangeQuery(query, index)))
    .options(OPTIONS)
    .custom(linesWith(thresholds));
  if (spec.min !== undefined) builder.min(spec.min);
  if (spec.max !== undefined) builder.max(spec.max);
  if (thresholds.length > 0) builder.thresholds({ build: () => thresholdSteps('transparent', thresholds) });
  for (const [index, { color }] of spec.queries.entries())
    if (color !== undefined)
      builder.overrideByQuery(refId(index), [
        { id: 'color', value: { mode: FieldColorModeId.Fixed, fixedColor: color } },
      ]);
  return builder;
}

function linesWith(thresholds: readonly Threshold[]): FieldConfig {
  if (thresholds.length === 0) return LINES;
  const highest = Math.max(...thresholds.map(({ from }) => from));
  return {
    ...LINES,
    thresholdsStyle: { mode: GraphThresholdsStyleMode.Dashed },
    // A line above all data is not drawn unless the axis reaches it.
    axisSoftMax: highest * 1.1,
  };
}
