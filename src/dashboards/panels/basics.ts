import type { Builder, Dataquery as VariantOfDataquery } from '@grafana/grafana-foundation-sdk/cog';
import {
  DashboardLinkBuilder,
  DashboardLinkType,
  MappingType,
  PanelBuilder,
  SpecialValueMatch,
  ThresholdsConfigBuilder,
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

/** What all panels of a dashboard share. */
export interface PanelContext {
  /** Where the runbooks are. */
  readonly runbooks: string;
  /** No point is shorter than what was scraped. */
  readonly scrapeInterval: Duration;
}

/**
 * Starts a panel with what every panel has: title, unit, what an empty one says, and the way to the runbook.
 *
 * This is the SDK's builder for panels of any kind. Its builders for single kinds load three times as many modules,
 * the schema of the next version among them, which every synthesis would pay for; the types of their options are used
 * without being loaded.
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

/** A link that leaves the dashboard and opens beside it. */
export function externalLink(title: string, url: string): Builder<DashboardLink> {
  return shownLink(
    new DashboardLinkBuilder(title).type(DashboardLinkType.Link).url(url).icon('doc').targetBlank(true),
  );
}

/** A link where readers see it: the SDK's own default hides links in a menu. */
export function shownLink(link: DashboardLinkBuilder): Builder<DashboardLink> {
  const { placement: _menu, ...shown } = link.build();
  return { build: () => shown };
}

/** The letter by which Grafana tells the queries of a panel apart. */
export function refId(index: number): string {
  return String.fromCodePoint('A'.codePointAt(0)! + index);
}

/** A query as the SDK describes it, with the text of an enum's value: its module is not worth loading. */
type Query = Omit<Dataquery, 'format' | '_implementsDataqueryVariant'> & {
  readonly format?: `${PromQueryFormat}`;
};

/** A query over the whole time range. */
export function rangeQuery(query: PanelQuery, index: number, format: Query['format'] = 'time_series') {
  return target(query, index, { range: true, instant: false, format });
}

/** A query as of the end of the time range. */
export function instantQuery(query: PanelQuery, index: number, format: Query['format'] = 'time_series') {
  return target(query, index, { range: false, instant: true, format });
}

function target(
  { query, legend, window }: PanelQuery,
  index: number,
  how: Pick<Query, 'range' | 'instant' | 'format'>,
): Builder<VariantOfDataquery> {
  const content: Query = {
    refId: refId(index),
    expr: grafanaExpr(query.expr, window),
    legendFormat: legend,
    ...how,
  };
  // The SDK marks queries by a function, which JSON leaves out.
  return { build: () => ({ ...content, _implementsDataqueryVariant: () => undefined }) };
}

/** Steps of colour, with the one below all thresholds first. */
export function thresholdSteps(
  base: BaseColor | 'transparent',
  thresholds: readonly Threshold[],
): ThresholdsConfig {
  const steps = thresholds.map(({ from, color }) => ({ value: from, color }));
  return { mode: ThresholdsMode.Absolute, steps: [{ value: null, color: base }, ...steps] };
}

/** From so many seconds on, a length of time is longer than anybody plans: 30 years. */
const NEVER = 30 * 365 * 86_400;

/** Says in a word what 0 means, and what a length of time that never ends. */
export function wordMappings({ zero, never }: Pick<StatSpec, 'zero' | 'never'>): readonly ValueMapping[] {
  return [
    ...(zero === undefined
      ? []
      : [{ type: MappingType.ValueToText as const, options: { '0': { text: zero, color: 'red' } } }]),
    ...(never === undefined
      ? []
      : [
          {
            type: MappingType.RangeToText as const,
            options: { from: NEVER, to: null, result: { text: never, color: 'green' } },
          },
        ]),
  ];
}

/** Grafana gives a missing value the colour of the lowest step, and green is no colour for not knowing. */
export function missingMapping(text: string): ValueMapping {
  return {
    type: MappingType.SpecialValue,
    options: { match: SpecialValueMatch.Null, result: { text, color: 'text' } },
  };
}

export function thresholdsOf(
  base: BaseColor | 'transparent',
  thresholds: readonly Threshold[],
): ThresholdsConfigBuilder {
  const { mode, steps } = thresholdSteps(base, thresholds);
  return new ThresholdsConfigBuilder().mode(mode).steps(steps);
}
