import type { Builder, Dataquery as VariantOfDataquery } from '@grafana/grafana-foundation-sdk/cog';
import {
  DashboardLinkBuilder,
  DashboardLinkType,
  MappingType,
  PanelBuilder,
  SpecialValueMatch,
  ThresholdsMode,
  type DashboardLink,
  type ThresholdsConfig,
  type ValueMapping,
} from '@grafana/grafana-foundation-sdk/dashboard';
import type { Dataquery, PromQueryFormat } from '@grafana/grafana-foundation-sdk/prometheus';
import { runbookOf } from '../../rules/alert';
import type { Duration } from '../../promql/window';
import { grafanaExpr } from '../grafana-expr';
import {
  UNITS,
  type BaseColor,
  type PanelQuery,
  type PanelSpec,
  type StatSpec,
  type Threshold,
} from '../panel';
import { DATASOURCE } from '../variables';

export interface PanelContext {
  readonly runbooks: string;
  /** Shortest time between two points. */
  readonly scrapeInterval: Duration;
}

/**
 * Starts a panel with what all kinds share: title, unit, text without data, and link to the runbook.
 *
 * It uses the SDK's generic panel builder, as its builders for single kinds load three times as many modules, which
 * slows down every synthesis. The types of their options are imported without loading them.
 */
export function startPanel(
  type: string,
  spec: PanelSpec,
  { runbooks, scrapeInterval }: PanelContext,
): PanelBuilder {
  const builder = new PanelBuilder()
    .type(type)
    .title(spec.title)
    .description(spec.description)
    .datasource(DATASOURCE)
    .unit(UNITS[spec.unit])
    .noValue(spec.noData)
    .interval(spec.interval ?? scrapeInterval);
  return spec.symptom === undefined
    ? builder
    : builder.links([externalLink('Runbook', `${runbooks}/${runbookOf({ symptom: spec.symptom })}`)]);
}

/** A link that opens in a new tab. */
export function externalLink(title: string, url: string): Builder<DashboardLink> {
  return shownLink(
    new DashboardLinkBuilder(title).type(DashboardLinkType.Link).url(url).icon('doc').targetBlank(true),
  );
}

/** A visible link: the default of the SDK hides links in a menu. */
export function shownLink(link: DashboardLinkBuilder): Builder<DashboardLink> {
  const { placement: _menu, ...shown } = link.build();
  return { build: () => shown };
}

/** Grafana's identifier of a query within its panel: A, B, C. */
export function refId(index: number): string {
  return String.fromCodePoint('A'.codePointAt(0)! + index);
}

/** The SDK's query type, with strings instead of an enum whose module would have to be loaded. */
type Query = Omit<Dataquery, 'format' | '_implementsDataqueryVariant'> & {
  readonly format?: `${PromQueryFormat}`;
};

/** A query of the time range, or one at its end. */
const target =
  (range: boolean) =>
  (
    { query, legend, window }: PanelQuery,
    index: number,
    format: Query['format'] = 'time_series',
  ): Builder<VariantOfDataquery> => {
    const content: Query = {
      refId: refId(index),
      expr: grafanaExpr(query.expr, window),
      legendFormat: legend,
      range,
      instant: !range,
      format,
    };
    // The SDK requires this marker function; JSON omits it.
    return { build: () => ({ ...content, _implementsDataqueryVariant: () => undefined }) };
  };

export const rangeQuery = target(true);
export const instantQuery = target(false);

/** Steps of colour, starting with the one below all thresholds. */
export function thresholdSteps(
  base: BaseColor | 'transparent',
  thresholds: readonly Threshold[],
): ThresholdsConfig {
  const steps = thresholds.map(({ from, color }) => ({ value: from, color }));
  return { mode: ThresholdsMode.Absolute, steps: [{ value: null, color: base }, ...steps] };
}

/** Durations from 30 years on are shown as `never`. */
const NEVER = 30 * 365 * 86_400;

/** Texts for 0 and for durations that never end. */
export function wordMappings({ zero, never }: Pick<StatSpec, 'zero' | 'never'>): readonly ValueMapping[] {
  const mappings: ValueMapping[] = [];
  if (zero !== undefined)
    mappings.push({ type: MappingType.ValueToText, options: { '0': { text: zero, color: 'red' } } });
  if (never !== undefined)
    mappings.push({
      type: MappingType.RangeToText,
      options: { from: NEVER, to: null, result: { text: never, color: 'green' } },
    });
  return mappings;
}

/** Grafana shows a missing value in the colour of the lowest step; this makes it grey, as unknown is not healthy. */
export function missingMapping(text: string): ValueMapping {
  return {
    type: MappingType.SpecialValue,
    options: { match: SpecialValueMatch.Null, result: { text, color: 'text' } },
  };
}
