import { spawnSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import { buildSync } from 'esbuild';

const ROOT = resolve(__dirname, '..', '..');

/** One a process of jest, below node_modules, where the dependencies are found. */
const BUNDLE = join(ROOT, 'node_modules', '.cache', `cli-${process.pid}.cjs`);

export interface Ran {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

let built = false;

/** Runs the command line program from the root of the project. It is bundled once, which is faster than a loader. */
export function runCli(args: readonly string[], input = ''): Ran {
  if (!built)
    buildSync({
      entryPoints: [join(ROOT, 'src', 'cli', 'main.ts')],
      outfile: BUNDLE,
      bundle: true,
      packages: 'external',
      platform: 'node',
      logLevel: 'error',
    });
  built = true;
  const { status, stdout, stderr } = spawnSync(process.execPath, [BUNDLE, ...args], {
    cwd: ROOT,
    encoding: 'utf8',
    input,
  });
  return { status, stdout, stderr };
}
