/**
 * What the cdk8s CLI runs: src/main.ts, bundled on the fly.
 *
 * A loader that turns every file into JavaScript by itself costs more than synthesis; esbuild reads them all at once.
 * `npm run bench -- synth` shows what is left. Dependencies stay outside of the bundle.
 */
import { Module } from 'node:module';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));

const [bundle] = buildSync({
  entryPoints: [main],
  bundle: true,
  write: false,
  // Where the paths in stack traces start.
  outfile: main.replace(/ts$/, 'js'),
  packages: 'external',
  platform: 'node',
  format: 'cjs',
  sourcemap: 'inline',
}).outputFiles;

process.setSourceMapsEnabled(true);
const program = new Module(main);
program.filename = main;
// oxlint-disable-next-line no-underscore-dangle -- Node's own names for what require() does
program.paths = Module._nodeModulePaths(dirname(main));
// oxlint-disable-next-line no-underscore-dangle
program._compile(bundle.text, main);
