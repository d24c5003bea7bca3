/**
 * What the cdk8s CLI runs: src/main.ts, as one file with the dependencies that are many small ones.
 *
 * Loading costs more than synthesis: a loader that turns every file into JavaScript by itself, or finding several
 * hundred files of the dependencies. So the program is bundled when a source has changed, and kept with the code that
 * V8 made of it. `npm run bench -- synth` shows what is left. Positions in traces are those of the bundle;
 * `npx tsx src/main.ts` has those of the sources.
 */
import { createRequire, Module } from 'node:module';
import { dirname } from 'node:path';
import { Script } from 'node:vm';
import { bundle } from './bundle.mjs';

const { file, code, compiled, keep } = await bundle();
const program = new Script(Module.wrap(code), { filename: file, cachedData: compiled });
const module = { exports: {} };
program.runInThisContext()(module.exports, createRequire(file), module, file, dirname(file));
// At the end, V8 has compiled all that is needed.
if (compiled === undefined || program.cachedDataRejected)
  process.on('exit', () => keep(program.createCachedData()));
