import { existsSync, lstatSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join, relative, sep } from 'node:path';
import { InvalidInput } from '../findings/invalid-input';
import { systemCode } from './system-code';
import type { OutputFile } from './write-files';

/**
 * Lists the files that a command wrote, so that it replaces no others. Without an extension: `kubectl apply -f` and
 * Helm read what ends in .yaml, .yml and .json.
 */
export const LIST = '.signalproof';

/** Names in the output folder that belong to a synthesis under way, or to one that was interrupted. */
export const WORK = `${LIST}-`;

/** Whose turn it is to replace the files. */
export const TURN = `${WORK}turn`;

/** What writes to a folder of its own, and the first line of its list: neither replaces the files of the other. */
const HEADINGS = {
  synth: '# Files that signalproof wrote to this folder, and replaces.',
  runbooks: '# Runbooks that signalproof wrote to this folder, and replaces.',
} as const;

/** A command that replaces a folder. */
export type Writer = keyof typeof HEADINGS;

/** In every document that synthesis writes; earlier versions wrote no list. */
const MARKS = ['app.kubernetes.io/managed-by: cdk8s', 'Generated: edit the environment in the stack'];

/** The list of the files that a command writes, as a file beside them. */
export const ownList = (paths: readonly string[], writer: Writer): OutputFile => ({
  path: LIST,
  content: `${[HEADINGS[writer], ...new Set(paths.toSorted())].join('\n')}\n`,
});

/**
 * Refuses an output folder before anything is written to it.
 * @throws InvalidInput when it has files of others, or folders in place of files
 */
export function refuseForeign(folder: string, next: readonly OutputFile[], writer: Writer): void {
  const paths = [LIST, TURN, ...next.map(({ path }) => path)];
  const blocked = paths.find((path) => isFolder(join(folder, path)));
  if (blocked !== undefined)
    throw foreign(folder, blocked, `the folder has a folder where signalproof ${writer} writes a file`);
  // Another process may be replacing the files on a list, so these are compared in turn.
  if (existsSync(join(folder, LIST))) return;
  try {
    ownFiles(folder, next, writer);
  } catch (error) {
    // What another process is about to rename.
    if (systemCode(error) !== 'ENOENT') throw error;
  }
}

/**
 * Files in an output folder, which the same command wrote all.
 * @param next the files that it is about to write
 * @throws InvalidInput when there is another
 */
export function ownFiles(folder: string, next: readonly OutputFile[], writer: Writer): readonly string[] {
  if (!existsSync(folder)) return [];
  const notWritten = `the folder has a file that signalproof ${writer} did not write`;
  if (!statSync(folder).isDirectory()) throw foreign(folder, basename(folder), notWritten);
  const present = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .filter((path) => path !== LIST && !path.startsWith(WORK));
  const listed = readList(folder, writer);
  const isOwn = (path: string) =>
    listed?.has(path) ?? (next.some((file) => file.path === path) && isMarked(join(folder, path)));
  const other = present.find((path) => !isOwn(path));
  if (other !== undefined) throw foreign(folder, other, notWritten);
  return present;
}

const isFolder = (path: string): boolean =>
  existsSync(path) && lstatSync(path, { throwIfNoEntry: false })?.isDirectory() === true;

function readList(folder: string, writer: Writer): ReadonlySet<string> | undefined {
  const path = join(folder, LIST);
  if (!existsSync(path)) return undefined;
  const [heading, ...paths] = readFileSync(path, 'utf8').split('\n');
  return new Set(heading === HEADINGS[writer] ? paths : []);
}

function isMarked(path: string): boolean {
  const documents = readFileSync(path, 'utf8')
    .split(/^---$/m)
    .filter((document) => document.trim() !== '');
  return documents.length > 0 && documents.every((document) => MARKS.some((mark) => document.includes(mark)));
}

const foreign = (folder: string, found: string, message: string) =>
  new InvalidInput({
    resource: `output folder ${folder}`,
    path: '--output',
    message,
    found,
    fix: 'use a folder of its own for the output',
  });
