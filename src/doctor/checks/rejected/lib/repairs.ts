import { tryParse } from '../../../../promql/try-parse';

/** What other query languages write, and what PromQL writes instead. */
const REPAIRS: readonly (readonly [pattern: RegExp, instead: string])[] = [
  // A range of an expression is a subquery.
  [/\)\s*\[\s*(\w+)\s*\]/g, ')[$1:]'],
  // The range belongs behind the matchers.
  [/\[\s*(\w+)\s*\]\s*\}/g, '}[$1]'],
  [/=>/g, '>='],
  [/=</g, '<='],
  [/&&/g, ' and '],
  [/\|\|/g, ' or '],
  [/[“”]/g, '"'],
  [/([\])}\w]\s*)=(?=\s*-?[\d.]+\s*$)/g, '$1=='],
];

/** A grouping behind a function, which only aggregations have, such as the one around it. */
const GROUPING = /\)(\s*(?:by|without)\s*\([^()]*\))/gi;

/** Enough for an expression that a person wrote. */
const TRIED = 5;

/** The text with one repair, if Prometheus reads it then. */
export function repaired(text: string): string | undefined {
  // On one line, a comment would take the rest along.
  if (text.includes('#')) return undefined;
  // A bracket too many may be any of them only where there is one.
  const closing = text.split(')').length - text.split('(').length;
  const groupings = [...text.matchAll(GROUPING)]
    .slice(0, TRIED)
    .map(({ index, 0: found, 1: grouping = '' }) => ({
      before: `${text.slice(0, index)})`,
      grouping,
      after: text.slice(index + found.length),
    }));
  const attempts = [
    ...(closing === 1 && !text.includes('(') ? [text.replace(')', '')] : []),
    ...REPAIRS.map(([pattern, instead]) => text.replace(pattern, instead)),
    ...groupings.map(({ before, grouping, after }) => before + after.replace(')', `)${grouping}`)),
    ...groupings.map(({ before, after }) => before + after),
  ];
  return attempts
    .find((attempt) => attempt !== text && 'expr' in tryParse(attempt))
    ?.replaceAll(/\s+/g, ' ')
    .trim();
}
