import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { objectsIn } from '../support/manifests';

const ROOT = join(__dirname, '..', '..');

/** The source of each entry of the package, which need not be built for the test. */
const ENTRIES: Readonly<Record<string, string>> = {
  signalproof: 'src/index',
  'signalproof/cdk8s': 'src/outputs/kubernetes/index',
  'signalproof/promql': 'src/promql/index',
};

/** The programs of the page; the first line of each is the name of its file. */
const PROGRAMS = [
  ...readFileSync(join(ROOT, 'docs', 'cdk8s.md'), 'utf8').matchAll(/```ts\n\/\/ (\S+\.ts)\n([^`]*)```/g),
].map(([, file, code]) => ({ file: file!, code: code! }));

// Inside the repository, so that imports of cdk8s are found.
const cache = join(ROOT, 'node_modules', '.cache');
mkdirSync(cache, { recursive: true });
const folder = mkdtempSync(join(cache, 'docs-cdk8s-'));
const tsconfig = join(folder, 'tsconfig.json');

beforeAll(() => {
  for (const { file, code } of PROGRAMS)
    writeFileSync(
      join(folder, file),
      code.replaceAll(
        /from '(signalproof[^']*)'/g,
        (_, entry: string) => `from '${join(ROOT, ENTRIES[entry]!)}'`,
      ),
    );
  writeFileSync(
    tsconfig,
    JSON.stringify({
      extends: join(ROOT, 'tsconfig.json'),
      include: ['*.ts'],
    }),
  );
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Kind and name of every object that a program synthesizes. */
function synthesized(file: string): readonly string[] {
  const outdir = join(folder, `dist-${file}`);
  execFileSync(process.execPath, ['--import', 'tsx', join(folder, file)], {
    cwd: ROOT,
    env: { ...process.env, CDK8S_OUTDIR: outdir },
  });
  return readdirSync(outdir)
    .flatMap((name) => objectsIn(readFileSync(join(outdir, name), 'utf8')))
    .map(({ kind, metadata }) => `${kind} ${metadata.namespace}/${metadata.name}`);
}

test('every program of the page compiles', () => {
  const tsc = join(ROOT, 'node_modules', '.bin', 'tsc');
  expect(spawnSync(tsc, ['--noEmit', '--project', tsconfig], { encoding: 'utf8' }).stdout).toBe('');
});

test.each([
  [
    'existing-chart.ts',
    [
      'Deployment payments/payments',
      'Service payments/payments',
      'ServiceMonitor payments/payments',
      'PrometheusRule payments/payments-alerts',
    ],
  ],
  [
    'rules-and-dashboards.ts',
    [
      'PrometheusRule monitoring/payments-recording-rules',
      'PrometheusRule monitoring/payments-alerts',
      'ConfigMap monitoring/dashboard-payments-signals',
    ],
  ],
  [
    'everything.ts',
    [
      'ServiceAccount payments/refunds',
      'Deployment payments/refunds',
      'Service payments/refunds',
      'NetworkPolicy payments/refunds',
      'PodDisruptionBudget payments/refunds',
      'ServiceMonitor monitoring/refunds',
      'PrometheusRule monitoring/refunds-slo-rules',
      'PrometheusRule monitoring/refunds-alerts',
      'PrometheusRule monitoring/refunds-slo-availability-rules',
      'ConfigMap monitoring/dashboard-refunds-signals',
      'ConfigMap monitoring/dashboard-refunds-slo',
    ],
  ],
])('%s synthesizes what the page promises', (file, objects) => {
  expect(synthesized(file)).toEqual(objects);
});

test('every program of the page is run', () => {
  expect(PROGRAMS.map(({ file }) => file)).toEqual([
    'existing-chart.ts',
    'rules-and-dashboards.ts',
    'environment.ts',
    'everything.ts',
  ]);
});
