import type { Certificate } from '../certificate';
import type { Missed } from '../expectations';
import { groupBy } from '../../findings/group-by';
import { sentence } from '../../findings/invalid-input';
import { oneLine } from '../../findings/one-line';
import { textTable } from '../../findings/text-table';
import { cellsOf, HEADINGS, notesOf, titleOf } from './cells';

/** Tables for a terminal; rows without a receiver begin with an exclamation mark. */
export function asText(certificates: readonly Certificate[], missed: readonly Missed[]): string {
  return [...certificates.map(tableOf), ...missedLines(missed)].join('\n\n');
}

function tableOf(certificate: Certificate): string {
  const reasons = [...groupBy(cellsOf(certificate), ({ nobody }) => nobody)].flatMap(([nobody, cells]) =>
    nobody === undefined ? [] : [oneLine(`! ${cells.map(({ fault }) => fault).join(', ')}: ${nobody}`)],
  );
  return [...titledTable(certificate), '', ...reasons, ...notesOf(certificate).map(oneLine)].join('\n');
}

/** The table of one certificate without its notes. */
export function titledTable(certificate: Certificate): readonly string[] {
  const lines = cellsOf(certificate).map(({ fault, cause, notifies, within, nobody }) => [
    nobody === undefined ? '' : '!',
    fault,
    cause,
    notifies,
    within,
  ]);
  return [oneLine(titleOf(certificate)), '', ...textTable([['', ...HEADINGS], ...lines])];
}

const missedLines = (missed: readonly Missed[]): readonly string[] =>
  missed.length === 0
    ? []
    : [['Missed expectations:', ...missed.map(({ problem }) => sentence(problem))].join('\n')];
