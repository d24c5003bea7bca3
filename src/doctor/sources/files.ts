import { readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import type { Finding } from '../../findings/finding';
import { InvalidInput } from '../../findings/invalid-input';
import type { KubernetesObject } from '../../kubernetes/object';
import { readDocuments } from '../../kubernetes/read';
import type { GivenValues } from '../../operator/prometheus-settings';
import { syntaxFinding } from '../syntax-finding';
import { deployedValues } from './deployed-values';
import { looksLikeValues, valuesOf } from './helm-values';
import { patchesIn } from './kustomization';

/** What was in files. */
export interface Files {
  readonly objects: readonly KubernetesObject[];
  /** Helm values of kube-prometheus-stack, if a file holds them. */
  readonly values?: GivenValues;
  /** Files that are no YAML. */
  readonly findings: readonly Finding[];
  /** What was left out, as sentences. */
  readonly notes: readonly string[];
}

/** Standard input. */
const STDIN = '-';

const MANIFEST = /\.(ya?ml|json)$/;
const SKIPPED_FOLDERS = /^(node_modules|\..+)$/;

/**
 * Reads files, folders with all that is below them, and standard input (`-`).
 * @throws InvalidInput for a path that cannot be read, or a folder without manifests
 */
export function readFiles(paths: readonly string[]): Files {
  const texts = withoutPatches(
    unique(paths.flatMap((path) => filesBelow(path))).map((file) => [file, readText(file)] as const),
  ).map(([file, text]) => [named(file), text] as const);
  const objects: KubernetesObject[] = [];
  const findings: Finding[] = [];
  const templates: string[] = [];
  const given: GivenValues[] = [];
  for (const [file, text] of texts) {
    try {
      const documents = readDocuments(text, file);
      for (const object of documents.objects) objects.push(object);
      const values = documents.others.filter((value) => looksLikeValues(value, file));
      given.push(...values.map((value) => valuesOf(value, text, file)));
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error;
      if (text.includes('{{')) templates.push(file);
      else findings.push(syntaxFinding(error, file));
    }
  }
  if (objects.length === 0 && given.length === 0 && findings.length === 0)
    throw nothingIn(paths, templates.length);
  const [values, ...others] = [...given, ...deployedValues(objects)];
  return {
    objects,
    ...(values === undefined ? {} : { values }),
    findings,
    notes: [
      ...(templates.length === 0
        ? []
        : [
            `left out as templates: ${templates.join(', ')}; render them first, e.g. helm template ... | doctor -`,
          ]),
      ...(others.length === 0
        ? []
        : [
            `several files hold Helm values: ${values!.name} was read, ${others.map(({ name }) => name).join(', ')} not`,
          ]),
    ],
  };
}

/** A pipe whose first program failed must not look like a clean bill. */
const nothingIn = (paths: readonly string[], templates: number): InvalidInput =>
  new InvalidInput({
    resource: paths.map((path) => (path === STDIN ? 'standard input' : path)).join(', '),
    path: 'manifests',
    message: templates === 0 ? 'are none' : 'are templates, none of them rendered',
    found: templates === 0 ? undefined : `${templates} templates`,
    fix:
      templates === 0
        ? 'name what holds Kubernetes objects or Helm values'
        : 'render them first, e.g. helm template ... | npm run doctor -- -',
  });

/**
 * Reads one file as Helm values, whatever is in it.
 * @throws InvalidInput for a file that cannot be read or holds no map
 */
export function readValues(file: string): GivenValues {
  const text = readText(file);
  const [value, ...more] = readDocuments(text, file).others;
  if (value === undefined || more.length > 0)
    throw new InvalidInput({
      resource: `file ${file}`,
      path: 'text',
      message: 'is not one map of Helm values',
      found: text.slice(0, 40),
      fix: 'name the file that helm gets with --values',
    });
  return valuesOf(value, text, file);
}

/** A patch of Kustomize looks like an object and is a part of one. */
function withoutPatches(
  texts: readonly (readonly [string, string])[],
): readonly (readonly [string, string])[] {
  const patches = new Set(texts.flatMap(([file, text]) => patchesIn(file, text)));
  return patches.size === 0 ? texts : texts.filter(([file]) => !patches.has(resolve(file)));
}

/** Paths may overlap, and links may lead to one file. */
function unique(files: readonly string[]): readonly string[] {
  const real = (file: string) => (file === STDIN ? file : orInvalid(file, () => realpathSync(file)));
  return [...new Map(files.toReversed().map((file) => [real(file), file])).values()].toReversed();
}

/** As seen from where the program runs: annotations of a code review know no other names. */
function named(file: string): string {
  const path = relative(process.cwd(), file);
  return file === STDIN || path.startsWith('..') ? file : path;
}

function filesBelow(path: string): readonly string[] {
  if (path === STDIN) return [path];
  if (!statOf(path).isDirectory()) return [path];
  const files = manifestsIn(path);
  if (files.length === 0)
    throw new InvalidInput({
      resource: `folder ${path}`,
      path: 'files',
      message: 'are none that end in .yaml, .yml or .json',
      found: undefined,
      fix: 'name a folder with manifests',
    });
  return files;
}

function manifestsIn(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true })
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      // A link into a folder may lead back here.
      if (entry.isDirectory()) return SKIPPED_FOLDERS.test(entry.name) ? [] : manifestsIn(path);
      return MANIFEST.test(entry.name) && statOf(path).isFile() ? [path] : [];
    });
}

function statOf(path: string): ReturnType<typeof statSync> & object {
  return orInvalid(path, () => statSync(path));
}

function readText(path: string): string {
  // 0 is the standard input's descriptor.
  return orInvalid(path, () => readFileSync(path === STDIN ? 0 : path, 'utf8'));
}

function orInvalid<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new InvalidInput({
      resource: `file ${path}`,
      path: 'path',
      message: 'cannot be read',
      found: (error as NodeJS.ErrnoException).code,
      fix: 'name a file or folder with manifests, or - for standard input',
    });
  }
}
