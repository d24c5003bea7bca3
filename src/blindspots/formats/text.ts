import { oneLine } from '../../findings/one-line';
import { textTable } from '../../findings/text-table';
import type { Blindspots } from '../run';
import { conclusionOf, countHeadings, countRows, survivors } from './words';

/** For a terminal; survivors of critical alerts begin with an exclamation mark. */
export function asText(found: Blindspots): string {
  const list = survivors(found).map(({ change, pages, critical, caughtBy, untested }) =>
    [
      `${critical ? '!' : '-'} ${oneLine(change)}`,
      ...pages.map((page) => `    ${oneLine(page)}`),
      `    To catch it: ${caughtBy}`,
      ...(untested === undefined ? [] : [`    Not tried by your tests: ${oneLine(untested)}`]),
    ].join('\n'),
  );
  return [
    textTable([countHeadings(found), ...countRows(found)]).join('\n'),
    ...(list.length === 0 ? [] : [list.join('\n')]),
    [...found.notes, conclusionOf(found)].map(oneLine).join('\n'),
  ].join('\n\n');
}
