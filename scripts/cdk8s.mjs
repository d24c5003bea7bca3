import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');

/** The CLI's report that its child failed, with its trace: the child has said why, and this says only that it did. */
const CHILD_FAILED = /^Error: command .* returned a non-zero exit code \d+\n(?: {4}at .*\n)*/gm;

/** Runs `cdk8s synth` into a folder, shows what it has to say about wrong input, and returns its exit code. */
export function cdk8sSynth(folder) {
  const cli = join(ROOT, 'node_modules', 'cdk8s-cli', 'bin', 'cdk8s');
  const { status, stderr } = spawnSync(
    process.execPath,
    [cli, 'synth', '--check-upgrade=false', '--output', folder],
    { cwd: ROOT, stdio: ['ignore', 'ignore', 'pipe'], encoding: 'utf8' },
  );
  process.stderr.write(stderr.replace(CHILD_FAILED, ''));
  return status ?? 1;
}
