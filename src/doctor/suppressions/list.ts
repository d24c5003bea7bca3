import type { Suppression } from './suppression';

/** Every suppression on a line with its place, for `--list`. Empty for none. */
export function listSuppressions(suppressions: readonly Suppression[]): string {
  if (suppressions.length === 0) return '';
  const rows = suppressions.map(({ check, covers, reason, until, at }) => [
    check || '(no check)',
    covers,
    until === undefined ? '' : `until ${until}`,
    `${at.file}${at.line === undefined ? '' : `:${at.line}`}`,
    reason || '(no reason)',
  ]);
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return [
    'suppressed: findings that are accepted',
    ...rows.map((row) =>
      `  ${row
        .map((cell, column) => cell.padEnd(widths[column]!))
        .filter((_, column) => widths[column]! > 0)
        .join('  ')}`.trimEnd(),
    ),
  ].join('\n');
}
