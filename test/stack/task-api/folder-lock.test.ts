import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rounds } from '../../support/rounds';
import { until } from './served';

const ROUNDS = rounds(8, 50);

const folder = mkdtempSync(join(tmpdir(), 'folder-lock-'));
const children: ChildProcess[] = [];
afterAll(() => {
  for (const child of children) child.kill('SIGKILL');
  rmSync(folder, { recursive: true });
});

/** Each is process 1 of a namespace of its own, as in a container. */
const IN_CONTAINER = ['unshare', '--map-root-user', '--fork', '--kill-child', '--pid', '--mount-proc'];

async function holder(container: boolean): Promise<{ readonly child: ChildProcess; readonly pid: number }> {
  const [command, ...options] = [...(container ? IN_CONTAINER : []), process.execPath];
  const child = fork(join(__dirname, 'lock-holder.ts'), {
    execPath: command,
    execArgv: [...options, '--import', 'tsx'],
    env: { ...process.env, DATA_DIR: folder },
  });
  children.push(child);
  const [pid] = (await once(child, 'message')) as [number];
  return { child, pid };
}

async function say(child: ChildProcess, command: 'lock' | 'unlock'): Promise<string> {
  child.send(command);
  return ((await once(child, 'message')) as [string])[0];
}

const IN_USE =
  /^embedded storage: the folder is in use by (process \d+|another process) \(DATA_DIR: "[^"]+"\)\. [^\n]+$/;

test.each([
  ['two processes', false],
  ['two containers, both process 1,', true],
])('of %s that start at once on one folder, one gets it', async (_who, container) => {
  const both = await Promise.all([holder(container), holder(container)]);
  if (container) expect(both.map(({ pid }) => pid)).toEqual([1, 1]);
  for (let round = 0; round < ROUNDS; round++) {
    const outcomes = await Promise.all(both.map(({ child }) => say(child, 'lock')));
    expect(outcomes.toSorted()).toEqual([expect.stringMatching(IN_USE), 'locked']);
    await say(both[outcomes.indexOf('locked')]!.child, 'unlock');
  }
  // What is killed gives nothing back itself.
  const [first, second] = both;
  expect(await say(first.child, 'lock')).toBe('locked');
  expect(await say(second.child, 'lock')).toMatch(IN_USE);
  first.child.kill('SIGKILL');
  // The namespace of a container outlives its first process for a moment.
  await until(async () => (await say(second.child, 'lock')) === 'locked');
  await say(second.child, 'unlock');
});
