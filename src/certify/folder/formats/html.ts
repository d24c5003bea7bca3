import { escaped, page, section } from '../../formats/html';
import type { FolderCertificate } from '../certificate';
import { alertCells, HEADINGS, notesOf } from './cells';

/** One page without scripts or links. */
export function folderHtml(certificate: FolderCertificate): string {
  const rows = alertCells(certificate).map(
    ({ cells, nobody }) =>
      `<tr${nobody ? ' class="nobody"' : ''}>${cells.map((cell) => `<td>${escaped(cell)}</td>`).join('')}</tr>`,
  );
  const head = HEADINGS.map((heading) => `<th>${heading}</th>`).join('');
  const notes = notesOf(certificate).map((note) => `<p>${escaped(note)}</p>`);
  return page([
    `<h2>Alerts</h2><table><tr>${head}</tr>${rows.join('')}</table>${notes.join('')}`,
    ...certificate.workloads.map(section),
  ]);
}
