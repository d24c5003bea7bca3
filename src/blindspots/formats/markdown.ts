import { escaped, line } from '../../certify/formats/markdown';
import type { Blindspots } from '../run';
import { conclusionOf, countHeadings, countRows, survivors } from './words';

/** For documents and comments on pull requests. */
export function asMarkdown(found: Blindspots): string {
  const left = survivors(found).map(({ change, pages, critical, caughtBy, untested }) =>
    line(
      [
        critical ? '**critical**' : '',
        change,
        pages.join('; '),
        untested === undefined ? caughtBy : `${caughtBy} (not tried by your tests: ${untested})`,
      ].map(escaped),
    ),
  );
  return [
    countTable(found),
    ...(left.length === 0
      ? []
      : [
          [
            line(['', 'Unnoticed change', 'Alerts', 'To catch it']),
            line(['---', '---', '---', '---']),
            ...left,
          ].join('\n'),
        ]),
    [...found.notes, conclusionOf(found)].map(escaped).join('\n'),
  ].join('\n\n');
}

/** Who notices how many mutants of each kind. */
const countTable = (found: Blindspots): string =>
  [
    line(countHeadings(found)),
    line(countHeadings(found).map(() => '---')),
    ...countRows(found).map((row) => line(row)),
  ].join('\n');
