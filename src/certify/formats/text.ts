import type { Certificate } from '../certificate';
import type { Missed } from '../expectations';
import { groupBy } from '../../findings/group-by';
import { sentence } from '../../findings/invalid-input';
import { oneLine } from '../../findings/one-line';
import { textTable } from '../../findings/text-table';
import { cellsOf, HEADINGS, notesOf, titleOf, type Cells } from './cells';

/** Tables for a terminal; rows without a receiver begin with an exclamation mark. */
export function asText(certificates: readonly Certificate[], missed: readonly Missed[]): string {
  return [...certificates.map(tableOf), ...missedLines(missed)].join('\n\n');
}

function tableOf(certificate: Certificate): string {
  const reasons = [...groupBy(cellsOf(certificate), ({ nobody }) => nobody)].flatMap(([nobody, cells]) =>
    nobody === undefined ? [] : [oneLine(`! ${faultsText(cells)}: ${nobody}`)],
  );
  return [...titledTable(certificate), '', ...reasons, ...notesOf(certificate).map(oneLine)].join('\n');
}

/** Faults that a line lists by name. */
const NAMED = 2;

const faultsText = (cells: readonly Cells[]): string =>
  cells.length > NAMED ? `${cells.length} faults` : cells.map(({ fault }) => fault).join(', ');

/** Columns of a terminal. */
export const TEXT_WIDTH = 120;

/** The table of one certificate without its notes. */
export function titledTable(certificate: Certificate): readonly string[] {
  const lines = cellsOf(certificate).map(({ fault, causes, notifies, within, nobody }) => [
    nobody === undefined ? '' : '!',
    fault,
    nobody === undefined || causes.length < 2
      ? causes.join(', ')
      : `${causes[0]!} and ${causes.length - 1} more`,
    notifies,
    within,
  ]);
  return [oneLine(titleOf(certificate)), '', ...textTable([['', ...HEADINGS], ...lines], TEXT_WIDTH)];
}

const missedLines = (missed: readonly Missed[]): readonly string[] =>
  missed.length === 0
    ? []
    : [['Missed expectations:', ...missed.map(({ problem }) => sentence(problem))].join('\n')];
