/** Lines of a text that a failure shows. */
const SHOWN = 20;

/** What each text has from the first line on that differs. */
export interface Difference {
  readonly found: string;
  readonly expected: string;
}

/** For assertions on long texts: a failure prints a few lines of each instead of both texts. @returns undefined for equal ones */
export function firstDifference(found: string, expected: string): Difference | undefined {
  if (found === expected) return undefined;
  const [foundLines, expectedLines] = [found.split('\n'), expected.split('\n')];
  const start = foundLines.findIndex((line, index) => line !== expectedLines[index]);
  const from = start < 0 ? foundLines.length : start;
  const shown = (lines: readonly string[]) => lines.slice(from, from + SHOWN).join('\n');
  return { found: shown(foundLines), expected: shown(expectedLines) };
}
