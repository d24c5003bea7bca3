import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { repository, version } from '../../../package.json';
import { alertPrefix } from '../../rules/naming';
import type { OutputFile } from '../../synth/write-files';

/** The service of the template and its namespace, which `init` replaces. */
export const DEFAULTS = { name: 'my-service', namespace: 'default' } as const;

/** The built package has the template beside its code too. */
const TEMPLATE = fileURLToPath(new URL('template', import.meta.url));

/** npm leaves files of these names out of packages, or reads them. */
const RENAMED: Readonly<Record<string, string>> = { gitignore: '.gitignore' };

/** Where the pages of this version are published. */
const RUNBOOKS = `${repository.url.replace(/^git\+|\.git$/g, '')}/blob/v${version}/docs/runbooks`;

export interface InitProps {
  readonly name: string;
  readonly namespace: string;
}

/** The files of a new stack, except for package.json. */
export function initFiles({ name, namespace }: InitProps): readonly OutputFile[] {
  const adapt = (text: string): string =>
    text
      .replaceAll('https://example.com/runbooks', RUNBOOKS)
      .replaceAll(/my-service/g, name)
      .replaceAll(/myService/g, camelCase(name))
      .replaceAll(/MyService/g, alertPrefix(name))
      .replaceAll(/(namespace: |services: |namespace=)(['"])default\2/g, `$1$2${namespace}$2`);
  return readdirSync(TEMPLATE, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((file) => ({ file, path: relative(TEMPLATE, file) }))
    .map(({ file, path }) => ({
      path: adapt(RENAMED[path] ?? path),
      content: adapt(readFileSync(file, 'utf8')),
    }))
    .toSorted((a, b) => (a.path < b.path ? -1 : 1));
}

const camelCase = (name: string): string => {
  const pascal = alertPrefix(name);
  return pascal.charAt(0).toLowerCase() + pascal.slice(1);
};
