/**
 * `npm run test:swap`: shows that library, documents and tests do not depend on the stack that this repository ships.
 * In a scratch copy, src/stack becomes what `signalproof init` writes plus two services, and everything but the tests
 * of the shipped stack has to pass.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');

/** What belongs to the shipped stack, beside src/stack. */
const OF_THE_STACK = [
  'src/stack/',
  'test/stack/',
  'test/e2e/',
  'bench/http/load.ts',
  'bench/http/server.ts',
  'dist/',
];

const ADDED_SERVICES = {
  'services/worker.ts': `import { contract, counter, defineService, oneOf } from 'signalproof';

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
  'services/mail.ts': `import { contract, defineService, gauge } from 'signalproof';

const metrics = contract({ waiting: gauge('mail_waiting', { help: 'Mails to be sent' }) });

export const mail = defineService({ name: 'mail', team: 'billing', port: 8025, metrics, workload: 'external' });
`,
};

const copy = mkdtempSync(join(tmpdir(), 'swap-'));
try {
  copyRepository();
  replaceStack();
  run('node', '--import', 'tsx', 'src/cli/main.ts', 'synth');
  run('npm', 'run', 'docs');
  run('npx', 'tsc');
  run('npx', 'jest', ...process.argv.slice(2));
  console.log('Library, documents and tests pass with another stack.');
} finally {
  rmSync(copy, { recursive: true, force: true });
}

function copyRepository() {
  const files = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: ROOT,
    encoding: 'utf8',
  })
    .split('\0')
    .filter((file) => file !== '' && !OF_THE_STACK.some((part) => file.startsWith(part)));
  for (const file of files) cpSync(join(ROOT, file), join(copy, file), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
}

function replaceStack() {
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
  for (const [file, text] of Object.entries(ADDED_SERVICES)) writeFileSync(join(stack, file), text);
  rmSync(written, { recursive: true });
}

function run(command, ...args) {
  const start = Date.now();
  const { INIT_CWD: _dropped, ...env } = process.env;
  const { status, stdout, stderr } = spawnSync(command, args, {
    cwd: copy,
    env,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  const title = `${command} ${args.join(' ')}`;
  // The end of a report has the summary.
  if (status !== 0)
    throw new Error(`${title} failed:\n${`${stdout}\n${stderr}`.split('\n').slice(-190).join('\n')}`);
  console.log(`${title}: ${((Date.now() - start) / 1000).toFixed(0)} s`);
}
