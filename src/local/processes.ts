import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { InvalidInput } from '../findings/invalid-input';
import { startGuardian, type Guardian } from './guardian';

export interface Started {
  /** Its name in messages. */
  readonly name: string;
  readonly child: ChildProcess;
  readonly pid: number;
  readonly alive: () => boolean;
}

export interface StartProps {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  /** Its complete environment. @default the environment of this process */
  readonly env?: Readonly<Record<string, string>>;
  /** Where it runs. @default the folder of the run */
  readonly cwd?: string;
  /** Opens a channel for messages. @default none */
  readonly channel?: 'ipc';
}

/** Milliseconds between two readiness checks of a program. */
const STEP = 100;

/** Milliseconds in which a program has to answer. An embedded database is slow to create on a busy machine. */
const PATIENCE = 180_000;

/** Milliseconds between SIGTERM and SIGKILL. */
const GRACE = 4000;

/** Processes and files of one run. Stopping it ends and removes all of them. */
export class Processes {
  /** Of this run alone. */
  readonly folder = mkdtempSync(join(tmpdir(), 'signalproof-local-'));
  private readonly guardian: Guardian = startGuardian(this.folder);
  private readonly running: Started[] = [];
  private stopping: Promise<void> | undefined;

  start({ name, command, args, env, channel, cwd = this.folder }: StartProps): Started {
    if (this.stopping !== undefined) throw new Error(`${name} is not started: the run is over`);
    const log = openSync(this.logOf(name), 'a');
    const child = spawn(command, args, {
      stdio: ['ignore', log, log, ...(channel === undefined ? [] : [channel])],
      cwd,
      // In a process group of its own, so that Ctrl-C does not reach it: the run ends its programs in order.
      detached: true,
      ...(env === undefined ? {} : { env: { ...env } }),
    });
    closeSync(log);
    const { pid } = child;
    if (pid === undefined) {
      child.once('error', () => child.unref());
      throw this.failed(name, 'the program cannot be started', command);
    }
    let ended = false;
    this.guardian.started(pid);
    child.once('exit', () => {
      ended = true;
      this.guardian.ended(pid);
    });
    const started = { name, child, pid, alive: () => !ended };
    this.running.push(started);
    return started;
  }

  /** The error for a program that has ended. */
  ended({ name }: Started): InvalidInput {
    return this.failed(name, 'the program ended', this.endOfLog(name));
  }

  /** Every process id of this run. */
  get pids(): readonly number[] {
    return [...this.running.map(({ pid }) => pid), this.guardian.pid ?? 0];
  }

  /**
   * Waits until a program answers.
   * @param patience in milliseconds
   * @throws InvalidInput with the end of its log when it ends, or does not answer in time
   */
  async ready({ name, alive }: Started, answers: () => Promise<boolean>, patience = PATIENCE): Promise<void> {
    const deadline = Date.now() + patience;
    while (alive() && Date.now() < deadline) {
      // oxlint-disable-next-line no-await-in-loop -- each check follows the one before
      if (await answers().catch(() => false)) return;
      // oxlint-disable-next-line no-await-in-loop -- the pause between two checks
      await wait(STEP);
    }
    throw this.failed(
      name,
      alive()
        ? `the program did not answer within ${patience / 1000} s`
        : 'the program ended before it answered',
      this.endOfLog(name),
    );
  }

  /** Ends everything, waits for it, and removes the folder. May be called again. */
  async stop(): Promise<void> {
    this.stopping ??= this.end();
    await this.stopping;
    // Again: a write that was under way when the run was stopped may have recreated it.
    rmSync(this.folder, { recursive: true, force: true });
  }

  async kill({ child, alive }: Started, signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    if (!alive()) return;
    const exited = once(child, 'exit');
    child.kill(signal);
    const killed = setTimeout(() => child.kill('SIGKILL'), GRACE);
    await exited;
    clearTimeout(killed);
  }

  private async end(): Promise<void> {
    await Promise.all(this.running.map((started) => this.kill(started)));
    rmSync(this.folder, { recursive: true, force: true });
    this.guardian.dismiss();
  }

  private logOf(name: string): string {
    return join(this.folder, `${name.replaceAll(/[^\w.-]/g, '-')}.log`);
  }

  private endOfLog(name: string): string {
    return (existsSync(this.logOf(name)) ? readFileSync(this.logOf(name), 'utf8') : '')
      .trimEnd()
      .split('\n')
      .slice(-2)
      .join(' | ')
      .slice(-78);
  }

  private failed(name: string, message: string, found: unknown): InvalidInput {
    return new InvalidInput({
      resource: `local ${name}`,
      path: 'process',
      message,
      found,
      fix: 'fix the error in its log',
    });
  }
}
