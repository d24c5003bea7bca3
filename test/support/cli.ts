import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { buildSync, build, type BuildOptions } from 'esbuild';

export const ROOT = resolve(__dirname, '..', '..');

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
afterAll(() => rmSync(BUNDLE, { recursive: true, force: true }));

export interface RunOptions {
  /** Standard input. */
  readonly input?: string;
  /** Environment variables beside those of the process. */
  readonly variables?: Readonly<Record<string, string>>;
  /** @default the root of the project */
  readonly cwd?: string;
}

/** Runs the command line program. */
export const runCli = (args: readonly string[], options?: RunOptions): Ran =>
  runProgram([cliProgram(), ...args], options);

/** Path of the program. It is bundled once for a file of tests, which is faster than a loader. */
export function cliProgram(): string {
  if (!built) buildSync(bundleInto(BUNDLE));
  built = true;
  return join(BUNDLE, 'main.js');
}

/** A defect in one source file. */
export interface Defect {
  /** Path from the root. */
  readonly file: string;
  readonly replace: string;
  readonly by: string;
}

/** Like {@link runCli}, of a program with a defect, on the fixture stack. */
export async function runDefectiveCli({ file, replace, by }: Defect, args: readonly string[]): Promise<Ran> {
  const folder = `${BUNDLE}-defect`;
  const source = readFileSync(join(ROOT, file), 'utf8');
  if (!source.includes(replace)) throw new Error(`${file} does not contain ${replace}`);
  await build({
    ...bundleInto(folder),
    plugins: [
      {
        name: 'defect',
        setup: (plugin) =>
          plugin.onLoad({ filter: /\.ts$/ }, ({ path }) =>
            path === join(ROOT, file) ? { contents: source.replace(replace, by), loader: 'ts' } : undefined,
          ),
      },
    ],
  });
  try {
    return runProgram([join(folder, 'main.js'), ...args, '--config', join(folder, 'monitoring.config.js')]);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const bundleInto = (outdir: string): BuildOptions => ({
  entryPoints: {
    main: join(ROOT, 'src', 'cli', 'main.ts'),
    'monitoring.config': join(ROOT, 'test', 'fixtures', 'stack', 'monitoring.config.ts'),
  },
  outdir,
  bundle: true,
  splitting: true,
  packages: 'external',
  platform: 'node',
  format: 'esm',
  logLevel: 'error',
});

/** Runs a program of Node, with the variables of a shell that names no environment of a stack. */
export function runProgram(
  program: readonly string[],
  { input = '', variables = {}, cwd = ROOT }: RunOptions = {},
): Ran {
  const { STACK_ENV: _unset, ...env } = process.env;
  const { status, stdout, stderr } = spawnSync(process.execPath, program, {
    cwd,
    env: { ...env, ...variables },
    encoding: 'utf8',
    input,
  });
  return { status, stdout, stderr };
}
