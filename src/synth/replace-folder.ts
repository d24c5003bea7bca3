import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { InvalidInput } from '../findings/invalid-input';
import { inTurn } from './folder-turn';
import { systemCode } from './system-code';
import { ownFiles, ownList, refuseForeign, TURN, WORK, type Writer } from './own-files';
import type { OutputFile } from './write-files';

/**
 * Replaces the files that a command wrote to an output folder. Each is replaced at once: a reader finds the old or the
 * new one, whole, and the folder is never missing; for some milliseconds it holds files of both. Several processes that
 * write to one folder take turns. All files are written beside the old ones first, so that an error, such as a full
 * disk, leaves those as they were.
 * @param writer the command @default synth
 * @throws InvalidInput when the folder holds a file that it did not write; nothing is written then
 */
export function replaceFolder(folder: string, files: readonly OutputFile[], writer: Writer = 'synth'): void {
  writing(folder, () => replaceInTurn(folder, files, writer));
}

function replaceInTurn(folder: string, files: readonly OutputFile[], writer: Writer): void {
  refuseForeign(folder, files, writer);
  makeFolder(resolve(folder));
  inTurn(join(folder, TURN), () => {
    const old = ownFiles(folder, files, writer);
    for (const left of readdirSync(folder))
      if (left.startsWith(STAGED)) rmSync(join(folder, left), { recursive: true });
    const staged = mkdtempSync(join(folder, STAGED));
    try {
      replace(folder, staged, { files, old, writer });
    } finally {
      rmSync(staged, { recursive: true, force: true });
    }
  });
}

const STAGED = `${WORK}new-`;

interface Replacement {
  readonly files: readonly OutputFile[];
  /** Paths of the files that were there before. */
  readonly old: readonly string[];
  readonly writer: Writer;
}

function replace(folder: string, staged: string, { files, old, writer }: Replacement): void {
  const paths = files.map(({ path }) => path);
  const gone = old.filter((path) => !paths.includes(path));
  // An interrupted synthesis leaves files of both kinds, all of them its own. Without extensions: see LIST.
  const all = [ownList([...paths, ...old], writer), ...files, ownList(paths, writer)];
  all.forEach(({ content }, index) => writeFileSync(join(staged, String(index)), content));
  all.forEach(({ path }, index) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    if (index === all.length - 1) for (const each of gone) rmSync(join(folder, each));
    renameSync(join(staged, String(index)), join(folder, path));
  });
  for (const path of gone) removeEmpty(folder, dirname(path));
}

/** Removes a folder of files that are gone, unless it has others. */
function removeEmpty(folder: string, path: string): void {
  if (path === '.' || readdirSync(join(folder, path)).length > 0) return;
  rmdirSync(join(folder, path));
  removeEmpty(folder, dirname(path));
}

/** Not with `recursive`, with which Node tries for ever where no folder can be made, as below /proc. */
function makeFolder(path: string): void {
  if (existsSync(path)) return;
  if (path !== dirname(path)) makeFolder(dirname(path));
  try {
    mkdirSync(path);
  } catch (error) {
    // Another process was faster.
    if (!existsSync(path)) throw error;
  }
}

/** @throws InvalidInput for what the system refuses */
function writing<T>(folder: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    const code = systemCode(error);
    if (code === undefined) throw error;
    throw new InvalidInput({
      resource: `output folder ${folder}`,
      path: '--output',
      message: `the folder cannot be written: ${code}`,
      found: folder,
      fix: 'use a folder that you may write to, on a disk with free space',
    });
  }
}
