import {
  TableCellBackgroundDisplayMode,
  TableCellDisplayMode,
  TableCellHeight,
} from '@grafana/grafana-foundation-sdk/common';
import type { DynamicConfigValue, PanelBuilder } from '@grafana/grafana-foundation-sdk/dashboard';
import type { Options } from '@grafana/grafana-foundation-sdk/table';
import { UNITS, type TableColumn, type TableSpec } from '../panel';
import { instantQuery, refId, thresholdSteps, startPanel, wordMappings, type PanelContext } from './basics';

/** Grafana's name for the values of a query in a table merged from several. */
export function valueField(index: number): string {
  return `Value #${refId(index)}`;
}

export function tablePanel(spec: TableSpec, context: PanelContext): PanelBuilder {
  const { labels, columns, sortBy } = spec;
  const fields = [...Object.keys(labels), ...columns.map((_, index) => valueField(index))];
  const titles = [...Object.values(labels), ...columns.map(({ title }) => title)];
  const options: Options = {
    frameIndex: 0,
    showHeader: true,
    cellHeight: TableCellHeight.Sm,
    sortBy: [{ displayName: sortBy.column, desc: sortBy.order === 'descending' }],
  };
  const builder = startPanel('table', spec, context)
    .targets(columns.map(({ query }, index) => instantQuery({ query, legend: '' }, index, 'table')))
    // Joins the results of all queries: rows with the same labels become one.
    .withTransformation({ id: 'merge', options: {} })
    .withTransformation({
      id: 'organize',
      options: {
        excludeByName: { Time: true },
        indexByName: Object.fromEntries(fields.map((field, index) => [field, index])),
        renameByName: Object.fromEntries(
          fields.flatMap((field, index) => (titles[index] === undefined ? [] : [[field, titles[index]]])),
        ),
      },
    })
    .options(options);
  for (const [label, title] of Object.entries(labels)) {
    const link = spec.links?.[label];
    if (title === undefined) builder.overrideByName(label, [{ id: 'custom.hidden', value: true }]);
    else if (link !== undefined)
      builder.overrideByName(title, [{ id: 'links', value: [{ ...link, targetBlank: false }] }]);
  }
  for (const column of columns) builder.overrideByName(column.title, columnProperties(column));
  return builder;
}

function columnProperties(column: TableColumn): DynamicConfigValue[] {
  const { unit, decimals, thresholds = [], base = 'green' } = column;
  const properties: DynamicConfigValue[] = [{ id: 'unit', value: UNITS[unit] }];
  const mappings = wordMappings(column);
  if (decimals !== undefined) properties.push({ id: 'decimals', value: decimals });
  if (mappings.length > 0) properties.push({ id: 'mappings', value: mappings });
  if (thresholds.length > 0)
    properties.push(
      { id: 'thresholds', value: thresholdSteps(base, thresholds) },
      {
        id: 'custom.cellOptions',
        value: { type: TableCellDisplayMode.ColorBackground, mode: TableCellBackgroundDisplayMode.Basic },
      },
    );
  return properties;
}
