import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const BUNDLE = pathToFileURL(resolve(__dirname, '../../scripts/bundle.mjs')).href;

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'bundle-'));
  write('package-lock.json', '{}');
  write('scripts/bundle.mjs', '');
  write('src/main.ts', "import { word } from './word';\nconsole.log(word);\n");
  write('src/word/index.ts', "export const word = 'first';\n");
});
afterEach(() => rmSync(root, { recursive: true }));

it('keeps the bundle while nothing has changed', () => {
  const file = bundled();
  expect(said(file)).toBe('first');
  // Only a second build would undo this.
  writeFileSync(file, "console.log('kept');");
  // As the cdk8s CLI makes it before each synthesis.
  mkdirSync(join(root, 'dist'));
  expect(bundled()).toBe(file);
  expect(said(file)).toBe('kept');
});

it.each<[what: string, change: () => void, said: string]>([
  ['a source that changes', () => write('src/word/index.ts', "export const word = 'second';\n"), 'second'],
  [
    'a file that takes the place of another one',
    () => write('src/word.ts', "export const word = 'third';\n"),
    'third',
  ],
  [
    'a source that moves away',
    () => {
      rmSync(join(root, 'src/word'), { recursive: true });
      write('src/word.ts', "export const word = 'fourth';\n");
    },
    'fourth',
  ],
  [
    'a file in the folder of the project',
    () => {
      write('monitoring.config.ts', '');
    },
    'first',
  ],
  ['dependencies that change', () => write('package-lock.json', '{ "packages": {} }'), 'first'],
  ['a bundle that is gone', () => rmSync(bundled()), 'first'],
])('builds anew after %s', (_, change, expected) => {
  const file = bundled();
  writeFileSync(file, "console.log('old');");
  change();
  expect(said(bundled())).toBe(expected);
});

it('builds anew what changed while it was read', () => {
  // As of a clock ahead of this one, or a change in the same moment.
  const ahead = (Date.now() + 3_600_000) / 1000;
  write('src/word/index.ts', "export const word = 'ahead';\n", ahead);
  const file = bundled();
  writeFileSync(file, "console.log('old');");
  expect(said(bundled())).toBe('ahead');
});

it('keeps the bundles of copies that share their packages apart', () => {
  const copy = mkdtempSync(join(tmpdir(), 'bundle-'));
  try {
    const file = bundled();
    cpSync(root, copy, { recursive: true });
    rmSync(join(copy, 'node_modules'), { recursive: true });
    symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
    writeFileSync(join(copy, 'src/word/index.ts'), "export const word = 'copy';\n");
    expect(said(bundled(copy))).toBe('copy');
    expect(said(bundled())).toBe('first');
    expect(bundled()).toBe(file);
  } finally {
    rmSync(copy, { recursive: true });
  }
});

const bundled = (of = root): string =>
  node(
    '--input-type=module',
    '-e',
    `import { bundle } from '${BUNDLE}'; console.log(await bundle('${of}'));`,
  );

const said = (file: string): string => node(file);

const node = (...args: readonly string[]): string =>
  execFileSync(process.execPath, args, { encoding: 'utf8' }).trim();

function write(path: string, text: string, modified?: number): void {
  const file = join(root, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  if (modified !== undefined) utimesSync(file, modified, modified);
}
