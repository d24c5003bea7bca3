/** Longest line, in characters; longer ones are broken if possible. */
const WIDTH = 120;

const INDENT = 2;

/**
 * JSON with readable diffs: what fits on a line stays on one, and so does an object of plain values, such as a query or
 * a link. Keys keep their order. Deterministic; omits functions and undefined values like JSON.stringify.
 */
export function readableJson(value: unknown, indent = 0): string {
  if (!isContainer(value)) return JSON.stringify(value);
  const inner = indent + INDENT;
  const [open, close] = Array.isArray(value) ? '[]' : '{}';
  const members = Object.entries(value).filter(
    ([, member]) => member !== undefined && typeof member !== 'function',
  );
  const items = members.map(([key, member]) => {
    const text = readableJson(member, inner);
    return Array.isArray(value) ? text : `${JSON.stringify(key)}: ${text}`;
  });
  const length = items.reduce((sum, item) => sum + item.length + 2, indent);
  // An item that is broken over lines is longer than a line, and so is its container.
  if (length <= WIDTH || !members.some(([, member]) => isContainer(member) && Object.keys(member).length > 0))
    return `${open}${items.join(', ')}${close}`;
  const pad = ' '.repeat(inner);
  return `${open}\n${pad}${items.join(`,\n${pad}`)}\n${' '.repeat(indent)}${close}`;
}

function isContainer(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
