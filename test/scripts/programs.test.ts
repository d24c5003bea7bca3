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

describe('npm run import', () => {
  const folder = mkdtempSync(join(tmpdir(), 'import-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('rejects a path that does not exist', () => {
    const path = join(folder, 'nowhere');
    expect(run('scripts/import-crds.ts', path)).toEqual([
      1,
      `${path} not found; name a file or folder with the definitions`,
    ]);
  });

  it('names the kind that is not defined', () => {
    const path = join(folder, 'crds.yaml');
    writeFileSync(path, 'kind: CustomResourceDefinition\nspec: { names: { kind: Probe } }\n');
    expect(run('scripts/import-crds.ts', path)).toEqual([
      1,
      `${path} does not define PrometheusRule; take it from the operator's release file`,
    ]);
  });
});

describe('npm run bench', () => {
  it('lists the benchmarks for an unknown name', () => {
    expect(run('bench/cli.ts', 'speed')).toEqual([
      1,
      'npm run bench: no benchmark "speed"; use one of synth, rules, counting, outages, noise, http, doctor, e.g. npm run bench -- synth',
    ]);
  });
});
