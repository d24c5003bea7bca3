import { kindOf, type Declared } from './notation-form';
import { Unreadable } from './unread';

/** Which column of a table holds what; -1 where none does. */
export interface Columns {
  readonly kind: number;
  readonly name: number;
  readonly labels: number;
  readonly buckets: number;
}

export type Row =
  | { readonly is: 'rule' }
  | { readonly is: 'header'; readonly columns: Columns }
  | { readonly is: 'metric'; readonly declared: Declared }
  | { readonly is: 'prose' };

const KIND = /^(counter|gauge|histogram|summary)$/i;
const NAME = /^[^\s|]+$/;
const RIGHT = 'write | Counter | a_requests_total | method, status |';
const NOTHING = /^(?:|[-–—]+|none|n\/a)$/i;
const BOUNDS = /^\[?[\d.,\s]+(?:\+?Inf)?\]?$/i;

/** Markdown, where a value that holds | is written with \|. */
export const isRow = (line: string): boolean => line.startsWith('|');

/**
 * Reads a row of a Markdown table, whose columns are those of its header, or else kind and name, labels, buckets.
 * @throws Unreadable for a row without a kind among rows of metrics
 */
export function readRow(line: string, columns: Columns | undefined): Row {
  if (/^[\s|:-]+$/.test(line)) return { is: 'rule' };
  const cells = line
    .replaceAll(/^\||(?<!\\)\|\s*$/g, '')
    .split(/(?<!\\)\|/)
    .map((cell) => cell.replaceAll('\\|', '|').trim());
  const header = headerOf(cells);
  if (header !== undefined) return { is: 'header', columns: header };
  const at = columns ?? guessed(cells);
  const word = cells[at.kind] ?? '';
  const name = cells[at.name] ?? '';
  if (!KIND.test(word)) {
    if (columns === undefined && !cells.some((cell) => /^\w+_\w+$/.test(cell))) return { is: 'prose' };
    throw new Unreadable('the row has no kind of metric', line, RIGHT);
  }
  if (!NAME.test(name)) throw new Unreadable('the row has no name', line, RIGHT);
  const part = (index: number, lead: string) => {
    const cell = cells[index] ?? '';
    return NOTHING.test(cell) ? '' : ` ${lead} ${cell}`;
  };
  const text = name + part(at.labels, 'labels') + part(at.buckets, 'buckets');
  return { is: 'metric', declared: { kind: kindOf(word), word, plural: false, text } };
}

function headerOf(cells: readonly string[]): Columns | undefined {
  const column = (title: RegExp) => cells.findIndex((cell) => title.test(cell));
  const columns = {
    kind: column(/^(?:(?:metric )?type|kind)$/i),
    name: column(/^(?:metric|(?:metric )?name|metric name)$/i),
    labels: column(/^(?:labels?|dimensions?)$/i),
    buckets: column(/^buckets?/i),
  };
  return columns.kind >= 0 && columns.name >= 0 ? columns : undefined;
}

function guessed(cells: readonly string[]): Columns {
  const kind = cells.findIndex((cell) => KIND.test(cell));
  const name = cells.findIndex((cell, index) => index !== kind && NAME.test(cell));
  const buckets = cells.findIndex((cell) => BOUNDS.test(cell) && /\d/.test(cell));
  const labels = cells.findIndex((_cell, index) => index > Math.max(kind, name) && index !== buckets);
  return { kind, name, labels, buckets };
}
