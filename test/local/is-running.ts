import { readFileSync } from 'node:fs';
import { until } from '../support/until';

/** Whether a process is still there after it had time to end. */
export const isRunning = (pid: number): Promise<boolean> =>
  until(`the end of process ${pid}`, () => !exists(pid)).then(
    () => false,
    () => true,
  );

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  // An ended process stays in the list until its parent reads its exit code.
  return !/^State:\s+Z/m.test(statusOf(pid));
}

function statusOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/status`, 'utf8');
  } catch {
    return '';
  }
}
