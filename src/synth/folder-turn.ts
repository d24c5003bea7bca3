import { linkSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { InvalidInput } from '../findings/invalid-input';
import { systemCode } from './system-code';

/** Milliseconds to wait for another synthesis, which holds the folder while it renames files. */
const PATIENCE = 30_000;

/** Milliseconds after which whoever holds the folder is taken for gone, unless it can be asked. */
const STALE = 20_000;

const PAUSE = 10;

/**
 * Runs `work` while no other process does so with the same file.
 * @throws InvalidInput when another one does not end
 */
export function inTurn<T>(file: string, work: () => T): T {
  const start = Date.now();
  while (!take(file)) {
    if (Date.now() - start > PATIENCE)
      throw new InvalidInput({
        resource: 'output folder',
        path: '--output',
        message: 'another synthesis is writing to the folder',
        found: file,
        fix: 'wait for it; if there is none, remove this file',
      });
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE);
  }
  try {
    return work();
  } finally {
    rmSync(file, { force: true });
  }
}

function take(file: string): boolean {
  try {
    writeFileSync(file, `${process.pid} ${hostname()}`, { flag: 'wx' });
    return true;
  } catch (error) {
    if (systemCode(error) !== 'EEXIST') throw error;
  }
  // Its owner may have ended meanwhile, and another taken it.
  ignore('ENOENT', () => removeStale(file));
  return false;
}

function removeStale(file: string): void {
  const { ino, mtimeMs } = statSync(file);
  const [pid, host] = readFileSync(file, 'utf8').split(' ');
  const isGone = host === hostname() ? !isRunning(Number(pid)) : Date.now() - mtimeMs > STALE;
  if (!isGone) return;
  const aside = `${file}-${process.pid}`;
  renameSync(file, aside);
  // Another process was faster to remove the stale one: this is its own.
  if (statSync(aside).ino !== ino) ignore('EEXIST', () => linkSync(aside, file));
  rmSync(aside, { force: true });
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return systemCode(error) !== 'ESRCH';
  }
}

function ignore(code: string, work: () => void): void {
  try {
    work();
  } catch (error) {
    if (systemCode(error) !== code) throw error;
  }
}
