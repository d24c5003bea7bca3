import { oneLine } from './one-line';

/** Characters between two columns. */
const GAP = 2;

/**
 * Lines of a table for a terminal, with columns as wide as their widest cell. Cells may hold foreign text.
 * @param width of the terminal: cells of the widest columns go on in the next line, whole words each. @default as needed
 */
export function textTable(rows: readonly (readonly string[])[], width = Infinity): readonly string[] {
  const lines = rows.map((row) => row.map(oneLine));
  const most = (column: number, lengthOf: (cell: string) => number): number =>
    Math.max(...lines.map((line) => lengthOf(line[column]!)));
  const widths = (lines[0] ?? []).map((_, column) => most(column, ({ length }) => length));
  // Headings stay whole.
  const words = widths.map((_, column) => Math.max(lines[0]![column]!.length, most(column, longestWord)));
  let excess = widths.reduce((sum, each) => sum + each + GAP, -GAP) - width;
  for (; excess > 0; excess -= 1) {
    const widest = Math.max(...widths.filter((each, column) => each > words[column]!));
    const column = widths.findIndex((each, index) => each === widest && each > words[index]!);
    if (column < 0) break;
    widths[column]! -= 1;
  }
  return lines.flatMap((line) => {
    const cells = line.map((cell, column) => wrapped(cell, widths[column]!));
    return Array.from({ length: Math.max(...cells.map(({ length }) => length)) }, (_, index) =>
      cells
        .map((parts, column) => (parts[index] ?? '').padEnd(widths[column]!))
        .join(' '.repeat(GAP))
        .trimEnd(),
    );
  });
}

const longestWord = (text: string): number => Math.max(...text.split(' ').map(({ length }) => length));

/** The words of a text in lines. */
function wrapped(text: string, width: number): readonly string[] {
  if (text.length <= width) return [text];
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const joined = lines.length === 0 ? word : `${lines.at(-1)!} ${word}`;
    if (lines.length > 0 && joined.length <= width) lines[lines.length - 1] = joined;
    else lines.push(word);
  }
  return lines;
}
