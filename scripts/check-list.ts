import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { FAILURES, type Failure } from '../src/doctor/check';

export const CHECK_LIST = 'src/doctor/checks/index.ts';

const FOLDER = join(import.meta.dirname, '..', 'src', 'doctor', 'checks');

/** The module that lists every file of the checks' folders; their subfolders hold helpers. */
export function checkList(): string {
  const found = (Object.keys(FAILURES) as Failure[])
    .flatMap((failure) => idsIn(failure).map((id) => ({ failure, id })))
    .toSorted((a, b) => (a.id < b.id ? -1 : 1));
  return [
    '/** Written by `npm run docs` from the folders beside it. */',
    "import { listed, type ListedCheck } from '../check';",
    ...found.map(({ failure, id }) => `import { check as ${camelCase(id)} } from './${failure}/${id}';`),
    '',
    'export const checks: readonly ListedCheck[] = [',
    ...found.map(({ failure, id }) => `  listed('${failure}', ${camelCase(id)}),`),
    '];',
    '',
  ].join('\n');
}

const idsIn = (folder: string): readonly string[] =>
  readdirSync(join(FOLDER, folder))
    .filter((name) => name.endsWith('.ts'))
    .map((name) => name.slice(0, -'.ts'.length));

const camelCase = (id: string): string => id.replaceAll(/-(.)/g, (_, letter: string) => letter.toUpperCase());
