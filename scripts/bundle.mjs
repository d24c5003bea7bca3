import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');
const CACHE = join(ROOT, 'node_modules', '.cache', 'synth');

/** Everything that decides what the bundle is. */
const SOURCES = ['package-lock.json', 'scripts/bundle.mjs', 'imports', 'src'];

/** One file each already, or shared with the CLI; what is not needed at synthesis stays out of it as well. */
const EXTERNAL = ['cdk8s', 'cdk8s-plus-28/*', 'constructs', 'yaml', '@lezer/*', '@prometheus-io/*'];

/**
 * src/main.ts as CommonJS. It is built when there is none of these very sources.
 * @returns where it is, its text, what V8 kept of it the last time, and how to keep that
 */
export async function bundle() {
  const file = join(CACHE, `${fingerprint()}.cjs`);
  const data = `${file}.${process.version}`;
  const code = tryRead(file)?.toString() ?? (await build(file));
  return { file, code, compiled: tryRead(data), keep: (compiled) => write(data, compiled) };
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
  if (/\.\w+$/.test(path)) return [path];
  return readdirSync(path, { withFileTypes: true }).flatMap(({ name }) => filesIn(join(path, name)));
}

async function build(file) {
  const esbuild = await import('esbuild');
  const { outputFiles } = await esbuild.build({
    entryPoints: [join(ROOT, 'src', 'main.ts')],
    bundle: true,
    write: false,
    external: EXTERNAL,
    // Modules of which only what is used is taken.
    mainFields: ['module', 'main'],
    platform: 'node',
    format: 'cjs',
    logLevel: 'error',
  });
  const [{ text }] = outputFiles;
  // Bundles of other sources are of no use any more.
  rmSync(CACHE, { recursive: true, force: true });
  write(file, text);
  return text;
}

function tryRead(file) {
  try {
    return readFileSync(file);
  } catch {
    return undefined;
  }
}

/** Others may be reading or writing the same file. Where nothing can be kept, the next run builds again. */
function write(file, content) {
  const temporary = `${file}.${process.pid}`;
  try {
    mkdirSync(CACHE, { recursive: true });
    writeFileSync(temporary, content);
    renameSync(temporary, file);
  } catch {
    rmSync(temporary, { force: true });
  }
}
