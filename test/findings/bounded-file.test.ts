import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readBounded, readProblem } from '../../src/findings/bounded-file';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'bounded-'))));
afterEach(() => rmSync(folder, { recursive: true }));

const problemOf = (read: () => unknown) => {
  try {
    read();
    return 'was read';
  } catch (error) {
    return readProblem(error, 'name a file').message;
  }
};

function pipe(): string {
  const path = join(folder, 'pipe');
  execFileSync('mkfifo', [path]);
  return path;
}

test('a file is read whole', () => {
  const file = join(folder, 'a');
  const text = 'abc\n'.repeat(500_000);
  writeFileSync(file, text);
  expect(readBounded(file).toString()).toBe(text);
  expect(problemOf(() => readBounded(file, 1_999_999))).toBe('the file is larger than 64 MiB');
});

test('a device without an end is refused', () => {
  expect(problemOf(() => readBounded('/dev/zero', 1024))).toBe('the file is larger than 64 MiB');
});

test('a pipe is read as soon as a program writes to it, and refused if none does', () => {
  const path = pipe();
  expect(problemOf(() => readBounded(path, 1024, 50))).toBe('the pipe gave nothing for 60 seconds');
  const writer = spawn('sh', ['-c', 'sleep 0.1; (echo one; sleep 0.1; echo two) > "$0"', path]);
  expect(readBounded(path).toString()).toBe('one\ntwo\n');
  writer.kill();
});

test('a file that does not exist has the code of the system', () => {
  expect(() => readBounded(join(folder, 'none'))).toThrow(expect.objectContaining({ code: 'ENOENT' }));
  expect(readProblem({ code: 'ENOENT' }, 'name a file')).toEqual({
    message: 'the file cannot be read',
    found: 'ENOENT',
    fix: 'name a file',
  });
});
