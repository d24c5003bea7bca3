import { textTable } from '../../findings/text-table';
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
  const shown = rows[0]!.map((_, column) => rows.some((row) => row[column] !== ''));
  const table = textTable(rows.map((row) => row.filter((_, column) => shown[column])));
  return ['suppressed: findings that are accepted', ...table.map((line) => `  ${line}`)].join('\n');
}
