import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ROOT = join(__dirname, '..', '..');

function run(program: string, ...args: readonly string[]) {
  const { status, stderr } = spawnSync(process.execPath, ['--import', 'tsx', program, ...args], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  return [status, stderr.trimEnd()];
}

// Each test starts a program, which takes most of a second, more on a busy machine.
jest.setTimeout(30_000);

describe('npm run import', () => {
  const folder = mkdtempSync(join(tmpdir(), 'import-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('says that a path leads nowhere', () => {
    const path = join(folder, 'nowhere');
    expect(run('scripts/import-crds.ts', path)).toEqual([
      1,
      `${path} is neither a file nor a folder; name one with the definitions`,
    ]);
  });

  it('says which kind it looked for in vain', () => {
    const path = join(folder, 'crds.yaml');
    writeFileSync(path, 'kind: CustomResourceDefinition\nspec: { names: { kind: Probe } }\n');
    expect(run('scripts/import-crds.ts', path)).toEqual([
      1,
      `${path} does not define PrometheusRule; take it from the operator's release file`,
    ]);
  });
});

describe('npm run bench', () => {
  it('says which benchmarks there are', () => {
    expect(run('bench/cli.ts', 'speed')).toEqual([
      1,
      'npm run bench: no benchmark "speed"; use one of synth, rules, http, doctor, e.g. npm run bench -- synth',
    ]);
  });
});
