import { spawn } from 'node:child_process';
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';

export interface Ended {
  readonly kind: 'passed' | 'failed' | 'timed-out' | 'stopped';
  /** How it failed, e.g. `exit code 1`. */
  readonly how: string;
  /** The last lines that it printed. */
  readonly output: string;
}

export interface CommandProps {
  /** For the shell of the system. */
  readonly command: string;
  readonly folder: string;
  /** Folder for what it prints. */
  readonly logs: string;
  /** Milliseconds. */
  readonly timeout: number;
  readonly signal: AbortSignal;
}

/** Milliseconds between SIGTERM and SIGKILL. */
const GRACE = 2000;

/** Lines and characters of a message. */
const [LINES, CHARACTERS] = [3, 300];

/** Runs a command in a folder until it ends, with the processes that it started. */
export async function runCommand({ command, folder, logs, timeout, signal }: CommandProps): Promise<Ended> {
  if (signal.aborted) return { kind: 'stopped', how: 'stopped', output: '' };
  const file = join(logs, 'output.log');
  const log = openSync(file, 'w');
  const child = spawn(command, {
    shell: true,
    cwd: folder,
    stdio: ['ignore', log, log],
    // A process group of its own, so that all that it starts can be ended with it.
    detached: true,
    // npm keeps the folder of the caller in this variable, which programs would follow to the original files.
    env: { ...process.env, PWD: folder, INIT_CWD: folder },
  });
  closeSync(log);
  let kind: 'timed-out' | 'stopped' | undefined;
  let last: NodeJS.Timeout | undefined;
  const end = (why: typeof kind) => {
    kind ??= why;
    killGroup(child.pid, 'SIGTERM');
    last ??= setTimeout(() => killGroup(child.pid, 'SIGKILL'), GRACE);
  };
  const limit = setTimeout(() => end('timed-out'), timeout);
  const stop = () => end('stopped');
  signal.addEventListener('abort', stop);
  const how = await new Promise<string | undefined>((resolve) => {
    child
      .once('error', ({ message }) => resolve(message))
      .once('exit', (code, by) =>
        resolve(code === 0 ? undefined : code === null ? `signal ${by}` : `exit code ${code}`),
      );
  });
  clearTimeout(limit);
  clearTimeout(last);
  signal.removeEventListener('abort', stop);
  // What it left running would use a folder that is removed.
  killGroup(child.pid, 'SIGKILL');
  return {
    kind: kind ?? (how === undefined ? 'passed' : 'failed'),
    how: kind === 'timed-out' ? `no end within ${timeout / 1000} s` : (how ?? ''),
    output: endOf(file).trim().split('\n').slice(-LINES).join(' | ').slice(-CHARACTERS),
  };
}

/** Enough of a file for a message: a program may print more than a string holds. */
function endOf(file: string): string {
  const end = Buffer.alloc(4 * CHARACTERS);
  const opened = openSync(file, 'r');
  try {
    const from = Math.max(0, fstatSync(opened).size - end.length);
    return end.toString('utf8', 0, readSync(opened, end, 0, end.length, from));
  } finally {
    closeSync(opened);
  }
}

function killGroup(pid: number | undefined, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch {
    // All of its processes have ended.
  }
}
