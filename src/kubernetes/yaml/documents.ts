import {
  Composer,
  type Document as YamlDocument,
  isMap as isMapNode,
  isSeq as isSeqNode,
  LineCounter,
  type Node,
  Parser,
  type YAMLError,
} from 'yaml';
import type { InvalidInput } from '../../findings/invalid-input';
import { invalidSyntax, tooDeep } from '../invalid-syntax';
import { indented } from './indentation';
import { KUBECTL_YAML } from './kubectl-yaml';
import { controlCharacterIn, refusedIn, type Refused } from './refused';

export interface Document {
  readonly value: unknown;
  /** From 1. */
  readonly line: number;
  /** Lines of the items of a list. @default the line of the document */
  readonly itemLines?: readonly number[];
}

/** What a text contains: kubectl reads the documents and refuses what is invalid. */
export interface YamlDocuments {
  readonly documents: readonly Document[];
  /** At most one per document. */
  readonly invalid: readonly InvalidInput[];
}

/** Reads a text as kubectl does. An invalid document does not keep the others from being read. */
export function yamlDocuments(given: string, file: string): YamlDocuments {
  const text = withoutMarks(given);
  const found = readDocuments(text, file);
  const repaired = found.invalid.length === 0 ? undefined : indented(text);
  return repaired === undefined ? found : readDocuments(repaired, file);
}

function readDocuments(text: string, file: string): YamlDocuments {
  const lines = new LineCounter();
  const control = controlCharacterIn(text);
  if (control !== undefined) {
    const line = text.slice(0, control.position).split('\n').length;
    return { documents: [], invalid: [refusedLine(control, file, line, text)] };
  }
  const documents: Document[] = [];
  const invalid: InvalidInput[] = [];
  try {
    // One at a time: a tree takes 40 times the memory of its text.
    for (const document of new Composer(KUBECTL_YAML).compose(new Parser(lines.addNewLine).parse(text))) {
      const read = readDocument(document, text, file, (position) => lines.linePos(position).line);
      if (read.document !== undefined) documents.push(read.document);
      if (read.invalid !== undefined) invalid.push(read.invalid);
    }
  } catch (error) {
    // The parser recurses.
    if (!(error instanceof RangeError)) throw error;
    invalid.push(tooDeep(file, 1));
  }
  return { documents, invalid };
}

/** Files that were put together keep their byte order marks. */
const withoutMarks = (text: string): string =>
  text.includes('\uFEFF') ? text.replaceAll(/(^|\n---[^\n]*\n)\uFEFF/g, '$1') : text;

type LineAt = (position: number) => number;

function readDocument(
  document: YamlDocument.Parsed,
  text: string,
  file: string,
  lineAt: LineAt,
): { readonly document?: Document; readonly invalid?: InvalidInput } {
  const [error] = document.errors;
  if (error !== undefined) return { invalid: syntaxError(error, text, file, lineAt(error.pos[0])) };
  const line = lineAt(document.contents?.range?.[0] ?? document.range[0]);
  try {
    const refused = refusedIn(document, text);
    const invalid = refused && refusedLine(refused, file, lineAt(refused.position), text);
    if (refused !== undefined && !refused.isRead) return { invalid };
    const value = copied(document.toJS({ maxAliasCount: MOST_ALIASES }));
    return { document: { value, line, itemLines: itemLinesOf(document, lineAt) }, invalid };
  } catch (thrown) {
    if (thrown instanceof RangeError) return { invalid: tooDeep(file, line) };
    // An alias without anchor, or a small text that would become a huge value.
    const { message } = thrown as Error;
    return { invalid: invalidSyntax(file, line, `invalid YAML: ${message}`, undefined) };
  }
}

/** The parser's strings are parts of the text, which they keep in memory, or chains of its lines. */
const copied = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

const refusedLine = (
  { message, position }: Refused,
  file: string,
  line: number,
  text: string,
): InvalidInput => invalidSyntax(file, line, `invalid YAML: ${message}`, textAt(text, position));

function syntaxError(error: YAMLError, text: string, file: string, line: number): InvalidInput {
  // The parser's stack.
  if (error.code === 'RESOURCE_EXHAUSTION') return tooDeep(file, 1);
  return invalidSyntax(file, line, messageOf(error, text), textAt(text, error.pos[0]));
}

function itemLinesOf({ contents }: YamlDocument.Parsed, lineAt: LineAt): readonly number[] {
  const items = isMapNode(contents) ? contents.get('items', true) : undefined;
  return isSeqNode(items) ? items.items.map((item) => lineAt((item as Node).range?.[0] ?? 0)) : [];
}

const MOST_ALIASES = 1000;

function messageOf({ message }: Error, text: string): string {
  const json = jsonError(text);
  return json === undefined ? `invalid YAML: ${message.split('\n')[0]!}` : `invalid JSON: ${json}`;
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

const textAt = (text: string, position: number): string =>
  text.slice(text.lastIndexOf('\n', position - 1) + 1).split('\n', 1)[0]!;
