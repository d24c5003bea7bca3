import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve, sep } from 'node:path';
import { InvalidInput } from '../../findings/invalid-input';
import { redactText } from '../../findings/redact';
import { decodeText } from '../../kubernetes/decode';
import type { Blindspots, Judged } from '../run';
import { copyFolder } from './copy-folder';
import { editedText } from './edited-text';
import { placeOf } from './place';
import { runCommand, type Ended } from './run-command';

/** Milliseconds that a run of the tests may take: as long as most CI jobs of manifests. */
export const USUAL_TIMEOUT = 10 * 60_000;

/** Milliseconds: timers of Node do not wait for more than 24.8 days, and end at once. */
export const LONGEST_TIMEOUT = 24 * 24 * 3600_000;

export interface OwnTestsProps {
  /** For the shell, e.g. `npm test`. Exit code 0: the tests pass. */
  readonly command: string;
  /** The folder that is copied, and whose copy the command runs in. */
  readonly folder: string;
  /** Milliseconds. */
  readonly timeout: number;
  readonly signal: AbortSignal;
}

/**
 * Runs the tests once without a change.
 * @throws InvalidInput where they fail, or are stopped
 */
export async function requirePassing(props: OwnTestsProps): Promise<void> {
  const ended = await inCopy(props);
  if (ended.kind === 'passed') return;
  throw new InvalidInput({
    resource: 'blindspots',
    path: '--test',
    message: `the command fails in an unchanged copy of ${props.folder}: ${ended.how}`,
    found: ended.output === '' ? undefined : redactText(ended.output),
    fix:
      ended.kind === 'timed-out'
        ? 'give a command that ends, or a longer --test-timeout'
        : 'give a command that passes in a copy without .git',
  });
}

/**
 * Runs the tests for each survivor, in a copy of the folder with the changed file.
 * @param onProgress called before each survivor, and at the end
 * @throws InvalidInput where it is stopped
 */
export async function tryTests(
  found: Blindspots,
  props: OwnTestsProps,
  onProgress: (done: number, of: number) => void = () => {},
): Promise<Blindspots> {
  const of = found.judged.filter(({ verdict }) => verdict.kind === 'survived').length;
  const judged: Judged[] = [];
  let done = 0;
  for (const mutant of found.judged) {
    const { verdict } = mutant;
    if (verdict.kind !== 'survived') {
      judged.push(mutant);
      continue;
    }
    onProgress(done, of);
    done += 1;
    const changed = changedFile(mutant, found.inputs, props.folder);
    if (typeof changed === 'string') {
      judged.push({ ...mutant, verdict: { ...verdict, untested: changed } });
      continue;
    }
    // oxlint-disable-next-line no-await-in-loop -- tests may use all cores, a port or a database
    const { kind } = await inCopy(props, changed);
    judged.push(kind === 'passed' ? mutant : { ...mutant, verdict: { ...verdict, kind: 'tests' } });
  }
  onProgress(of, of);
  return { ...found, judged, test: props.command };
}

interface ChangedFile {
  /** Relative to the folder. */
  readonly file: string;
  readonly text: string;
}

/** The file of a mutant, or as a clause why there is none. */
function changedFile({ edit }: Judged, inputs: Blindspots['inputs'], folder: string): ChangedFile | string {
  const place = placeOf(edit, inputs);
  if (typeof place === 'string') return place;
  if (place.file === '-') return 'it was read from standard input';
  if (relative(folder, resolve(place.file)).startsWith('..')) return `its file is not in ${folder}`;
  let file: string;
  let text: string;
  try {
    // What is written through a link of the copy would change the original.
    file = relative(realpathSync(folder), realpathSync(place.file));
    text = decodeText(readFileSync(join(folder, file)));
  } catch {
    return `${place.file} is not a file`;
  }
  if (file.startsWith('..') || file.split(sep).includes('node_modules'))
    return `the copy has ${place.file} only as a link to the original`;
  const after = editedText(text, place);
  return after === undefined ? `${place.file} does not hold the value as it was read` : { file, text: after };
}

async function inCopy(
  { command, folder, timeout, signal }: OwnTestsProps,
  changed?: ChangedFile,
): Promise<Ended> {
  const logs = realpathSync(mkdtempSync(join(tmpdir(), 'signalproof-blindspots-')));
  try {
    if (!relative(realpathSync(folder), logs).startsWith('..'))
      throw new InvalidInput({
        resource: 'blindspots',
        path: '--test',
        message: `the folder to copy contains the folder for temporary files ${tmpdir()}`,
        found: folder,
        fix: 'run the command in the folder of the manifests, or set TMPDIR',
      });
    const copy = join(logs, 'copy');
    try {
      copyFolder(folder, copy);
    } catch (error) {
      throw new InvalidInput({
        resource: 'blindspots',
        path: '--test',
        message: 'the folder cannot be copied',
        found: (error as Error).message,
        fix: 'run the command in a folder of files that you may read, and set TMPDIR to a disk with free space',
      });
    }
    if (changed !== undefined) writeFileSync(join(copy, changed.file), changed.text);
    const ended = await runCommand({ command, folder: copy, logs, timeout, signal });
    if (ended.kind !== 'stopped') return ended;
    throw new InvalidInput({
      resource: 'blindspots',
      path: '--test',
      message: 'stopped before all survivors were tried',
      found: undefined,
      fix: 'run it again, with a smaller --budget for fewer of them',
    });
  } finally {
    rmSync(logs, { recursive: true, force: true });
  }
}
