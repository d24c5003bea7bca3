import { oneLine } from '../../../findings/one-line';
import { textTable } from '../../../findings/text-table';
import { TEXT_WIDTH, titledTable } from '../../formats/text';
import type { FolderCertificate } from '../certificate';
import { alertCells, HEADINGS, notesOf } from './cells';

/** Tables for a terminal; rows without a receiver begin with an exclamation mark. */
export const folderText = (certificate: FolderCertificate): string =>
  [
    [
      ...textTable(
        [
          ['', ...HEADINGS],
          ...alertCells(certificate).map(({ cells, nobody }) => [nobody ? '!' : '', ...cells]),
        ],
        TEXT_WIDTH,
      ),
      '',
      ...notesOf(certificate).map(oneLine),
    ].join('\n'),
    ...certificate.workloads.map((each) => titledTable(each).join('\n')),
  ].join('\n\n');
