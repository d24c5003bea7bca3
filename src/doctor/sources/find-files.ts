import { readdirSync, realpathSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { readBounded, readProblem } from '../../findings/bounded-file';
import { InvalidInput } from '../../findings/invalid-input';
import { decodeText } from '../../kubernetes/decode';

export const STDIN = '-';

const MANIFESTS = ['.yaml', '.yml', '.json'];

/** With the usual ending of rule files of a Prometheus without an operator. */
const PLAIN_FILES = [...MANIFESTS, '.rules'];
const SKIPPED_FOLDERS = /^(node_modules|\..+)$/;

/** Paths may overlap, and links may point to one file. */
export function unique(files: readonly string[]): readonly string[] {
  const real = (file: string) => (file === STDIN ? file : orInvalid(file, () => realpathSync(file)));
  return [...new Map(files.toReversed().map((file) => [real(file), file])).values()].toReversed();
}

/** Relative to the working directory, as annotations of a code review need it. */
export function named(file: string): string {
  const path = relative(process.cwd(), file);
  return file === STDIN || path.startsWith('..') ? file : path;
}

type Tolerant = <T>(path: string, otherwise: T, read: () => T) => T;

/** @param withRules also files of a Prometheus without an operator */
export function filesBelow(path: string, tolerant: Tolerant, withRules: boolean): readonly string[] {
  if (path === STDIN || !statOf(path).isDirectory()) return [path];
  const endings = withRules ? PLAIN_FILES : MANIFESTS;
  const files = manifestsIn(path, tolerant, endings);
  if (files.length === 0)
    throw new InvalidInput({
      resource: `folder ${path}`,
      path: '',
      message: `no files that end in ${endings.slice(0, -1).join(', ')} or ${endings.at(-1)}`,
      found: undefined,
      fix: 'name a folder with manifests',
    });
  return files;
}

function manifestsIn(folder: string, tolerant: Tolerant, endings: readonly string[]): readonly string[] {
  const entries = tolerant(folder, [], () =>
    orInvalid(folder, () => readdirSync(folder, { withFileTypes: true })),
  );
  return entries
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      // A link to a folder may create a loop.
      if (entry.isDirectory())
        return SKIPPED_FOLDERS.test(entry.name) ? [] : manifestsIn(path, tolerant, endings);
      return endings.some((ending) => entry.name.endsWith(ending)) &&
        tolerant(path, false, () => statOf(path).isFile())
        ? [path]
        : [];
    });
}

function statOf(path: string): ReturnType<typeof statSync> & object {
  return orInvalid(path, () => statSync(path));
}

export function readText(path: string): string {
  // 0 is the standard input's descriptor.
  return orInvalid(path, () => decodeText(readBounded(path === STDIN ? 0 : path)));
}

function orInvalid<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new InvalidInput({
      resource: `file ${path}`,
      path: '',
      ...readProblem(error, 'name a file or folder with manifests, or - for standard input'),
    });
  }
}
