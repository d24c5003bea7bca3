import type { InvalidInput } from '../findings/invalid-input';
import { duplicated, isTooDeep, tooDeep } from './invalid-syntax';
import { duplicateKey, itemLines } from './json-lines';
import { isMap, kubernetesObject, listOf, mapOf, textOf, type Fields, type KubernetesObject } from './object';
import { yamlDocuments, type Document, type YamlDocuments } from './yaml/documents';

export interface Documents {
  readonly objects: readonly KubernetesObject[];
  /** Maps without a kind, such as Helm values. */
  readonly others: readonly Fields[];
}

/** Content of a file of which some documents may be invalid. */
export interface TolerantDocuments extends Documents {
  /** At most one for each document. */
  readonly invalid: readonly InvalidInput[];
  /** Documents that are a list. */
  readonly lists: readonly (readonly unknown[])[];
  /** Maps with a kind and without a name. */
  readonly unnamed: readonly UnnamedObject[];
}

export interface UnnamedObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly fields: Fields;
  readonly line: number;
}

/**
 * Reads YAML or JSON as kubectl does: several documents, and Lists as kubectl prints them.
 * @param file how findings name it
 * @throws InvalidInput for invalid text
 */
export function readDocuments(text: string, file: string): Documents {
  const { invalid, objects, others } = readValidDocuments(text, file);
  const [first] = invalid;
  if (first !== undefined) throw first;
  return { objects, others };
}

/** Reads the documents that are valid, beside those that are not. */
export function readValidDocuments(text: string, file: string): TolerantDocuments {
  const json = tryJson(text);
  const { documents, invalid }: YamlDocuments =
    json === undefined
      ? yamlDocuments(text, file)
      : {
          documents: [{ value: json.value, line: 1, itemLines: itemLines(text) }],
          invalid: duplicatesIn(text, file),
        };
  const deep = documents.filter(({ value }) => isTooDeep(value));
  const read = documents.filter((document) => !deep.includes(document));
  return {
    objects: read.flatMap((document) => objectsIn(document, file)),
    others: read.flatMap(({ value }) => (isMap(value) && !('kind' in value) ? [value] : [])),
    invalid: [...invalid, ...deep.map(({ line }) => tooDeep(file, line))],
    lists: read.flatMap(({ value }) => (Array.isArray(value) ? [value as readonly unknown[]] : [])),
    unnamed: read.flatMap(unnamedIn),
  };
}

/** The Kubernetes objects among what {@link readDocuments} reads. */
export const readManifests = (text: string, file: string): readonly KubernetesObject[] =>
  readDocuments(text, file).objects;

/** JSON has its own, many times faster parser. Text that only looks like JSON, such as `{ a: b }`, is YAML. */
function tryJson(text: string): { readonly value: unknown } | undefined {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

const duplicatesIn = (text: string, file: string): readonly InvalidInput[] => {
  const found = duplicateKey(text);
  return found === undefined ? [] : [duplicated(file, found)];
};

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

function unnamedIn({ value, line }: Document): readonly UnnamedObject[] {
  const fields = mapOf(value);
  const { apiVersion, kind, metadata, items } = fields;
  const { name, generateName } = mapOf(metadata);
  return typeof apiVersion !== 'string' ||
    typeof kind !== 'string' ||
    Array.isArray(items) ||
    name !== undefined ||
    generateName !== undefined
    ? []
    : [{ apiVersion, kind, fields, line }];
}
