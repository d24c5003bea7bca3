/**
 * `npm run test:package`: packs the package, installs it into an empty folder, and uses it like its reader does:
 * `init`, `synth`, `doctor`, the tests that `init` wrote, the edits of docs/getting-started.md, and imports under both
 * module resolutions of TypeScript.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');

/** Bounds that a change should not pass unnoticed. */
const MOST_KIBIBYTES = 700;
const MOST_DEPENDENCIES = 10;

const folder = mkdtempSync(join(tmpdir(), 'package-'));
const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
try {
  // This repository's .npmrc turns scripts off, and prepack is one.
  npm(ROOT, '--ignore-scripts=false', 'pack', '--pack-destination', folder);
  const tarball = join(
    folder,
    readdirSync(folder).find((name) => name.endsWith('.tgz')),
  );
  measure(tarball);
  const app = join(folder, 'app');
  mkdirSync(app);
  useAsReader(app, tarball);
  followGettingStarted(app);
  checkTypes(app);
  console.log('The package installs, synthesizes, proves its alerts and type-checks.');
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function measure(tarball) {
  const size = Math.ceil(statSync(tarball).size / 1024);
  const dependencies = Object.keys(manifest.dependencies).length;
  console.log(`tarball: ${size} KiB (at most ${MOST_KIBIBYTES})`);
  console.log(`direct dependencies: ${dependencies} (at most ${MOST_DEPENDENCIES})`);
  if (size > MOST_KIBIBYTES || dependencies > MOST_DEPENDENCIES) fail('The package passes its bounds.');
}

function useAsReader(app, tarball) {
  // npx installs the package before it runs init; here it comes from the tarball.
  const seed = join(folder, 'seed');
  mkdirSync(seed);
  writeFileSync(join(seed, 'package.json'), '{ "private": true }');
  npm(seed, 'install', tarball);
  run(
    app,
    process.execPath,
    join(seed, 'node_modules', 'signalproof', 'build', 'cli.js'),
    'init',
    '--name',
    'web-shop',
    '--namespace',
    'shop',
  );
  const own = JSON.parse(readFileSync(join(app, 'package.json'), 'utf8'));
  own.devDependencies.signalproof = `file:${tarball}`;
  writeFileSync(join(app, 'package.json'), JSON.stringify(own));
  npm(app, 'install');
  const { packages } = JSON.parse(readFileSync(join(app, 'package-lock.json'), 'utf8'));
  console.log(`packages installed with it: ${Object.keys(packages).length - 1}`);
  npm(app, 'run', 'synth');
  npm(app, 'run', 'doctor');
  npm(app, 'test');
  for (const file of ['web-shop-monitoring.k8s.yaml', 'helm']) statSync(join(app, 'dist', file));
  const again = spawnSync('npx', ['signalproof', 'init', '--name', 'web-shop'], {
    cwd: app,
    encoding: 'utf8',
  });
  if (again.status !== 2 || !again.stderr.includes('already exist'))
    fail(`A second init does not refuse to overwrite: ${again.status} ${again.stderr}`);
}

/** Makes the edits of docs/getting-started.md in a stack of its own. */
function followGettingStarted(app) {
  const page = readFileSync(join(ROOT, 'docs', 'getting-started.md'), 'utf8');
  const [service, counter, scrape, ...more] = [...page.matchAll(/```ts\n([^`]*(?:`[^`\n]+`[^`]*)?)```/g)].map(
    ([, code]) => code,
  );
  if (scrape === undefined || more.length > 0)
    fail('docs/getting-started.md shows other code than three edits.');
  const walk = join(folder, 'walk');
  mkdirSync(walk);
  symlinkSync(join(app, 'node_modules'), join(walk, 'node_modules'));
  run(walk, 'npx', 'signalproof', 'init', '--name', 'payments', '--namespace', 'shop');
  writeFileSync(join(walk, 'services', 'payments.ts'), service);
  const tests = join(walk, 'test', 'alerts.test.ts');
  const text = readFileSync(tests, 'utf8');
  const edited = text.replace(/^const requests = .*\n/m, () => counter);
  if (edited === text) fail('test/alerts.test.ts lacks the line that docs/getting-started.md changes.');
  writeFileSync(tests, edited);
  npm(walk, 'run', 'synth');
  npm(walk, 'test');
  const described = service
    .replace(/^ {2}port: .*\n/m, () => `  ${scrape}`)
    .replace(' } from', ', serviceMonitor } from');
  writeFileSync(join(walk, 'services', 'payments.ts'), described);
  npm(walk, 'run', 'synth');
  const monitor = readFileSync(join(walk, 'dist', 'payments-monitoring.k8s.yaml'), 'utf8');
  if (!monitor.includes('port: http-metrics'))
    fail('The ServiceMonitor lacks the port that docs/getting-started.md names.');
}

function checkTypes(app) {
  writeFileSync(
    join(app, 'consumer.ts'),
    `import { contract, counter, defineService, oneOf, type Finding } from 'signalproof';
import { ServiceMonitor } from 'signalproof/cdk8s';
import { promhttp } from 'signalproof/presets';
import { print, rate, select, sum } from 'signalproof/promql';
import { testRules } from 'signalproof/testing';
const metrics = contract({ jobs: counter('jobs_total', { help: 'Jobs done', labels: { result: oneOf('done') } }) });
defineService({ name: 'jobs', team: 'a', port: 8080, metrics, workload: 'external', seriesBudget: 9 });
print(sum(rate(select(metrics.jobs), '5m')).expr);
export const codes = (findings: readonly Finding[]): readonly string[] => findings.map(({ code }) => code);
export const used = [ServiceMonitor, testRules, select(promhttp().metrics.requests, { code: '200' })];
// @ts-expect-error A label has only the values that it declares.
select(metrics.jobs, { result: 'failed' });
`,
  );
  for (const [module, moduleResolution] of [
    ['nodenext', 'nodenext'],
    ['preserve', 'bundler'],
  ]) {
    writeFileSync(
      join(app, 'tsconfig.consumer.json'),
      JSON.stringify({
        compilerOptions: {
          module,
          moduleResolution,
          target: 'es2022',
          types: ['node'],
          strict: true,
          skipLibCheck: false,
          noEmit: true,
        },
        files: ['consumer.ts'],
      }),
    );
    const { stdout } = spawnSync('npx', ['tsc', '-p', 'tsconfig.consumer.json'], {
      cwd: app,
      encoding: 'utf8',
    });
    // Types of other packages are theirs to correct.
    const errors = stdout.split('\n').filter((line) => /^(consumer|node_modules\/signalproof\/)/.test(line));
    const others = stdout.split('\n').filter((line) => /^node_modules\/(?!signalproof\/)/.test(line));
    console.log(
      `types under ${moduleResolution}: ${errors.length} errors (in other packages: ${others.length})`,
    );
    if (errors.length > 0) fail(errors.join('\n'));
  }
}

function npm(cwd, ...args) {
  run(cwd, 'npm', '--no-audit', '--no-fund', '--prefer-offline', ...args);
}

/** Shows the output of a command only when it fails. */
function run(cwd, command, ...args) {
  const start = Date.now();
  const { INIT_CWD: _dropped, ...env } = process.env;
  try {
    execFileSync(command, args, { cwd, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  } catch (error) {
    // The end of a report has the summary.
    const output = `${error.stdout}${error.stderr}`.split('\n').slice(-190).join('\n');
    fail(`${command} ${args.join(' ')}\n${output}`);
  }
  console.log(
    `${command.split('/').at(-1)} ${args.at(-1).split('/').at(-1)}: ${((Date.now() - start) / 1000).toFixed(1)} s`,
  );
}

function fail(reason) {
  throw new Error(reason);
}
