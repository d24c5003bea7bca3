import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/**
 * `src/main.ts` and all that it loads as one CommonJS file, built unless nothing that it came from has changed.
 * @param root the project
 * @returns path of the file
 */
export async function bundle(root) {
  // Several working copies may share their packages.
  const copy = createHash('sha256').update(root).digest('hex').slice(0, 16);
  const folder = join(root, 'node_modules', '.cache', 'synth', copy);
  const record = join(folder, 'bundle.json');
  if (existsSync(record)) {
    const { file, read } = JSON.parse(readFileSync(record, 'utf8'));
    if (existsSync(file) && Object.entries(read).every(([path, state]) => stateOf(path, root) === state))
      return file;
  }
  const started = Date.now();
  const { file, inputs } = await build(root, folder);
  // A folder changes when something is added to it, which may be loaded in place of what was.
  const paths = new Set(inputs.flatMap((path) => [path, dirname(path)]));
  const read = Object.fromEntries([...paths].map((path) => [path, stateOf(path, root)]));
  // What changes while it is read is read again the next time.
  if (inputs.every((path) => statSync(path).mtimeMs < started))
    appear(record, JSON.stringify({ file, read }));
  return file;
}

/** What differs after every change of a file or folder. The cdk8s CLI makes a new dist each time, so of the root names count. */
function stateOf(path, root) {
  if (path === root)
    return readdirSync(root)
      .filter((name) => /\.(?:[cm]?[jt]sx?|json)$/.test(name))
      .join(' ');
  const { mtimeMs, size } = statSync(path, { throwIfNoEntry: false }) ?? {};
  return `${mtimeMs} ${size}`;
}

async function build(root, folder) {
  const esbuild = await import('esbuild');
  const { outputFiles, metafile } = await esbuild.build({
    absWorkingDir: root,
    entryPoints: ['src/main.ts'],
    bundle: true,
    write: false,
    metafile: true,
    // ES modules first: of these, only what is used is included.
    mainFields: ['module', 'main'],
    platform: 'node',
    format: 'cjs',
    // Less text to read; traces have positions of the bundle anyway.
    minify: true,
    logLevel: 'error',
  });
  // Bundles of other sources are out of date.
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const [{ text, hash }] = outputFiles;
  const file = join(folder, `${hash.replaceAll('/', '-')}.cjs`);
  appear(file, text);
  const inputs = ['package-lock.json', 'scripts/bundle.mjs', ...Object.keys(metafile.inputs)];
  return { file, inputs: inputs.map((path) => resolve(root, path)) };
}

/** Writes a file as a whole or not at all: another process may write the same one. */
export function appear(file, content) {
  const temporary = `${file}.${process.pid}`;
  writeFileSync(temporary, content);
  renameSync(temporary, file);
}
