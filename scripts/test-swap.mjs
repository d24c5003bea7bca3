/**
 * `npm run test:swap`: shows that library, documents and tests do not depend on the services of this repository. In
 * scratch copies,
 *
 * - src/stack becomes what `signalproof init` writes plus two services, and every test that can see the stack has to
 *   pass, but for those of the shipped stack: see stack-tests.mjs;
 * - two services are added to the shipped stack as README.md says, and every test that loads the stack has to pass.
 *
 * Arguments are passed to jest in the first part, instead of the tests that can see the stack: `npm run test:swap --
 * test/docs` runs some, and `npm run test:swap -- test` all.
 */
import { execFileSync, spawn } from 'node:child_process';
import {
  appendFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { ELSEWHERE, testFiles, testsThatSeeTheStack } from './stack-tests.mjs';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');

/** What belongs to the shipped stack, beside src/stack. */
const OF_THE_STACK = [
  'src/stack/',
  'test/stack/',
  'test/e2e/',
  'Dockerfile',
  'bench/http/load.ts',
  'bench/http/server.ts',
  'dist/',
];

const ADDED_SERVICES = {
  worker: `import { contract, counter, defineService, oneOf } from 'signalproof';

const metrics = contract({
  jobs: counter('jobs_total', { help: 'Jobs done', labels: { result: oneOf('done', 'failed') } }),
});

export const worker = defineService({
  name: 'worker',
  team: 'billing',
  port: 9100,
  metrics,
  workload: { image: 'registry.example.com/worker:1.0.0' },
});
`,
  mail: `import { contract, defineService, gauge } from 'signalproof';

const metrics = contract({ waiting: gauge('mail_waiting', { help: 'Mails to be sent' }) });

export const mail = defineService({ name: 'mail', team: 'billing', port: 8025, metrics, workload: 'external' });
`,
};

/** The stack does not matter to how engines of different versions behave. */
const NEWEST = ['--selectProjects', 'newest engines'];

/**
 * The tests that load the stack of the repository or read what is written for it, but for those of the program of the
 * Task API, which is the same, and the runs of test/e2e/local*, which take minutes.
 */
const OF_ANY_STACK = ['test/stack/[^/]*$', 'test/e2e/(alert|endpoint)', 'test/docs', 'test/cli/cdk8s'];

/** Characters of a command in the log. */
const LONGEST_TITLE = 200;

const copies = mkdtempSync(join(tmpdir(), 'swap-'));
try {
  const replaced = join(copies, 'replaced');
  copyRepository(replaced, OF_THE_STACK);
  replaceStack(replaced);
  const extended = join(copies, 'extended');
  copyRepository(extended, []);
  extendStack(extended);
  // Each keeps one processor busy. The tests of one keep all busy.
  const changed = await Promise.allSettled([afterChange(replaced), afterChange(extended)]);
  for (const { reason } of changed) if (reason !== undefined) throw reason;
  const asked = process.argv.slice(2);
  const tests = testsThatSeeTheStack(replaced);
  if (asked.length === 0) {
    console.log(`${tests.length} test files can see the stack: ${tests.join(' ')}`);
    console.log(
      `The other ${testFiles(replaced).length - tests.length} neither import it nor name a file of the repository outside of tests and library, and ${ELSEWHERE.join(', ')} run the program in a folder without a stack.`,
    );
  }
  await run(replaced, 'npx', 'jest', ...(asked.length === 0 ? tests : asked), ...NEWEST);
  console.log('Library, documents and tests pass with another stack.');
  // A user's own run writes the snapshots of new charts; one in CI refuses them.
  await run(extended, 'npx', 'jest', '--ci=false', ...OF_ANY_STACK, ...NEWEST);
  console.log('Services can be added without a change to any test.');
} finally {
  rmSync(copies, { recursive: true, force: true });
}

/** What README.md asks for after a change of the stack, but for the tests. */
async function afterChange(copy) {
  await run(copy, 'node', '--import', 'tsx', 'src/cli/main.ts', 'synth');
  await run(copy, 'npm', 'run', 'docs');
  await run(copy, 'npx', 'tsc');
}

function extendStack(copy) {
  const services = join(copy, 'src', 'stack', 'services');
  addServices(services);
  for (const name of Object.keys(ADDED_SERVICES))
    appendFileSync(join(services, 'index.ts'), `export { ${name} } from './${name}';\n`);
}

/** A copy of the repository without the given files. */
function copyRepository(copy, without) {
  const files = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: ROOT,
    encoding: 'utf8',
  })
    .split('\0')
    .filter((file) => file !== '' && !without.some((part) => file.startsWith(part)));
  for (const file of files) cpSync(join(ROOT, file), join(copy, file), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
}

function addServices(folder) {
  for (const [name, text] of Object.entries(ADDED_SERVICES)) writeFileSync(join(folder, `${name}.ts`), text);
}

function replaceStack(copy) {
  const written = mkdtempSync(join(tmpdir(), 'init-'));
  const tsx = join(ROOT, 'node_modules', 'tsx', 'dist', 'loader.mjs');
  execFileSync(process.execPath, ['--import', tsx, join(ROOT, 'src', 'cli', 'main.ts'), 'init'], {
    cwd: written,
  });
  const stack = join(copy, 'src', 'stack');
  cpSync(join(written, 'services'), join(stack, 'services'), { recursive: true });
  mkdirSync(stack, { recursive: true });
  const config = readFileSync(join(written, 'monitoring.config.ts'), 'utf8');
  writeFileSync(
    join(stack, 'index.ts'),
    `import { mail } from './services/mail';\nimport { worker } from './services/worker';\n${config.replace('services: [', 'services: [mail, worker, ')}`,
  );
  addServices(join(stack, 'services'));
  rmSync(written, { recursive: true });
}

async function run(copy, command, ...args) {
  const start = Date.now();
  const { INIT_CWD: _dropped, ...env } = process.env;
  const child = spawn(command, args, { cwd: copy, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const [stdout, stderr, status] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close').then(([code]) => code),
  ]);
  const title = `${command} ${args.join(' ')}`.slice(0, LONGEST_TITLE);
  // The end of a report has the summary.
  if (status !== 0)
    throw new Error(`${title} failed:\n${`${stdout}\n${stderr}`.split('\n').slice(-190).join('\n')}`);
  console.log(`${title}: ${((Date.now() - start) / 1000).toFixed(0)} s`);
}
