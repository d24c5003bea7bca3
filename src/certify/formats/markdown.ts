import { oneLine } from '../../findings/one-line';
import { sentence } from '../../findings/invalid-input';
import type { Certificate } from '../certificate';
import type { Missed } from '../expectations';
import { cellsOf, HEADINGS, notesOf, titleOf, type Cells } from './cells';

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

export const markdownTable = (certificate: Pick<Certificate, 'rows' | 'words'>): string =>
  [
    line(HEADINGS),
    line(HEADINGS.map(() => '---')),
    ...cellsOf(certificate).map((cells) => line(rowOf(cells).map(escaped))),
  ].join('\n');

const rowOf = ({ fault, cause, notifies, within, nobody }: Cells): readonly string[] => [
  fault,
  cause,
  nobody === undefined ? notifies : `**${notifies}**. ${nobody}`,
  within,
];

export const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

/** Text of a cell. */
export const escaped = (text: string): string => oneLine(text).replaceAll('|', '\\|').replaceAll('<', '&lt;');
