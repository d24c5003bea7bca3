import type { Panel } from '@grafana/grafana-foundation-sdk/dashboard';
import { colorAt, type ColorStep } from './color';
import { escapeHtml, formatValue, mappedText, numberOf } from './format';
import { valueField } from '../panels/table';
import type { Series } from './query-runner';

/** Results of a table's queries, combined like Grafana's transformations merge and organize. */
export function tableHtml(panel: Panel, answers: readonly (readonly Series[])[]): string {
  const organize = panel.transformations?.find(({ id }) => id === 'organize')?.options as {
    readonly indexByName: Readonly<Record<string, number>>;
    readonly renameByName: Readonly<Record<string, string>>;
  };
  // Grafana shows no column for a label that no series has.
  const hasData = (field: string) =>
    field.startsWith('Value #') || answers.flat().some(({ metric }) => metric[field] !== undefined);
  const fields = Object.keys(organize.indexByName).filter(
    (field) => organize.renameByName[field] && hasData(field),
  );
  const labels = fields.filter((field) => !field.startsWith('Value #'));
  const rows = new Map<string, Map<string, string>>();
  for (const [query, answer] of answers.entries())
    for (const { metric, values } of answer) {
      const key = labels.map((label) => metric[label] ?? '').join('\n');
      const row = rows.get(key) ?? new Map(labels.map((label) => [label, metric[label] ?? '']));
      row.set(valueField(query), values.at(-1)![1]);
      rows.set(key, row);
    }
  const head = fields.map((field) => `<th>${escapeHtml(organize.renameByName[field]!)}</th>`);
  const body = [...rows.values()].map(
    (row) =>
      `<tr>${fields.map((field) => cell(panel, organize.renameByName[field]!, row.get(field))).join('')}</tr>`,
  );
  return `<table><tr>${head.join('')}</tr>${body.join('')}</table>`;
}

function cell({ fieldConfig }: Panel, title: string, content: string | undefined): string {
  const properties =
    fieldConfig?.overrides.find(({ matcher }) => matcher.options === title)?.properties ?? [];
  const property = (id: string): unknown => properties.find((candidate) => candidate.id === id)?.value;
  if (content === undefined) return '<td></td>';
  const unit = property('unit') as string | undefined;
  if (unit === undefined)
    return `<td>${property('links') === undefined ? escapeHtml(content) : `<a>${escapeHtml(content)}</a>`}</td>`;
  const value = numberOf(content);
  const thresholds = property('thresholds') as { readonly steps: readonly ColorStep[] } | undefined;
  const color = thresholds === undefined ? '' : ` style="background:${colorAt(value, thresholds.steps)}66"`;
  const text =
    mappedText(value, property('mappings')) ??
    formatValue(value, unit, property('decimals') as number | undefined);
  return `<td${color}>${escapeHtml(text)}</td>`;
}
