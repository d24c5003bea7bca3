/**
 * What the cdk8s CLI runs: src/main.ts, bundled on the fly.
 *
 * A loader that turns every file into JavaScript by itself costs more than synthesis. esbuild reads all files at once,
 * in a process of its own, while this one loads the dependencies. `npm run bench -- synth` shows what is left.
 */
import { createRequire, Module } from 'node:module';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));

const bundling = build({
  entryPoints: [main],
  bundle: true,
  write: false,
  // Where the paths in stack traces start.
  outfile: main.replace(/ts$/, 'js'),
  packages: 'external',
  platform: 'node',
  format: 'cjs',
  sourcemap: 'inline',
  logLevel: 'error',
});

const require = createRequire(main);
for (const dependency of ['cdk8s-plus-28/lib/imports/k8s', 'zod', 're2js']) require(dependency);

const [bundle] = (await bundling).outputFiles;

// Not before: reading the source maps of the dependencies would take as long as loading them, and nobody wants theirs.
process.setSourceMapsEnabled(true);
const program = new Module(main);
program.filename = main;
// oxlint-disable-next-line no-underscore-dangle -- Node's own names for what require() does
program.paths = Module._nodeModulePaths(dirname(main));
// oxlint-disable-next-line no-underscore-dangle -- as above
program._compile(bundle.text, main);
