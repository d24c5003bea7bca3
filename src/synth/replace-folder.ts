import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { InvalidInput } from '../findings/invalid-input';
import { writeFiles, type OutputFile } from './write-files';

/** Names that synthesis gives its files, from the output folder. */
const OWN_FILE = /^([^/]+\.k8s\.yaml|helm\/[^/]+\.values\.yml)$/;

/**
 * Replaces the files of an output folder. They are written beside it first, so that an error leaves it as it was.
 * @throws InvalidInput when the folder holds a file that synthesis did not write; nothing is written then
 */
export function replaceFolder(folder: string, files: readonly OutputFile[]): void {
  rejectForeignFiles(folder);
  mkdirSync(dirname(folder), { recursive: true });
  const staged = mkdtempSync(join(dirname(folder), `.${basename(folder)}-`));
  try {
    writeFiles(join(staged, 'files'), files);
    rmSync(folder, { recursive: true, force: true });
    renameSync(join(staged, 'files'), folder);
  } finally {
    rmSync(staged, { recursive: true, force: true });
  }
}

function rejectForeignFiles(folder: string): void {
  if (!existsSync(folder)) return;
  const foreign = statSync(folder).isDirectory()
    ? readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => !entry.isDirectory())
        .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
        .find((file) => !OWN_FILE.test(file))
    : basename(folder);
  if (foreign === undefined) return;
  throw new InvalidInput({
    resource: `output folder ${folder}`,
    path: '--output',
    message: 'the folder has a file that synthesis did not write',
    found: foreign,
    fix: 'use a folder of its own for the output',
  });
}
