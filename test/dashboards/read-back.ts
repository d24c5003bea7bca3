import { isDeepStrictEqual } from 'node:util';
import * as common from '@grafana/grafana-foundation-sdk/common';
import * as dashboards from '@grafana/grafana-foundation-sdk/dashboard';
import type { Dashboard, Panel, RowPanel, VariableModel } from '@grafana/grafana-foundation-sdk/dashboard';
import * as heatmap from '@grafana/grafana-foundation-sdk/heatmap';
import { DataqueryBuilder } from '@grafana/grafana-foundation-sdk/prometheus';
import * as stat from '@grafana/grafana-foundation-sdk/stat';
import * as table from '@grafana/grafana-foundation-sdk/table';
import * as timeseries from '@grafana/grafana-foundation-sdk/timeseries';

interface Builder {
  build(): unknown;
}

/** Makes the builder of a value that has one of its own. */
type Nested = Readonly<Record<string, (fields: object) => Builder>>;

/** Methods that are not called as the field is, and what they take of its value. */
const RENAMED: Readonly<Record<string, readonly [string, (value: never) => unknown]>> = {
  graphTooltip: ['tooltip', (value) => value],
  refresh_intervals: ['refreshIntervals', (value) => value],
  nowDelay: ['nowDelay', (value) => value],
  exemplars: ['exemplarsColor', ({ color }: { readonly color: string }) => color],
};

/**
 * Reads fields into a builder of the SDK. The SDK for TypeScript has types and builders but no reader of JSON. A builder
 * has one method for each field of its type: a field without one is unknown to the SDK, and a value that a method
 * changes makes a difference in what is built.
 */
function fill<B extends Builder>(builder: B, fields: object, nested: Nested = {}): B {
  for (const [field, value] of Object.entries(fields) as [string, unknown][]) {
    if (isDeepStrictEqual(Reflect.get(builder.build() as object, field), value)) continue;
    const [name, take] = RENAMED[field] ?? [field, (same: unknown) => same];
    const method: unknown = Reflect.get(builder, name);
    if (typeof method !== 'function')
      throw new Error(`${builder.constructor.name} has no method for ${field}`);
    const inner = nested[field];
    const ready =
      inner === undefined
        ? take(value as never)
        : Array.isArray(value)
          ? value.map((item: object) => inner(item))
          : inner(value as object);
    Reflect.apply(method, builder, [ready]);
  }
  return builder;
}

/** What a builder presets and the JSON leaves out is no loss. */
function withoutPlacement<B extends Builder>(builder: B): B {
  Reflect.deleteProperty(builder.build() as object, 'placement');
  return builder;
}

const link = (fields: object) => fill(withoutPlacement(new dashboards.DashboardLinkBuilder('')), fields);
const thresholds = (fields: object) => fill(new dashboards.ThresholdsConfigBuilder(), fields);

/** The SDK's own builder of each kind of panel, and of what its options and fields hold. */
const PANELS: Readonly<Record<string, { readonly start: () => Builder; readonly nested: Nested }>> = {
  timeseries: {
    start: () => new timeseries.PanelBuilder(),
    nested: {
      legend: (fields) => fill(new common.VizLegendOptionsBuilder(), fields),
      tooltip: (fields) => fill(new common.VizTooltipOptionsBuilder(), fields),
      thresholdsStyle: (fields) => fill(new common.GraphThresholdsStyleConfigBuilder(), fields),
    },
  },
  stat: {
    start: () => new stat.PanelBuilder(),
    nested: { reduceOptions: (fields) => fill(new common.ReduceDataOptionsBuilder(), fields) },
  },
  heatmap: {
    start: () => new heatmap.PanelBuilder(),
    nested: {
      color: (fields) => fill(new heatmap.HeatmapColorOptionsBuilder(), fields),
      filterValues: (fields) => fill(new heatmap.FilterValueRangeBuilder(), fields),
      yAxis: (fields) => fill(new heatmap.YAxisConfigBuilder(), fields),
      tooltip: (fields) => fill(new heatmap.HeatmapTooltipBuilder(), fields),
    },
  },
  table: {
    start: () => new table.PanelBuilder(),
    nested: { sortBy: (fields) => fill(new common.TableSortByFieldStateBuilder(), fields) },
  },
};

function query(fields: object): Builder {
  return fill(new DataqueryBuilder(), fields);
}

function panel({ type, options, fieldConfig, ...fields }: Panel): Builder {
  const { start, nested } = PANELS[type]!;
  const { custom = {}, ...defaults } = fieldConfig!.defaults;
  const builder = fill(start(), fields, { targets: query, links: link });
  const known = builder.build() as Panel;
  const presets = Object.entries(known.options as object) as [string, unknown][];
  // As above.
  known.options = Object.fromEntries(presets.filter(([field]) => field in (options as object)));
  known.fieldConfig = { defaults: {}, overrides: [] };
  const changed = Object.entries(options as object).filter(
    ([field, value]) => !isDeepStrictEqual((known.options as Record<string, unknown>)[field], value),
  );
  fill(builder, Object.fromEntries(changed) as object, nested);
  fill(builder, defaults, { thresholds });
  fill(builder, custom as object, nested);
  return fieldConfig!.overrides.length === 0 ? builder : fill(builder, { overrides: fieldConfig!.overrides });
}

const VARIABLES: Readonly<Record<string, (name: string) => Builder>> = {
  datasource: (name) => new dashboards.DatasourceVariableBuilder(name),
  query: (name) => new dashboards.QueryVariableBuilder(name),
  constant: (name) => new dashboards.ConstantVariableBuilder(name),
};

function variable({ query, hide, ...fields }: VariableModel): Builder {
  const builder = fill(VARIABLES[fields.type]!(fields.name), fields);
  const method = { datasource: 'type', constant: 'value' }[fields.type as string] ?? 'query';
  Reflect.apply(Reflect.get(builder, method) as () => void, builder, [query]);
  // Every variable has it in its type, but the builder of constants has no method for it.
  if (hide !== undefined) Object.assign(builder.build() as VariableModel, { hide });
  return builder;
}

function annotation(fields: object): Builder {
  return fill(withoutPlacement(new dashboards.AnnotationQueryBuilder()), fields);
}

/** What the SDK makes of a dashboard's JSON when every field goes through the builder of its type. */
export function readBack({ panels = [], templating, annotations, editable, ...fields }: Dashboard): unknown {
  const builder = fill(new dashboards.DashboardBuilder(''), fields, {
    links: link,
    timepicker: (inner) => fill(new dashboards.TimePickerBuilder(), inner),
  });
  if (editable === false) builder.readonly();
  fill(
    builder,
    { variables: templating.list, annotations: annotations.list },
    { variables: (inner) => variable(inner as VariableModel), annotations: annotation },
  );
  for (const item of panels)
    if (item.type === 'row') builder.withRow(row(item as RowPanel));
    else builder.withPanel(panel(item) as timeseries.PanelBuilder);
  return builder.build();
}

function row(fields: RowPanel) {
  return fill(new dashboards.RowBuilder(''), fields);
}
