import { oneLine } from '../../findings/one-line';
import { sentence } from '../../findings/invalid-input';
import type { Certificate } from '../certificate';
import type { Missed } from '../expectations';
import { cellsOf, HEADINGS, notesOf, notifiesText, sharedReasons, titleOf } from './cells';

/** Tables for documents and comments on pull requests. */
export function asMarkdown(certificates: readonly Certificate[], missed: readonly Missed[]): string {
  return [
    ...certificates.map(
      (certificate) =>
        `## ${escaped(titleOf(certificate))}\n\n${markdownTable(certificate)}\n\n${notesOf(certificate).map(escaped).join('\n')}`,
    ),
    ...(missed.length === 0
      ? []
      : [
          `## Missed expectations\n\n${missed.map(({ problem }) => `- ${escaped(sentence(problem))}`).join('\n')}`,
        ]),
  ].join('\n\n');
}

export function markdownTable(certificate: Pick<Certificate, 'rows' | 'words'>): string {
  const all = cellsOf(certificate);
  const shared = sharedReasons(all);
  return [
    line(HEADINGS),
    line(HEADINGS.map(() => '---')),
    ...all.map((cells) =>
      line([
        escaped(cells.fault),
        escaped(cells.causes.join(', ')),
        notifiesText({ ...cells, notifies: escaped(cells.notifies) }, shared, (text) => `**${text}**`),
        cells.within,
      ]),
    ),
    ...[...shared].map(([reason, rows]) => `\n**NOBODY** in ${rows.length} rows: ${escaped(reason)}`),
  ].join('\n');
}

export const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

/** Text of a cell. */
export const escaped = (text: string): string => oneLine(text).replaceAll('|', '\\|').replaceAll('<', '&lt;');
