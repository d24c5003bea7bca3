import { asMarkdown, escaped, line } from '../../formats/markdown';
import type { FolderCertificate } from '../certificate';
import { alertCells, HEADINGS, notesOf } from './cells';

/** Tables for documents and comments on pull requests. */
export const folderMarkdown = (certificate: FolderCertificate): string =>
  [
    [
      line(HEADINGS),
      line(HEADINGS.map(() => '---')),
      ...alertCells(certificate).map(({ cells, nobody }) =>
        line(cells.map((cell, index) => (nobody && index === 2 ? `**${escaped(cell)}**` : escaped(cell)))),
      ),
    ].join('\n'),
    notesOf(certificate).map(escaped).join('\n'),
    ...(certificate.workloads.length === 0 ? [] : [asMarkdown(certificate.workloads, [])]),
  ].join('\n\n');
