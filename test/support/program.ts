import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { until } from './until';

/** Characters of a result or a log in an error. */
export const LONGEST = 5000;

/** A program that runs beside a test. */
export interface Program {
  /** The end of what it has written to standard error. */
  readonly log: () => string;
  readonly hasEnded: () => boolean;
  readonly stop: () => Promise<void>;
}

/** Starts a program, and stops it again if it ends before it is ready. */
export async function startProgram(
  name: string,
  command: string,
  args: readonly string[],
  isReady: () => Promise<boolean>,
): Promise<Program> {
  const child = spawn(command, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  let log = '';
  child.stderr.on('data', (chunk: Buffer) => (log += chunk.toString()));
  const exited = once(child, 'exit');
  const program: Program = {
    log: () => log.slice(-LONGEST),
    hasEnded: () => child.exitCode !== null,
    stop: async () => {
      child.kill();
      await exited;
    },
  };
  try {
    await until(
      () => `a ready ${name} (log: ${program.log()})`,
      async () => program.hasEnded() || isReady(),
    );
    if (program.hasEnded()) throw new Error(`${name} ended\n${program.log()}`);
  } catch (error) {
    await program.stop();
    throw error;
  }
  return program;
}
