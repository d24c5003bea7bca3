/**
 * The checks of `npm test` that run no tests, all at once: most use one processor at a time. The output of each is
 * shown when it ends, and all of them run even if one fails.
 */
import { spawn } from 'node:child_process';

const CHECKS = ['types', 'lint', 'format', 'unused', 'api'];

const failed = await Promise.all(
  CHECKS.map(
    (name) =>
      new Promise((resolve, reject) => {
        const child = spawn('npm', ['run', '--silent', `check:${name}`], {
          stdio: ['ignore', 'pipe', 'pipe'],
        });
        const chunks = [];
        for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => chunks.push(chunk));
        child.on('error', reject).on('close', (code) => {
          console.log(`check:${name} ${code === 0 ? 'passes' : 'fails'}`);
          process.stdout.write(Buffer.concat(chunks));
          resolve(code === 0 ? [] : [name]);
        });
      }),
  ),
);
if (failed.flat().length > 0) {
  console.error(`Failed: ${failed.flat().join(', ')}. Run one alone with npm run check:<name>.`);
  process.exitCode = 1;
}
