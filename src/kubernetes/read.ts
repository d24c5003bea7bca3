import {
  type Document as YamlDocument,
  isMap as isMapNode,
  isSeq as isSeqNode,
  LineCounter,
  parseAllDocuments,
  type Node,
} from 'yaml';
import { InvalidInput } from '../findings/invalid-input';
import { itemLines } from './json-lines';
import { isMap, kubernetesObject, listOf, mapOf, textOf, type Fields, type KubernetesObject } from './object';

/** Content of a file. */
export interface Documents {
  readonly objects: readonly KubernetesObject[];
  /** Maps without a kind, such as Helm values. */
  readonly others: readonly Fields[];
}

/**
 * Reads YAML or JSON: several documents, and Lists as kubectl prints them.
 * @param file how findings name it
 * @throws InvalidInput for invalid text
 */
export function readDocuments(text: string, file: string): Documents {
  const json = tryJson(text);
  const values =
    json === undefined
      ? yamlDocuments(text, file)
      : [{ value: json.value, line: 1, itemLines: itemLines(text) }];
  const deep = values.find(({ value }) => isTooDeep(value));
  if (deep !== undefined) throw tooDeep(file, deep.line);
  return {
    objects: values.flatMap((document) => objectsIn(document, file)),
    others: values.flatMap(({ value }) => (isMap(value) && !('kind' in value) ? [value] : [])),
  };
}

/** The Kubernetes objects among what {@link readDocuments} reads. */
export const readManifests = (text: string, file: string): readonly KubernetesObject[] =>
  readDocuments(text, file).objects;

interface Document {
  readonly value: unknown;
  /** From 1. */
  readonly line: number;
  /** Lines of the items of a list. @default the line of the document */
  readonly itemLines?: readonly number[];
}

/** The JSON error of text that looks like JSON, for which a YAML error would not help. */
function jsonError(text: string): string | undefined {
  if (!/^\s*[[{]\s*"/.test(text)) return undefined;
  try {
    JSON.parse(text);
    return undefined;
  } catch (error) {
    // Some messages quote the text, which can be a Secret.
    return (error as Error).message.replace(/,? \.{0,3}".*" is not valid JSON$/s, '');
  }
}

/** Levels of maps and lists: more than any resource has, and few enough for every walk's stack. */
const DEEPEST = 200;

const tooDeep = (file: string, line: number): InvalidInput =>
  invalidSyntax(file, line, `nested more than ${DEEPEST} levels deep`, undefined);

/** Without recursion, which the depth would exhaust. */
function isTooDeep(value: unknown): boolean {
  let level: readonly unknown[] = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > DEEPEST) return true;
    level = level.flatMap((item) => (typeof item === 'object' && item !== null ? Object.values(item) : []));
  }
  return false;
}

function parsedDocuments(
  text: string,
  file: string,
  lineCounter: LineCounter,
): readonly YamlDocument.Parsed[] {
  const options = { lineCounter, uniqueKeys: true, strict: true, logLevel: 'silent' } as const;
  try {
    const documents = parseAllDocuments(text, options);
    return Array.isArray(documents) ? documents : [];
  } catch (error) {
    // The parser recurses.
    if (error instanceof RangeError) throw tooDeep(file, 1);
    throw error;
  }
}

function yamlDocuments(text: string, file: string): readonly Document[] {
  const lines = new LineCounter();
  const documents = parsedDocuments(text, file, lines);
  return documents.map((document) => {
    const [error] = document.errors;
    // The parser's stack.
    if (error?.code === 'RESOURCE_EXHAUSTION') throw tooDeep(file, 1);
    if (error !== undefined)
      throw invalidSyntax(
        file,
        error.linePos?.[0].line ?? 1,
        messageOf(error, text),
        textAt(text, error.pos[0]),
      );
    const lineAt = (position: number) => lines.linePos(position).line;
    const line = lineAt(document.contents?.range?.[0] ?? document.range[0]);
    const items = isMapNode(document.contents) ? document.contents.get('items', true) : undefined;
    return {
      value: valueOf(document, file, line),
      line,
      itemLines: isSeqNode(items) ? items.items.map((item) => lineAt((item as Node).range?.[0] ?? 0)) : [],
    };
  });
}

const invalidSyntax = (file: string, line: number, message: string, found: unknown): InvalidInput =>
  new InvalidInput({
    resource: `file ${file}`,
    path: `line ${line}`,
    message,
    found,
    fix: 'correct the line, or remove the file',
    at: { file, line },
  });

function messageOf({ message }: Error, text: string): string {
  const json = jsonError(text);
  return json === undefined
    ? `invalid YAML: ${message.split('\n')[0]!.replace(/ at line \d+, column \d+:?$/, '')}`
    : `invalid JSON: ${json}`;
}

function valueOf(
  document: { toJS(options: { maxAliasCount: number }): unknown },
  file: string,
  line: number,
): unknown {
  try {
    return document.toJS({ maxAliasCount: MOST_ALIASES });
  } catch (error) {
    if (error instanceof RangeError) throw tooDeep(file, line);
    // An alias without anchor, or a small text that would become a huge value.
    throw invalidSyntax(file, line, `invalid YAML: ${(error as Error).message}`, undefined);
  }
}

/** Far above real files, and far below what fills the memory. */
const MOST_ALIASES = 1000;

/** JSON has its own, many times faster parser. Text that only looks like JSON, such as `{ a: b }`, is YAML. */
function tryJson(text: string): { readonly value: unknown } | undefined {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

const textAt = (text: string, position: number): string =>
  text.slice(text.lastIndexOf('\n', position - 1) + 1).split('\n', 1)[0]!;

function objectsIn({ value, line, itemLines = [] }: Document, file: string): readonly KubernetesObject[] {
  if (Array.isArray(value)) return value.flatMap((item: unknown) => objectsIn({ value: item, line }, file));
  if (!isMap(value)) return [];
  const { kind, items } = value;
  if (Array.isArray(items) && textOf(kind)?.endsWith('List')) {
    // Items of a typed list, such as ServiceMonitorList, may omit kind and apiVersion.
    const itemKind = textOf(kind)!.replace(/List$/, '');
    const inherited = itemKind === '' ? {} : { kind: itemKind, apiVersion: value['apiVersion'] };
    return listOf(items).flatMap((item, index) =>
      objectsIn({ value: { ...inherited, ...mapOf(item) }, line: itemLines[index] ?? line }, file),
    );
  }
  const object = kubernetesObject(value, { file, line });
  return object === undefined ? [] : [object];
}
