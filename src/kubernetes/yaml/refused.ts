import { isCollection, isScalar, visit, type Document, type Scalar } from 'yaml';

/** Something that kubectl refuses although it is YAML. */
export interface Refused {
  readonly message: string;
  /** In the text. */
  readonly position: number;
  /** kubectl reads the document nevertheless: of a key given twice, the last. */
  readonly isRead?: true;
}

/** Characters outside of those that YAML 1.1 allows. */
const CONTROL = /[^\t\n\r -~\u0085\u00a0-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;

/** The first control character of a text, such as NUL; also where it stands in quotes or in a comment. */
export function controlCharacterIn(text: string): Refused | undefined {
  const found = CONTROL.exec(text);
  if (found === null) return undefined;
  const code = found[0].codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0');
  return { message: `control characters such as U+${code} are not allowed`, position: found.index };
}

/** The first thing in a document that kubectl refuses; of those that it reads, only if there is no other. */
export function refusedIn(document: Document.Parsed, text: string): Refused | undefined {
  const found: Refused[] = [];
  visit(document, {
    Map: (_key, map) => {
      const keys = new Set<string>();
      for (const { key } of map.items) {
        const position = (key as Scalar.Parsed | null)?.range?.[0] ?? map.range![0];
        const name = nameOf(key);
        if (name === undefined)
          found.push({ message: 'map keys must be strings, numbers or booleans', position });
        // Several merge keys are merged one after the other.
        else if (keys.has(name) && name !== '<<')
          found.push({ message: 'Map keys must be unique', position, isRead: true });
        else keys.add(name);
      }
    },
    Scalar: (key, { value, type, range, source }, path) => {
      const position = range?.[0] ?? 0;
      if (type === 'PLAIN' && source?.startsWith(':') && path.some((node) => isCollection(node) && node.flow))
        found.push({ message: 'a value in [ ] or { } that starts with : needs quotes', position });
      if (key !== 'key' && typeof value === 'number' && !Number.isFinite(value))
        found.push({ message: 'JSON has no infinite numbers and no NaN', position });
      if (type === 'QUOTE_DOUBLE' && hasEscapedSlash(text.slice(...(range ?? []))))
        found.push({ message: String.raw`unknown escape \/ in double quotes`, position });
    },
  });
  return found.find(({ isRead }) => !isRead) ?? found[0];
}

/** A key as it is in JSON, unless it cannot be one. */
function nameOf(key: unknown): string | undefined {
  const value: unknown = isScalar(key) ? key.value : undefined;
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : undefined;
}

/** YAML 1.2 and JSON have this escape. */
const hasEscapedSlash = (source: string): boolean =>
  source.includes(String.raw`\/`) && /(?<!\\)(?:\\\\)*\\\//.test(source);
