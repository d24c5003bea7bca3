/** What a shell takes as it is. */
const PLAIN = /^[\w./:@%+=,-]+$/;

/** Any text as one word of a POSIX shell. */
export const inQuotes = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`;

/** The same, in quotes only where a name could otherwise end the command. */
export const shellWord = (text: string): string => (PLAIN.test(text) ? text : inQuotes(text));

/** A command for people to run, whose values are quoted: names in foreign input may hold anything. */
export const shell = (parts: TemplateStringsArray, ...values: readonly (string | number)[]): string =>
  parts.reduce((command, part, index) => command + shellWord(String(values[index - 1] ?? '')) + part);

/** A string of TypeScript, e.g. `'metrics'`. */
export const typeScriptString = (text: string): string => `'${text.replaceAll(/['\\]/g, '\\$&')}'`;

/** A literal of TypeScript for what JSON can hold, on one line. */
export function typeScriptLiteral(value: unknown): string {
  if (typeof value === 'string') return typeScriptString(value);
  if (Array.isArray(value)) return `[${value.map(typeScriptLiteral).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return String(value);
  const fields = Object.entries(value).filter(([, field]) => field !== undefined);
  return `{ ${fields.map(([key, field]) => `${propertyName(key)}: ${typeScriptLiteral(field)}`).join(', ')} }`;
}

/** A key of an object of TypeScript, in quotes unless it is an identifier. */
export const propertyName = (key: string): string =>
  /^[A-Za-z_]\w*$/.test(key) ? key : typeScriptString(key);
