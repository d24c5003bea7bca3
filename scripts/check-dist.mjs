/** Fails when the committed dist/ differs from what the stack synthesizes for its default environment. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');
const dist = join(ROOT, 'dist');
const scratch = mkdtempSync(join(tmpdir(), 'check-dist-'));
const fresh = join(scratch, 'dist');
try {
  // Images and the environment that a shell names do not belong into dist/.
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => name !== 'STACK_ENV' && !name.endsWith('_IMAGE')),
  );
  const { status } = spawnSync(
    process.execPath,
    ['--import', 'tsx', 'src/cli/main.ts', 'synth', '--output', fresh],
    {
      cwd: ROOT,
      env,
      stdio: ['ignore', 'ignore', 'inherit'],
    },
  );
  if (status !== 0) process.exit(1);
  const stale = [...new Set([...files(dist), ...files(fresh)])].filter(
    (file) => text(dist, file) !== text(fresh, file),
  );
  if (stale.length > 0) {
    console.error(`dist/ is stale: ${stale.join(', ')}. Run "npm run synth", read the diff, and commit it.`);
    process.exitCode = 1;
  } else console.log('dist/ is up to date.');
} finally {
  rmSync(scratch, { recursive: true });
}

function files(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)));
}

function text(folder, file) {
  const path = join(folder, file);
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}
