import { oneLine } from './one-line';

/** Lines of a table for a terminal, with columns as wide as their widest cell. Cells may hold foreign text. */
export function textTable(rows: readonly (readonly string[])[]): readonly string[] {
  const lines = rows.map((row) => row.map(oneLine));
  const widths = (lines[0] ?? []).map((_, column) => Math.max(...lines.map((line) => line[column]!.length)));
  return lines.map((line) =>
    line
      .map((cell, column) => cell.padEnd(widths[column]!))
      .join('  ')
      .trimEnd(),
  );
}
