import { spawnSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import { buildSync } from 'esbuild';

const ROOT = resolve(__dirname, '..', '..');

/** One a process of jest, below node_modules, where the dependencies are found. */
const BUNDLE = join(ROOT, 'node_modules', '.cache', `cli-${process.pid}`);

/** The configuration that exports the fixture stack, in the same bundle. */
export const FIXTURE_CONFIG = join(BUNDLE, 'monitoring.config.js');

export interface Ran {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

let built = false;

export interface RunOptions {
  /** Standard input. */
  readonly input?: string;
  /** Environment variables beside those of the process. */
  readonly variables?: Readonly<Record<string, string>>;
}

/** Runs the command line program from the root of the project. It is bundled once, which is faster than a loader. */
export function runCli(args: readonly string[], { input = '', variables = {} }: RunOptions = {}): Ran {
  if (!built)
    buildSync({
      entryPoints: {
        main: join(ROOT, 'src', 'cli', 'main.ts'),
        'monitoring.config': join(ROOT, 'test', 'fixtures', 'stack', 'monitoring.config.ts'),
      },
      outdir: BUNDLE,
      bundle: true,
      splitting: true,
      packages: 'external',
      platform: 'node',
      format: 'esm',
      logLevel: 'error',
    });
  built = true;
  const { STACK_ENV: _unset, ...env } = process.env;
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(BUNDLE, 'main.js'), ...args], {
    cwd: ROOT,
    env: { ...env, ...variables },
    encoding: 'utf8',
    input,
  });
  return { status, stdout, stderr };
}
