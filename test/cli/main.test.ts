import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { version } from '../../package.json';
import { bundleInto, cliProgram, runCli } from '../support/cli';

describe('signalproof', () => {
  it('prints its version', () => {
    expect(runCli(['--version'])).toEqual({ status: 0, stdout: `${version}\n`, stderr: '' });
  });

  it('has the commands that README.md lists', () => {
    const readme = readFileSync(join(__dirname, '..', '..', 'README.md'), 'utf8');
    const table = readme.slice(readme.indexOf('| `npx signalproof` |')).split('\n\n')[0]!;
    const documented = [...table.matchAll(/^\| `([a-z]+)(?: check)?` \|/gm)].map(([, command]) => command!);
    const { status, stdout } = runCli(['--help']);
    expect(status).toBe(0);
    const commands = [...stdout.matchAll(/^ {2}([a-z]+) /gm)].map(([, command]) => command!);
    expect(documented.toSorted()).toEqual(commands.filter((command) => command !== 'help').toSorted());
  });

  it('fails where its output cannot be written', () => {
    const full = openSync('/dev/full', 'w');
    const { status, stderr } = spawnSync(process.execPath, [cliProgram(), 'doctor', '--list'], {
      stdio: ['ignore', full, 'pipe'],
      encoding: 'utf8',
    });
    closeSync(full);
    expect([status, stderr]).toEqual([
      2,
      'standard output: it cannot be written (ENOSPC). Free space on the disk.\n',
    ]);
  });

  it('ends with one sentence for an error that no command expects', () => {
    const folder = mkdtempSync(join(tmpdir(), 'main-'));
    const config = join(folder, 'monitoring.config.mjs');
    writeFileSync(config, 'export default { services: [{}], placedService() {}, environment() {} };\n');
    const { status, stdout, stderr } = runCli(['queries', '--config', config]);
    rmSync(folder, { recursive: true });
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(
      /^internal error: .+\. Please report it; SIGNALPROOF_TRACE=1 prints the trace\.\n$/,
    );
  });

  it('finds no stack where tests run it, and brings none: see scripts/stack-tests.mjs', async () => {
    const { status, stderr } = runCli(['synth', '--output', 'dist']);
    expect([status, stderr]).toEqual([1, expect.stringMatching(/^configuration: file not found/)]);
    const { metafile } = await build({ ...bundleInto('nowhere'), metafile: true, write: false });
    const inputs = Object.keys(metafile.inputs);
    expect(inputs).toEqual(expect.arrayContaining(['src/cli/main.ts', 'test/fixtures/stack/index.ts']));
    expect(inputs.filter((path) => /^(src\/stack\/|src\/main\.ts|monitoring\.config)/.test(path))).toEqual(
      [],
    );
  });

  it('loads what a command works with only when that command runs', async () => {
    const { metafile } = await build({ ...bundleInto('nowhere'), metafile: true, write: false });
    const loaded = new Set<string>();
    const load = (path: string): void => {
      if (loaded.has(path)) return;
      loaded.add(path);
      for (const each of metafile.outputs[path]?.imports ?? [])
        if (each.kind === 'import-statement') load(each.path);
    };
    load(
      Object.keys(metafile.outputs).find((path) => metafile.outputs[path]!.entryPoint === 'src/cli/main.ts')!,
    );
    const packages = [...loaded].filter((path) => !path.startsWith('nowhere/') && !path.startsWith('node:'));
    // Those of help and options: init checks names.
    expect(packages.toSorted()).toEqual(['commander', 'zod']);
  });

  it('rejects an unknown command', () => {
    expect(runCli(['certfy'])).toEqual({
      status: 1,
      stdout: '',
      stderr: "error: unknown command 'certfy'\n(Did you mean certify?)\n",
    });
  });
});
