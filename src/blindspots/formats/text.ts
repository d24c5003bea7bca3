import { oneLine } from '../../findings/one-line';
import { textTable } from '../../findings/text-table';
import type { Blindspots } from '../run';
import { conclusionOf, COUNT_HEADINGS, countRows, survivors } from './words';

/** For a terminal; survivors of critical alerts begin with an exclamation mark. */
export function asText(found: Blindspots): string {
  const list = survivors(found).map(({ change, pages, critical, caughtBy }) =>
    [
      `${critical ? '!' : '-'} ${oneLine(change)}`,
      ...pages.map((page) => `    ${oneLine(page)}`),
      `    To catch it: ${caughtBy}`,
    ].join('\n'),
  );
  return [
    textTable([COUNT_HEADINGS, ...countRows(found)]).join('\n'),
    ...(list.length === 0 ? [] : [list.join('\n')]),
    [...found.notes, conclusionOf(found)].map(oneLine).join('\n'),
  ].join('\n\n');
}
