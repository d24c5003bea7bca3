/** Fails when the committed dist/ is not what the catalog synthesizes for the default environment. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cdk8sSynth, ROOT } from './cdk8s.mjs';

const dist = join(ROOT, 'dist');
const scratch = mkdtempSync(join(tmpdir(), 'check-dist-'));
const fresh = join(scratch, 'dist');
try {
  // What is committed is what nobody's shell has changed.
  for (const name of Object.keys(process.env))
    if (name === 'STACK_ENV' || name.endsWith('_IMAGE')) delete process.env[name];
  const status = cdk8sSynth(fresh);
  if (status !== 0) process.exit(status);
  const stale = [...new Set([...files(dist), ...files(fresh)])].filter(
    (file) => text(dist, file) !== text(fresh, file),
  );
  if (stale.length > 0) {
    console.error(`dist/ is stale: ${stale.join(', ')}. Run "npm run synth", read the diff, and commit it.`);
    process.exit(1);
  }
  console.log('dist/ is what the catalog synthesizes.');
} finally {
  rmSync(scratch, { recursive: true });
}

function files(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
}

function text(folder, file) {
  const path = join(folder, file);
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}
