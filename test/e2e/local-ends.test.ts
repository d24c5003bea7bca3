import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { isRunning } from '../local/is-running';
import { until } from '../support/until';
import { stackFolder, type StackFolder } from './stack-folder';

const ROOT = join(__dirname, '..', '..');
const CLI = join(ROOT, 'test', 'local', 'cli.ts');

let folder: StackFolder;
let target: Server;
/** Processes that must have ended after the test. */
const running: number[] = [];

beforeAll(async () => {
  folder = stackFolder();
  target = createServer((_request, response) => response.end()).listen(0, '127.0.0.1');
  await once(target, 'listening');
});
afterEach(() => {
  // Some are left only after a failed test.
  for (const pid of running.splice(0)) endNow(pid);
});
afterAll(() => {
  target.close();
  folder.remove();
});

interface RunningCommand {
  readonly child: ChildProcess;
  /** Its output so far. */
  readonly output: () => string;
  /** Its descendants. */
  readonly pids: readonly number[];
  /** Of the run. */
  readonly folder: string;
}

/** A service that is already running. */
const there = (): readonly string[] => [
  '--target',
  `http://127.0.0.1:${(target.address() as AddressInfo).port}`,
];

/** A service that reads its address from variables. */
const SERVICE = `require("node:http").createServer((_, response) => response.end()).listen(process.env.PORT, process.env.HOST)`;

/** Starts `npm run local`, and waits until its servers are ready. */
async function started(service: readonly string[], before: readonly string[] = []): Promise<RunningCommand> {
  const args = ['local', folder.path, ...service];
  const [command, ...rest] = [...before, process.execPath, '--import', 'tsx', CLI, ...args];
  // A sandbox of jest has an environment of its own, with the programs of the engine on PATH.
  const child = spawn(command!, rest, {
    cwd: ROOT,
    env: { ...process.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  await until(
    () => `the address of Prometheus in ${output}`,
    () => output.includes('Prometheus is at') || child.exitCode !== null,
  );
  if (child.exitCode !== null) throw new Error(output);
  const pids = descendants(child.pid!);
  running.push(child.pid!, ...pids);
  return { child, output: () => output, pids, folder: runFolder(pids) };
}

function endNow(pid: number): void {
  try {
    // Another program may have this number by now.
    if (/signalproof-local-|local-stack-/.test(readFileSync(`/proc/${pid}/cmdline`, 'utf8')))
      process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended, as it should.
  }
}

/** From /proc, so on Linux only, like the programs that the tests start. */
function descendants(pid: number): readonly number[] {
  const parents = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => [Number(name), parentOf(name)] as const);
  const below = (parent: number): readonly number[] =>
    parents.filter(([, of]) => of === parent).flatMap(([child]) => [child, ...below(child)]);
  return below(pid);
}

function parentOf(pid: string): number | undefined {
  try {
    return Number(/^PPid:\s+(\d+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
  } catch {
    // It has ended since the folder was read.
    return undefined;
  }
}

const runFolder = (pids: readonly number[]): string =>
  pids.map((pid) => readlinkSync(`/proc/${pid}/cwd`)).find((path) => path.includes('signalproof-local-'))!;

async function expectGone({ pids, folder: used }: RunningCommand): Promise<void> {
  expect(pids.length).toBeGreaterThanOrEqual(3);
  for (const pid of pids) expect([pid, await isRunning(pid)]).toEqual([pid, false]);
  await until(`the removal of ${used}`, () => !existsSync(used));
}

it('ends everything and exits with 0 on Ctrl-C', async () => {
  const run = await started(['--command', `task-api=${process.execPath} -e '${SERVICE}'`]);
  expect(run.pids.length).toBeGreaterThanOrEqual(4);
  run.child.kill('SIGINT');
  const [code] = (await once(run.child, 'exit')) as [number];
  expect([code, run.output()]).toEqual([0, expect.stringContaining('Every receiver posts to') as string]);
  await expectGone(run);
});

it('ends everything when the shell that started it is killed', async () => {
  // The shell waits for it, like npm.
  const run = await started(there(), ['/bin/sh', '-c', '"$@"; true', 'sh']);
  run.child.kill('SIGKILL');
  await expectGone(run);
});

it('leaves no process or folder behind when it is killed', async () => {
  const run = await started(there());
  run.child.kill('SIGKILL');
  await expectGone(run);
});

it.each([
  [
    ['--speed', '500'],
    'local: not a whole number from 1 to 100 (--speed: "500"). Use 1 for real time, or e.g. 60.\n',
  ],
  [['--traffic', 'heavy'], "error: option '--traffic <kind>' argument 'heavy' is invalid."],
])('rejects %j in one sentence and exits with 2', (args, message) => {
  const { status, stderr } = spawnSync(
    process.execPath,
    ['--import', 'tsx', CLI, 'local', folder.path, ...args],
    {
      cwd: ROOT,
      encoding: 'utf8',
    },
  );
  expect([status, stderr]).toEqual([2, expect.stringContaining(message) as string]);
});
