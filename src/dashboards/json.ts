/** Longest line that is not broken where it can be. */
const WIDTH = 120;

const INDENT = 2;

/**
 * JSON for people who read diffs: what fits on a line stays on one, and so does what holds plain values alone, such as
 * a query or a link. Keys keep their order. Deterministic; functions and undefined values are left out as
 * JSON.stringify does.
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
  // An item that is broken is longer than a line, and so is what holds it.
  if (length <= WIDTH || !members.some(([, member]) => isContainer(member) && Object.keys(member).length > 0))
    return `${open}${items.join(', ')}${close}`;
  const pad = ' '.repeat(inner);
  return `${open}\n${pad}${items.join(`,\n${pad}`)}\n${' '.repeat(indent)}${close}`;
}

function isContainer(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
