import { isMap, isScalar, isSeq, LineCounter, parseAllDocuments, type Node } from 'yaml';
import { KUBECTL_YAML } from './yaml/kubectl-yaml';

/** Lines of a part of a file, from 1. */
export interface Lines {
  readonly first: number;
  readonly last: number;
}

/** Where an object stands in a YAML file, with its parts. */
export interface ObjectOutline extends Lines {
  readonly rules: readonly Lines[];
  /** First line of what is at a path, or of the last part of the path that exists. */
  readonly lineAt: (path: string) => number;
}

/** The documents of a YAML file, and the items of its lists. @returns none for text that is not YAML */
export function outlineOf(text: string): readonly ObjectOutline[] {
  const counter = new LineCounter();
  let documents;
  try {
    documents = parseAllDocuments(text, { ...KUBECTL_YAML, lineCounter: counter });
  } catch {
    // Reading the file has reported why.
    return [];
  }
  if (!Array.isArray(documents)) return [];
  const lineOf = (position: number): number => counter.linePos(position).line;
  const linesOf = (node: Node): Lines => {
    const [first = 0, last = first] = node.range ?? [];
    return { first: lineOf(first), last: lineOf(Math.max(first, last - 1)) };
  };
  const objectAt = (node: Node): ObjectOutline => ({
    ...linesOf(node),
    rules: rulesIn(node).map(linesOf),
    lineAt: (path) => lineOf(positionAt(node, path)),
  });
  return documents.flatMap(({ contents }) => {
    if (contents === null) return [];
    const items = isMap(contents) ? contents.get('items', true) : contents;
    return isSeq(items) ? items.items.map((item) => objectAt(item as Node)) : [objectAt(contents)];
  });
}

function rulesIn(node: Node): readonly Node[] {
  const groups = isMap(node) ? (node.getIn(['spec', 'groups'], true) ?? node.get('groups', true)) : undefined;
  if (!isSeq(groups)) return [];
  return groups.items.flatMap((group) => {
    const rules = isMap(group) ? group.get('rules', true) : undefined;
    return isSeq(rules) ? (rules.items as Node[]) : [];
  });
}

/** A rule stands where its list item begins, whatever in it is wrong. */
const IN_RULE = /^((?:spec\.)?groups\[\d+\]\.rules\[\d+\]).*$/s;

function positionAt(node: Node, path: string): number {
  let current: Node = node;
  let position = node.range?.[0] ?? 0;
  let rest = path.replace(IN_RULE, '$1');
  while (rest !== '') {
    const step = isSeq(current) ? itemAt(current.items as Node[], rest) : pairAt(current, rest);
    if (step === undefined) return position;
    ({ position, rest } = step);
    if (step.node === undefined) return position;
    current = step.node;
  }
  return position;
}

interface Step {
  readonly position: number;
  readonly node: Node | undefined;
  readonly rest: string;
}

function itemAt(items: readonly Node[], path: string): Step | undefined {
  const [text, index] = /^\[(\d+)\]\.?/.exec(path) ?? [];
  const item = items[Number(index)];
  return text === undefined || item?.range == null
    ? undefined
    : { position: item.range[0], node: item, rest: path.slice(text.length) };
}

/** Keys may contain dots, so the longest key that the path starts with is taken. */
function pairAt(node: Node, path: string): Step | undefined {
  if (!isMap(node)) return undefined;
  const [best] = node.items
    .flatMap(({ key, value }) => {
      if (!isScalar(key) || key.range == null) return [];
      const name = String(key.value);
      const end = [name, `"${name}"`].find(
        (text) => path.startsWith(text) && /^([.[\s]|$)/.test(path.slice(text.length)),
      );
      return end === undefined
        ? []
        : [
            {
              position: key.range[0],
              node: (value ?? undefined) as Node | undefined,
              rest: path.slice(end.length).replace(/^\./, ''),
              name,
            },
          ];
    })
    .toSorted((a, b) => b.name.length - a.name.length);
  return best;
}
