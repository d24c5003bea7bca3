import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');
const CACHE = join(ROOT, 'node_modules', '.cache', 'synth');

/** Everything that decides what the bundle is. */
const SOURCES = ['package-lock.json', 'scripts/bundle.mjs', 'monitoring.config.ts', 'imports', 'src'];

/** Packages of one file each, and those that the cdk8s CLI loads anyway. */
const EXTERNAL = ['cdk8s', 'cdk8s-plus-28/*', 'constructs', 'yaml', '@lezer/*', '@prometheus-io/*'];

/**
 * src/main.ts as one CommonJS file, built unless a bundle of exactly these sources exists.
 * @returns path of the file
 */
export async function bundle() {
  const file = join(CACHE, `${fingerprint()}.cjs`);
  if (!existsSync(file)) await build(file);
  return file;
}

function fingerprint() {
  const hash = createHash('sha256');
  for (const file of SOURCES.flatMap((name) => filesIn(join(ROOT, name)))) {
    hash.update(`${file}\0`);
    hash.update(readFileSync(file));
  }
  return hash.digest('hex').slice(0, 32);
}

function filesIn(path) {
  if (statSync(path).isFile()) return [path];
  return readdirSync(path).flatMap((name) => filesIn(join(path, name)));
}

async function build(file) {
  const esbuild = await import('esbuild');
  // Bundles of other sources are out of date.
  rmSync(CACHE, { recursive: true, force: true });
  mkdirSync(CACHE, { recursive: true });
  // Another process may build the same file: it appears whole or not at all.
  const temporary = `${file}.${process.pid}`;
  await esbuild.build({
    entryPoints: [join(ROOT, 'src', 'main.ts')],
    bundle: true,
    outfile: temporary,
    external: EXTERNAL,
    // ES modules first: of these, only what is used is included.
    mainFields: ['module', 'main'],
    platform: 'node',
    format: 'cjs',
    logLevel: 'error',
  });
  renameSync(temporary, file);
}
