import { readFileSync } from 'node:fs';

/** Milliseconds between two looks at who started this process. */
const STEP = 500;

/** npm starts a shell, which starts a loader, which starts this process. */
const GENERATIONS = 3;

/** Who started this process, and who started them: one that is gone has left its child to another. */
export function ancestors(parentOf: (pid: number) => number | undefined = parentInProc): readonly number[] {
  const found = [process.ppid];
  while (found.length < GENERATIONS) {
    const parent = parentOf(found.at(-1)!);
    // The first process, or a system without /proc.
    if (parent === undefined || parent <= 1) break;
    found.push(parent);
  }
  return found;
}

function parentInProc(pid: number): number | undefined {
  try {
    const [, parent] = /^PPid:\s+(\d+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return parent === undefined ? undefined : Number(parent);
  } catch {
    // It is gone, or this is not Linux.
    return undefined;
  }
}

/** Aborted when a signal requests the end, or when the parent process has ended. */
export function stopSignal(): { readonly signal: AbortSignal; forget(): void } {
  const controller = new AbortController();
  const stop = () => controller.abort();
  const before = ancestors().join(' ');
  const orphaned = setInterval(() => {
    if (ancestors().join(' ') !== before) stop();
  }, STEP);
  orphaned.unref();
  process.on('SIGINT', stop).on('SIGTERM', stop).on('SIGHUP', stop);
  return {
    signal: controller.signal,
    forget() {
      clearInterval(orphaned);
      process.off('SIGINT', stop).off('SIGTERM', stop).off('SIGHUP', stop);
    },
  };
}
