import { closeSync, constants, fstatSync, openSync, readSync, writeFileSync } from 'node:fs';
import { InvalidInput } from './invalid-input';

/** Far more than any manifest, and few enough for the memory of this process: 64 MiB. */
const LARGEST_FILE = 64 * 1024 * 1024;

/** Milliseconds that a pipe may give nothing. Programs that render charts take some seconds. */
const LONGEST_WAIT = 60_000;

const CHUNK = 1024 * 1024;
const PAUSE = 20;

/** Standard input, which the caller can end. */
const STDIN = 0;

/**
 * Reads a file, a pipe or a device. It may be endless, or give nothing.
 * @param path or 0 for standard input
 * @param largest bytes
 * @param longest milliseconds without a byte from a pipe
 * @throws the error of the system, or one with the code `EFBIG` or `ETIMEDOUT`
 */
export function readBounded(path: string | 0, largest = LARGEST_FILE, longest = LONGEST_WAIT): Buffer {
  // Opening a pipe waits for its writer, except in non-blocking mode.
  const descriptor = path === STDIN ? STDIN : openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const isPipe = path !== STDIN && fstatSync(descriptor).isFIFO();
    return readAll(descriptor, largest, { isPipe, longest });
  } finally {
    if (descriptor !== STDIN) closeSync(descriptor);
  }
}

function readAll(
  descriptor: number,
  largest: number,
  { isPipe, longest }: { readonly isPipe: boolean; readonly longest: number },
): Buffer {
  const chunks: Buffer[] = [];
  let size = 0;
  let last = Date.now();
  for (;;) {
    const chunk = Buffer.allocUnsafe(CHUNK);
    const read = tryRead(descriptor, chunk);
    if (read !== undefined && read > 0) {
      chunks.push(chunk.subarray(0, read));
      size += read;
      last = Date.now();
      if (size > largest) throw systemError('EFBIG');
      continue;
    }
    // Without a writer, a pipe is at its end; the first one may still come.
    if (read === 0 && !(isPipe && size === 0)) return Buffer.concat(chunks);
    if (isPipe && Date.now() - last > longest) throw systemError('ETIMEDOUT');
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE);
  }
}

/** Undefined where there is nothing yet. */
function tryRead(descriptor: number, chunk: Buffer): number | undefined {
  try {
    return readSync(descriptor, chunk);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EAGAIN') return undefined;
    // The end of standard input on Windows.
    if (code === 'EOF') return 0;
    throw error;
  }
}

const systemError = (code: string): Error => Object.assign(new Error(code), { code });

const SENTENCES: Readonly<Record<string, { readonly message: string; readonly fix: string }>> = {
  EFBIG: {
    message: `the file is larger than ${LARGEST_FILE / 1024 / 1024} MiB`,
    fix: 'split it into several files',
  },
  ERR_ENCODING_INVALID_ENCODED_DATA: { message: 'the file is not UTF-8', fix: 'save it as UTF-8' },
  ETIMEDOUT: {
    message: `the pipe gave nothing for ${LONGEST_WAIT / 1000} seconds`,
    fix: 'see whether the program that writes to it runs',
  },
};

/** What is wrong with a file that {@link readBounded} cannot read, or that has no text. @param fix for a file that the system cannot read */
export function readProblem(
  error: unknown,
  fix: string,
): { readonly message: string; readonly found: string | undefined; readonly fix: string } {
  const { code } = error as NodeJS.ErrnoException;
  const known = code !== undefined && Object.hasOwn(SENTENCES, code) ? SENTENCES[code] : undefined;
  return {
    ...(known ?? { message: 'the file cannot be read', fix }),
    found: known === undefined ? code : undefined,
  };
}

/**
 * The text of a file that an option or a field names.
 * @param path of the option or field, e.g. `--baseline`
 * @throws InvalidInput for a file that cannot be read
 */
export function readNamed(file: string, path: string): string {
  try {
    return readBounded(file).toString();
  } catch (error) {
    throw new InvalidInput({
      resource: `file ${file}`,
      path,
      ...readProblem(error, 'name a file that exists'),
    });
  }
}

/**
 * Writes a file that an option names.
 * @param option e.g. `--output`
 * @throws InvalidInput for a file that cannot be written
 */
export function writeNamed(file: string, option: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (error) {
    throw new InvalidInput({
      resource: `file ${file}`,
      path: option,
      message: 'the file cannot be written',
      found: (error as NodeJS.ErrnoException).code,
      fix: 'name a file in a folder that exists',
    });
  }
}
