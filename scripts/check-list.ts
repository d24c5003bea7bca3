import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { FAILURES } from '../src/doctor/check';

const CHECKS = 'src/doctor/checks';

/** The modules that list the checks of each folder, by path. Subfolders hold helpers. */
export const checkLists = (): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.keys(FAILURES).map((failure) => [`${CHECKS}/${failure}/index.ts`, listOf(failure)]),
  );

const listOf = (folder: string): string =>
  [
    '/** Written by `npm run docs` from the files beside it. */',
    ...idsIn(folder).map((id) => `export { check as ${camelCase(id)} } from './${id}';`),
    '',
  ].join('\n');

const idsIn = (folder: string): readonly string[] =>
  readdirSync(join(import.meta.dirname, '..', CHECKS, folder))
    .filter((name) => name.endsWith('.ts') && name !== 'index.ts')
    .map((name) => name.slice(0, -'.ts'.length))
    .toSorted();

const camelCase = (id: string): string => id.replaceAll(/-(.)/g, (_, letter: string) => letter.toUpperCase());
