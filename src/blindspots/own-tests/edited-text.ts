import { jsonOf } from '../../findings/fields';
import { isDeepStrictEqual } from 'node:util';
import {
  Document,
  isMap,
  isScalar,
  isSeq,
  parseAllDocuments,
  parseDocument,
  stringify,
  type Node,
} from 'yaml';
import { looksLikeValues } from '../../doctor/sources/helm-values';
import { CHART } from '../../helm-values/release';
import { isMap as isFields } from '../../kubernetes/object';
import { KUBECTL_YAML } from '../../kubernetes/yaml/kubectl-yaml';
import { set, type Path } from '../edit';
import { valueAt } from '../edit';
import type { FileEdit } from './place';

/**
 * The text of a file after a change: as little of it as possible is another one. Each way is tried until the text has the
 * changed value and otherwise the same ones. Undefined: the file does not hold the value, or no way is right.
 */
export function editedText(text: string, edit: FileEdit): string | undefined {
  const documents = parsed(text);
  const found = documents === undefined ? undefined : placeIn(documents, text, edit);
  if (documents === undefined || found === undefined) return undefined;
  const { index, path } = found;
  const values = documents.map((document) => document.toJS() as unknown);
  if (edit.path.length > 0 && !isDeepStrictEqual(valueAt(values[index], path), edit.from)) return undefined;
  const expected = values.map((value, position) =>
    position !== index ? value : path.length === 0 ? null : set(value, path, edit.to),
  );
  return [...candidates(text, documents[index]!, path, edit.to)].find((candidate) => {
    const after = parsed(candidate)?.map((document) => document.toJS() as unknown);
    return isDeepStrictEqual(after?.filter(isThere), expected.filter(isThere));
  });
}

/** A document that is deleted leaves an empty one, or none. */
const isThere = (value: unknown): boolean => value !== null;

type Parsed = Document.Parsed;

/** Undefined for text that is invalid. */
function parsed(text: string): readonly Parsed[] | undefined {
  const documents = [...parseAllDocuments(text, KUBECTL_YAML)] as readonly Parsed[];
  return documents.some(({ errors }) => errors.length > 0) ? undefined : documents;
}

/** The document with the change, and its path from there: that of an item of a List is longer. */
function placeIn(
  documents: readonly Parsed[],
  text: string,
  { file, line, path, isDocument }: FileEdit,
): { readonly index: number; readonly path: Path } | undefined {
  if (line === undefined) {
    const values = documents.map((document) => document.toJS() as unknown);
    const index = values.findIndex(
      (value) =>
        isFields(value) && !('kind' in value) && (isDocument?.(value) ?? looksLikeValues(value, file)),
    );
    const value = values[index];
    if (!isFields(value)) return undefined;
    return { index, path: isFields(value[CHART.name]) ? [CHART.name, ...path] : path };
  }
  const lineOf = (node: Node | null): number => text.slice(0, node?.range?.[0] ?? 0).split('\n').length;
  for (const [index, { contents }] of documents.entries()) {
    const items: unknown = isMap(contents) ? contents.get('items', true) : undefined;
    // The List itself begins where its first item does, in JSON on one line.
    if (isSeq(items)) {
      const item = items.items.findIndex((each) => lineOf(each as Node) === line);
      if (item !== -1) return { index, path: ['items', item, ...path] };
    } else if (lineOf(contents) === line) return { index, path };
  }
  return undefined;
}

function* candidates(text: string, document: Parsed, path: Path, to: unknown): Generator<string> {
  const [start = 0, , end = 0] = document.contents?.range ?? [];
  const replaced = (from: number, until: number, by: string): string =>
    `${text.slice(0, from)}${by}${text.slice(until)}`;
  if (path.length === 0) {
    yield replaced(start, end, '');
    return;
  }
  const isJson = jsonOf(text) !== undefined;
  const node: unknown = document.getIn(path, true);
  if (isScalar(node) && node.range && isPlainValue(to)) {
    const [from, until] = node.range;
    const isBlock = text.slice(from, until).endsWith('\n');
    const written = [...(isJson || /["']/.test(text.charAt(from)) ? [] : [plain(to)]), JSON.stringify(to)];
    for (const each of written) yield replaced(from, until, isBlock ? `${each}\n` : each);
  }
  const own = isJson
    ? JSON.stringify(set(JSON.parse(text), path, to), null, 2)
    : rewritten(text.slice(start, end), path, to);
  if (own !== undefined) yield replaced(start, end, own);
}

/** A document with its comments; undefined where the field belongs to an alias. */
function rewritten(text: string, path: Path, to: unknown): string | undefined {
  const document = parseDocument(text, { version: '1.1', logLevel: 'silent' });
  try {
    if (to === undefined) document.deleteIn(path);
    else document.setIn(path, document.createNode(to));
    return document.toString({ lineWidth: 0 });
  } catch {
    return undefined;
  }
}

const isPlainValue = (value: unknown): value is string | number | boolean =>
  ['string', 'number', 'boolean'].includes(typeof value);

const plain = (value: string | number | boolean): string =>
  stringify(value, { lineWidth: 0, version: '1.1' }).trimEnd();
