/** A property of an object in TypeScript, with the comments above it. */
export interface Entry {
  readonly above: readonly string[];
  readonly text: string;
}

const IDENTIFIER = /^[a-zA-Z_$][\w$]*$/;

/**
 * An object: on one line where that is short enough, otherwise with a line for each entry.
 * @param before characters on the line before its brace
 */
export function object(entries: readonly Entry[], indent: string, before: number): string {
  const line = `{ ${entries.map(({ text }) => text).join(', ')} }`;
  return entries.every(({ above }) => above.length === 0) && fits(line, before)
    ? line
    : block(entries, indent);
}

/** An object with a line for each entry. */
export function block(entries: readonly Entry[], indent: string): string {
  const lines = entries.flatMap(({ above, text }) => [
    ...above.map((each) => comment(each, `${indent}  `)),
    `${indent}  ${text},`,
  ]);
  return `{\n${lines.join('\n')}\n${indent}}`;
}

/** A list between brackets or parentheses, likewise. */
export function list(
  [open, close]: readonly [open: string, close: string],
  items: readonly string[],
  indent: string,
  before: number,
): string {
  const line = `${open}${items.join(', ')}${close}`;
  return fits(line, before)
    ? line
    : `${open}\n${items.map((item) => `${indent}  ${item},\n`).join('')}${indent}${close}`;
}

/** Characters of a line. */
export const WIDTH = 110;

/** A closing parenthesis and a comma may follow. */
const fits = (line: string, before: number): boolean =>
  !line.includes('\n') && before + line.length + 2 <= WIDTH;

/** A computed key is not read as the prototype of the object. */
export function property(name: string, value: string): string {
  if (name === '__proto__') return `['__proto__']: ${value}`;
  return `${IDENTIFIER.test(name) ? name : quoted(name)}: ${value}`;
}

export const quoted = (text: string): string => {
  const json = JSON.stringify(text)
    .slice(1, -1)
    .replaceAll(String.raw`\"`, '"');
  return json.includes("'") && !json.includes('"')
    ? `"${json}"`
    : `'${json.replaceAll("'", String.raw`\'`)}'`;
};

/** A regular expression, as a string where RegExp would not take it or write it differently. */
export function literal(source: string): string {
  try {
    return new RegExp(source).source === source ? `/${source}/` : quoted(source);
  } catch {
    return quoted(source);
  }
}

/** One or more lines of a comment. Text of a page cannot end it. */
export function comment(text: string, indent: string): string {
  const words = text.replaceAll(/[\r\n\u2028\u2029]+/g, ' ').split(' ');
  const lines: string[] = [];
  let line = `${indent}//`;
  for (const word of words) {
    if (line.length + 1 + word.length > WIDTH && line !== `${indent}//`) {
      lines.push(line);
      line = `${indent}//`;
    }
    line += ` ${word}`;
  }
  return [...lines, line].join('\n');
}
