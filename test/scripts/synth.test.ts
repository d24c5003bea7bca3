import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { objectsIn } from '../support/manifests';

const ROOT = join(__dirname, '..', '..');

/** Runs a program of the repository and waits for it. */
function run(program: string, args: readonly string[], variables: Readonly<Record<string, string>> = {}) {
  const { STACK_ENV: _unset, ...env } = process.env;
  return spawnSync(process.execPath, [join(ROOT, program), ...args], {
    cwd: ROOT,
    env: { ...env, ...variables },
    encoding: 'utf8',
  });
}
const synth = (variables: Readonly<Record<string, string>>, ...args: readonly string[]) =>
  run('scripts/synth.mjs', args, variables);

let scratch: string;
let output: string;
beforeEach(() => {
  scratch = mkdtempSync(join(tmpdir(), 'synth-'));
  output = join(scratch, 'out');
});
afterEach(() => rmSync(scratch, { recursive: true }));

// Each test starts the CLI, which takes a second, more on a busy machine.
jest.setTimeout(30_000);

describe('npm run synth', () => {
  it('writes an environment into a folder, and replaces what was there', () => {
    mkdirSync(output);
    writeFileSync(join(output, 'gone.k8s.yaml'), 'old');
    const { status, stdout, stderr } = synth({ STACK_ENV: 'prod' }, '--output', output);
    expect([status, stderr]).toEqual([0, '']);
    const written = readdirSync(output);
    expect(written).toEqual(
      expect.arrayContaining([
        '00-namespaces.k8s.yaml',
        'helm',
        'task-api-monitoring.k8s.yaml',
        'task-api.k8s.yaml',
      ]),
    );
    expect(written).not.toContain('gone.k8s.yaml');
    expect(stdout).toContain('task-api.k8s.yaml\n');
  });

  it('uses the image that the shell names', () => {
    synth({ TASK_API_IMAGE: 'registry.example.com/task-api:2.0.0' }, '--output', output);
    expect(readFileSync(join(output, 'task-api.k8s.yaml'), 'utf8')).toContain(
      'image: registry.example.com/task-api:2.0.0\n',
    );
  });

  it('says in one sentence what is wrong, exits with 1, and leaves the output as it was', () => {
    mkdirSync(output);
    writeFileSync(join(output, 'kept.k8s.yaml'), 'old');
    const { status, stderr } = synth({ STACK_ENV: 'staging' }, '--output', output);
    expect(status).toBe(1);
    const [sentence, kept, ...more] = stderr.trimEnd().split('\n');
    expect(sentence).toBe(
      'environment: is not in the list (name: "staging"). Use one of dev, prod, or add it to src/stack/environments.ts.',
    );
    expect(kept).toMatch(/^Nothing was written; .*out is as it was\.$/);
    expect(more).toEqual([]);
    expect(readdirSync(scratch)).toEqual(['out']);
    expect(readdirSync(output)).toEqual(['kept.k8s.yaml']);
  });

  it('refuses to write what would not be scraped, and shows the broken link', () => {
    const copy = join(scratch, 'copy');
    for (const part of ['src', 'scripts', 'imports', 'cdk8s.yaml', 'package.json', 'package-lock.json'])
      cpSync(join(ROOT, part), join(copy, part), { recursive: true });
    symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
    const monitor = join(copy, 'src', 'outputs', 'kubernetes', 'constructs', 'service-monitor.ts');
    const source = readFileSync(monitor, 'utf8');
    writeFileSync(
      monitor,
      source.replace('matchLabels: selectorLabels(service)', "matchLabels: { app: 'other' }"),
    );
    const { status, stderr } = spawnSync(process.execPath, [join(copy, 'scripts', 'synth.mjs')], {
      cwd: copy,
      encoding: 'utf8',
    });
    expect(status).toBe(1);
    expect(stderr).toContain('error monitor-selects-service: ServiceMonitor monitoring/task-api');
    expect(stderr).toContain('└─ ✗ BROKEN app=other in default → no Service');
    expect(stderr).toContain('Nothing was written; dist is as it was.');
    expect(stderr).not.toContain('    at ');
    expect(existsSync(join(copy, 'dist'))).toBe(false);
  });

  it('does not empty a folder that holds anything else', () => {
    mkdirSync(output);
    writeFileSync(join(output, 'thesis.tex'), '');
    const { status, stderr } = synth({}, '--output', output);
    expect(status).toBe(1);
    expect(stderr).toBe(
      `npm run synth: ${output} holds thesis.tex, which synthesis did not write; name a folder of its own\n`,
    );
    expect(existsSync(join(output, 'thesis.tex'))).toBe(true);
  });

  it('does not guess what an unknown option means', () => {
    const { status, stderr } = synth({}, '--environment', 'prod');
    expect(status).toBe(1);
    expect(stderr).toBe(
      'npm run synth: does not know --environment prod; use npm run synth -- --output FOLDER\n',
    );
  });
});

describe('cdk8s synth --stdout', () => {
  it('streams Kubernetes objects and nothing else, and leaves dist/ alone', () => {
    const before = readdirSync(join(ROOT, 'dist'));
    const { status, stdout } = run('node_modules/cdk8s-cli/bin/cdk8s', [
      'synth',
      '--stdout',
      '--check-upgrade=false',
    ]);
    expect(status).toBe(0);
    const streamed = objectsIn(stdout);
    for (const { apiVersion, kind } of streamed)
      expect([typeof apiVersion, typeof kind]).toEqual(['string', 'string']);
    const taskApi = streamed.filter(({ metadata }) => metadata.labels.app === 'task-api');
    expect(taskApi.map(({ kind, metadata }) => `${kind} ${metadata.name}`).toSorted()).toEqual([
      'ConfigMap dashboard-task-api-signals',
      'ConfigMap dashboard-task-api-slo',
      'Deployment task-api',
      'NetworkPolicy task-api',
      'PrometheusRule task-api-alerts',
      'PrometheusRule task-api-recording-rules',
      'PrometheusRule task-api-slo-rules',
      'Service task-api',
      'ServiceAccount task-api',
      'ServiceMonitor task-api',
    ]);
    // It would be deleted if cdk8s.yaml named it as the output.
    expect(readdirSync(join(ROOT, 'dist'))).toEqual(before);
  });
});
