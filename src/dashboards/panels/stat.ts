import {
  BigValueColorMode,
  BigValueGraphMode,
  BigValueJustifyMode,
  BigValueTextMode,
  PercentChangeColorMode,
  VizOrientation,
} from '@grafana/grafana-foundation-sdk/common';
import type { PanelBuilder } from '@grafana/grafana-foundation-sdk/dashboard';
import type { Options } from '@grafana/grafana-foundation-sdk/stat';
import type { StatSpec } from '../panel';
import {
  instantQuery,
  missingMapping,
  startPanel,
  thresholdSteps,
  wordMappings,
  type PanelContext,
} from './basics';

const OPTIONS: Options = {
  graphMode: BigValueGraphMode.None,
  colorMode: BigValueColorMode.Value,
  justifyMode: BigValueJustifyMode.Auto,
  textMode: BigValueTextMode.Value,
  wideLayout: true,
  showPercentChange: false,
  percentChangeColorMode: PercentChangeColorMode.Standard,
  orientation: VizOrientation.Auto,
  reduceOptions: { calcs: ['lastNotNull'] },
};

export function statPanel(spec: StatSpec, context: PanelContext): PanelBuilder {
  const { base = 'text', noData } = spec;
  const mappings = [...wordMappings(spec), ...(base === 'text' ? [] : [missingMapping(noData)])];
  const builder = startPanel('stat', spec, context)
    .targets([instantQuery(spec.query, 0)])
    .options(OPTIONS)
    .thresholds({ build: () => thresholdSteps(base, spec.thresholds ?? []) });
  if (spec.decimals !== undefined) builder.decimals(spec.decimals);
  if (mappings.length > 0) builder.mappings(mappings);
  return builder;
}
