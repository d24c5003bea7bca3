/**
 * The program that the cdk8s CLI runs: src/main.ts as one file.
 *
 * Loading several hundred files takes longer than synthesis, so the program is bundled whenever a source has changed.
 * `npm run bench -- synth` compares it with loading the sources. Positions in traces are those of the bundle;
 * `npx tsx src/main.ts` shows those of the sources.
 */
import module from 'node:module';
import { bundle } from './bundle.mjs';

// From Node 22 on, V8 keeps compiled code between runs.
module.enableCompileCache?.();
module.createRequire(import.meta.url)(await bundle());
