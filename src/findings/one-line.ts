/** Line and paragraph separators, control characters of terminals (C0 and C1), and what hides or reorders text. */
const INVISIBLE =
  // oxlint-disable-next-line no-control-regex -- these are what is escaped
  /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]/g;

const escaped = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

/**
 * Foreign text on one line, where it can neither speak to a terminal nor give a command to GitHub Actions, which reads
 * `::error::` at the start of a line and `##[error]` anywhere.
 */
export const oneLine = (text: string): string =>
  text
    .replace(/[\r\n]+/g, '\\n')
    .replace(INVISIBLE, escaped)
    .replace(/^(\s*):(?=:)/, String.raw`$1\u003a`)
    .replaceAll('##[', String.raw`#\u0023[`);

/** JSON whose strings hold none of these characters as they are. */
export const jsonText = (value: unknown): string =>
  JSON.stringify(value, null, 2)
    .split('\n')
    .map((line) => line.replace(INVISIBLE, escaped).replaceAll('##[', String.raw`#\u0023[`))
    .join('\n');
