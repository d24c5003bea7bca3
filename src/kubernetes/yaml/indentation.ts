import { Lexer } from 'yaml';

/** Characters that are read again at most, all repairs together: a hostile text has one in each line. */
const MOST_READ = 20_000_000;

/** Tokens of the lexer that stand for no text: a document, the end of brackets for lack of indentation, a scalar. */
const MARKS = new Set(['\u0002', '\u0018', '\u001f']);
const UNINDENTED = '\u0018';

/** Where something starts in a text, and where it ends: behind its last character. */
type Place = readonly [start: number, end: number];

/**
 * The same text with more indentation, where lines in quotes or brackets have less than YAML asks for: kubectl reads
 * them, and the indentation means nothing there. Undefined for a text that has no such lines.
 */
export function indented(text: string): string | undefined {
  let repaired = text;
  let place = unindented(repaired);
  for (let read = text.length; place !== undefined; read += repaired.length) {
    if (read > MOST_READ) return undefined;
    const next = withIndentation(repaired, place);
    if (next === repaired) return undefined;
    repaired = next;
    place = unindented(repaired);
  }
  return repaired === text ? undefined : repaired;
}

/** The first scalar or the first brackets of which a line has too little. */
function unindented(text: string): Place | undefined {
  let at = 0;
  const open: number[] = [];
  for (const token of new Lexer().lex(text)) {
    if (token === UNINDENTED) return bracketed(text, open[0]!);
    if (MARKS.has(token)) continue;
    const [first = ''] = token;
    if (token === '{' || token === '[') open.push(at);
    else if (token === '}' || token === ']') open.pop();
    else if ((first === '"' || first === "'") && quotedEnd(token, 0) === undefined) return quoted(text, at);
    at += token.length;
  }
  return undefined;
}

function quoted(text: string, start: number): Place | undefined {
  const end = quotedEnd(text, start);
  return end === undefined ? undefined : [start, end];
}

/** Behind the closing quotation mark. */
function quotedEnd(text: string, start: number): number | undefined {
  const isDouble = text[start] === '"';
  for (let at = start + 1; at < text.length; at += 1)
    if (isDouble && text[at] === '\\') at += 1;
    else if (text[at] === text[start]) {
      if (isDouble || text[at + 1] !== "'") return at + 1;
      at += 1;
    }
  return undefined;
}

/** Outermost brackets, from their first one. */
function bracketed(text: string, start: number): Place | undefined {
  let before = '';
  let depth = 0;
  for (let at = start; at < text.length; at += 1) {
    const char = text[at]!;
    // Elsewhere they are characters of a scalar.
    const end =
      (char === '"' || char === "'") && '[{,:'.includes(before)
        ? quotedEnd(text, at)
        : char === '#' && /\s/.test(text[at - 1]!)
          ? text.indexOf('\n', at) + 1
          : at + 1;
    if (end === undefined || end === 0) return undefined;
    if (char === '{' || char === '[') depth += 1;
    if (char === '}' || char === ']') depth -= 1;
    if (depth === 0) return [start, end];
    if (!/\s/.test(char)) before = char;
    at = end - 1;
  }
  return undefined;
}

/** Indents lines after the first one more than what they belong to. The marks of documents end what they stand in. */
function withIndentation(text: string, [start, end]: Place): string {
  const lines = text.slice(start, end);
  if (/\n(?:---|\.\.\.)(?:\s|$)/.test(lines)) return text;
  const indentation = ' '.repeat(start - text.lastIndexOf('\n', start - 1));
  return text.slice(0, start) + lines.replace(/\n(?=[^\r\n])/g, `\n${indentation}`) + text.slice(end);
}
