import type { Certificate } from '../certificate';
import type { Missed } from '../expectations';
import { sentence } from '../../findings/invalid-input';
import { cellsOf, HEADINGS, notesOf, titleOf } from './cells';

/** Tables for a terminal; rows without a receiver begin with an exclamation mark. */
export function asText(certificates: readonly Certificate[], missed: readonly Missed[]): string {
  return [...certificates.map(tableOf), ...missedLines(missed)].join('\n\n');
}

function tableOf(certificate: Certificate): string {
  const cells = cellsOf(certificate);
  const lines = [
    ['', ...HEADINGS],
    ...cells.map(({ fault, cause, notifies, within, nobody }) => [
      nobody === undefined ? '' : '!',
      fault,
      cause,
      notifies,
      within,
    ]),
  ];
  const widths = lines[0]!.map((_, column) => Math.max(...lines.map((line) => line[column]!.length)));
  const reasons = cells.flatMap(({ fault, nobody }) =>
    nobody === undefined ? [] : [`! ${fault}: ${nobody}`],
  );
  return [
    titleOf(certificate),
    '',
    ...lines.map((line) =>
      line
        .map((cell, column) => cell.padEnd(widths[column]!))
        .join('  ')
        .trimEnd(),
    ),
    '',
    ...reasons,
    ...notesOf(certificate),
  ].join('\n');
}

const missedLines = (missed: readonly Missed[]): readonly string[] =>
  missed.length === 0
    ? []
    : [['Missed expectations:', ...missed.map(({ problem }) => sentence(problem))].join('\n')];
