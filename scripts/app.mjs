/**
 * The program that the cdk8s CLI runs: src/main.ts as one file.
 *
 * Loading several hundred files takes longer than synthesis, so the program is bundled whenever a source has changed,
 * and V8 keeps the code that it compiled. `npm run bench -- synth` compares it with loading the sources. Positions in
 * traces are those of the bundle; `npx tsx src/main.ts` shows those of the sources.
 */
import { existsSync, readFileSync } from 'node:fs';
import module from 'node:module';
import { dirname } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { Script } from 'node:vm';
import { appear, bundle } from './bundle.mjs';

// A small stack is synthesized before optimized code pays for its compilation; a large one is optimized a little later.
setFlagsFromString('--interrupt-budget=500000');

const file = await bundle(dirname(import.meta.dirname));
const compiled = `${file}.v8`;
const cachedData = existsSync(compiled) ? readFileSync(compiled) : undefined;
// The bundle is ASCII, which is read fastest as Latin-1.
const script = new Script(module.wrap(readFileSync(file, 'latin1')), { filename: file, cachedData });
if (script.cachedDataRejected !== false)
  process.on('exit', () => appear(compiled, script.createCachedData()));
const own = { exports: {} };
script.runInThisContext()(own.exports, module.createRequire(file), own, file, dirname(file));
