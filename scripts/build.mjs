/**
 * Builds the package into build/: JavaScript by entry point and shared chunks, types file by file, and the template of
 * `signalproof init`.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');
const BUILD = join(ROOT, 'build');
const TYPES = join(BUILD, 'types');

const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));

/** `./build/types/src/index.d.ts` of an export is the entry point `src/index.ts`. */
const entryPoints = Object.fromEntries([
  ...Object.values(manifest.exports)
    .filter((target) => typeof target === 'object')
    .map(({ types, default: file }) => [
      file.replace('./build/', '').replace('.js', ''),
      types.replace('./build/types/', '').replace('.d.ts', '.ts'),
    ]),
  ['cli', 'src/cli/main.ts'],
]);

rmSync(BUILD, { recursive: true, force: true });
await build({
  absWorkingDir: ROOT,
  entryPoints,
  outdir: BUILD,
  bundle: true,
  splitting: true,
  packages: 'external',
  platform: 'node',
  target: 'node20.19',
  format: 'esm',
  chunkNames: 'chunk-[hash]',
  // Indentation and comments are 39 KiB of the tarball, and shorter syntax saves 8. Names stay, for stack traces.
  minifyWhitespace: true,
  minifySyntax: true,
  lineLimit: 120,
  logLevel: 'warning',
});
const cli = join(BUILD, 'cli.js');
writeFileSync(cli, `#!/usr/bin/env node\n${readFileSync(cli, 'utf8')}`, { mode: 0o755 });
cpSync(join(ROOT, 'src', 'cli', 'init', 'template'), join(BUILD, 'template'), { recursive: true });

execFileSync(
  process.execPath,
  [join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc'), '-p', 'tsconfig.build.json'],
  {
    cwd: ROOT,
    stdio: 'inherit',
  },
);
const reached = new Set();
for (const path of Object.values(manifest.exports).flatMap(({ types = [] }) => types))
  reach(join(ROOT, path));
// Of the others, nobody can import anything: they were a third of the types.
for (const entry of readdirSync(TYPES, { recursive: true, withFileTypes: true })) {
  const file = join(entry.parentPath, entry.name);
  if (entry.isFile() && !reached.has(file)) rmSync(file);
}

/** Completes the types of a file, and of all files that it imports. */
function reach(file) {
  if (reached.has(file)) return;
  reached.add(file);
  for (const imported of completeSpecifiers(file)) reach(imported);
}

/**
 * Node resolves ES modules by whole file names, and so does TypeScript for its consumers.
 * @returns the files that it imports
 */
function completeSpecifiers(file) {
  const imported = [];
  const complete = readFileSync(file, 'utf8').replaceAll(
    /(from |import\(|import )(['"])(\.{1,2}(?:\/[^'"]+)?)\2/g,
    (_, before, quote, path) => {
      // The compiler shortens `folder/index` in types that it infers.
      const found = [path, `${path}/index`].find((each) => existsSync(join(dirname(file), `${each}.d.ts`)));
      if (found === undefined) throw new Error(`${file}: ${path} has no types`);
      imported.push(join(dirname(file), `${found}.d.ts`));
      return `${before}${quote}${found}.js${quote}`;
    },
  );
  writeFileSync(file, withoutSchemaPaths(complete));
  return imported;
}

/** cdk8s writes the path of each field in its definition, which says what the name does. */
function withoutSchemaPaths(text) {
  return text
    .replaceAll(/^\s*\* @schema .*\n/gm, '')
    .replaceAll(/^\s*\/\*\*\n(?:\s*\*\s*\n)*\s*\*\/\n/gm, '');
}
