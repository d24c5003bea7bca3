import { execFile, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { buildSync, build, type BuildOptions } from 'esbuild';

const ROOT = resolve(__dirname, '..', '..');

/** One a run of jest, whose global setup names it. Below node_modules, where the dependencies are found. */
const BUNDLE = process.env['CLI_BUNDLE']!;

/** Where commands run: they find no stack there, so that no test depends on the one of this repository. */
const WITHOUT_STACK = join(BUNDLE, 'empty');

/** The configuration that exports the fixture stack, in the same bundle. */
export const FIXTURE_CONFIG = join(BUNDLE, 'monitoring.config.js');

export interface Ran {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  /** Standard input. */
  readonly input?: string;
  /** Environment variables beside those of the process. */
  readonly variables?: Readonly<Record<string, string>>;
  /** @default a folder without a stack */
  readonly cwd?: string;
}

/** Runs the command line program. */
export const runCli = (args: readonly string[], options?: RunOptions): Ran =>
  runProgram([cliProgram(), ...args], options);

/** Like {@link runCli}, while this process answers what the command asks. */
export const runCliBeside = (
  args: readonly string[],
  { variables = {}, cwd = WITHOUT_STACK }: Omit<RunOptions, 'input'> = {},
): Promise<Ran> =>
  new Promise((answer) => {
    execFile(
      process.execPath,
      [cliProgram(), ...args],
      { cwd, env: { ...ownVariables(), ...variables } },
      (error, stdout, stderr) =>
        answer({ status: error === null ? 0 : (error.code as number), stdout, stderr }),
    );
  });

/** Path of the program. The first test that needs it bundles it, which is faster than a loader in each process. */
export function cliProgram(): string {
  if (!existsSync(BUNDLE)) {
    // Another worker may do the same: the folder appears whole.
    const own = `${BUNDLE}-${process.pid}`;
    buildSync(bundleInto(own));
    mkdirSync(join(own, 'empty'));
    try {
      renameSync(own, BUNDLE);
    } catch (error) {
      if (!existsSync(BUNDLE)) throw error;
      rmSync(own, { recursive: true });
    }
  }
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
  const folder = `${BUNDLE}-${process.pid}-defect`;
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
    return runProgram([join(folder, 'main.js'), ...args, '--config', join(folder, 'monitoring.config.js')], {
      cwd: folder,
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** What the program and the configuration are made of. */
export const bundleInto = (outdir: string): BuildOptions => ({
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
  { input = '', variables = {}, cwd = WITHOUT_STACK }: RunOptions = {},
): Ran {
  const { status, stdout, stderr } = spawnSync(process.execPath, program, {
    cwd,
    env: { ...ownVariables(), ...variables },
    encoding: 'utf8',
    input,
  });
  return { status, stdout, stderr };
}

function ownVariables(): NodeJS.ProcessEnv {
  const { STACK_ENV: _unset, ...env } = process.env;
  return env;
}
