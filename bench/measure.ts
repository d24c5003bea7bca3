import { execFileSync } from 'node:child_process';
import { join, resolve } from 'node:path';

const ROOT = resolve(import.meta.dirname, '..');

/** Runs one measurement in a process of its own, so that its peak memory is its own. It prints one line of JSON. */
export function measure(script: string, ...args: readonly (string | number)[]): unknown {
  const output = execFileSync(
    process.execPath,
    ['--max-old-space-size=12288', '--import', 'tsx', join(import.meta.dirname, script), ...args.map(String)],
    { cwd: ROOT, encoding: 'utf8' },
  );
  return JSON.parse(output);
}
