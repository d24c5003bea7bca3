import { oneLine } from '../../findings/one-line';
import { sentence } from '../../findings/invalid-input';
import type { Certificate } from '../certificate';
import type { Missed } from '../expectations';
import { cellsOf, HEADINGS, notesOf, notifiesText, sharedReasons, titleOf } from './cells';

const STYLE =
  'body{font:15px system-ui,sans-serif;margin:2rem}table{border-collapse:collapse}td,th{border:1px solid #ccc;padding:.3rem .6rem;text-align:left}tr.nobody{background:#fde2e2}';

/** One page without scripts or links. */
export function asHtml(certificates: readonly Certificate[], missed: readonly Missed[]): string {
  const parts = [
    ...certificates.map(section),
    ...(missed.length === 0
      ? []
      : [
          `<h2>Missed expectations</h2><ul>${missed.map(({ problem }) => `<li>${escaped(sentence(problem))}</li>`).join('')}</ul>`,
        ]),
  ];
  return page(parts);
}

/** A page of sections. */
export const page = (parts: readonly string[]): string =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Certificate</title><style>${STYLE}</style></head><body>${parts.join('')}</body></html>`;

/** The table of one certificate. */
export function section(certificate: Certificate): string {
  const all = cellsOf(certificate);
  const shared = sharedReasons(all);
  const rows = all.map((row) => {
    const { fault, causes, within, nobody } = row;
    const cells = [fault, causes.join(', '), notifiesText(row, shared, (text) => text), within];
    return `<tr${nobody === undefined ? '' : ' class="nobody"'}>${cells.map((cell) => `<td>${escaped(cell)}</td>`).join('')}</tr>`;
  });
  const head = HEADINGS.map((heading) => `<th>${heading}</th>`).join('');
  return `<h2>${escaped(titleOf(certificate))}</h2><table><tr>${head}</tr>${rows.join('')}</table>${[
    ...[...shared].map(([reason, { length }]) => `NOBODY in ${length} rows: ${reason}`),
    ...notesOf(certificate),
  ]
    .map((note) => `<p>${escaped(note)}</p>`)
    .join('')}`;
}

/** Text of an element. */
export const escaped = (text: string): string =>
  oneLine(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
