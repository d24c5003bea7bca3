import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FIXTURE_CONFIG, runCli } from '../support/cli';

let output: string;
beforeEach(() => {
  output = mkdtempSync(join(tmpdir(), 'runbooks-'));
});
afterEach(() => rmSync(output, { recursive: true }));

const runbooks = (...args: readonly string[]) =>
  runCli(['runbooks', '--config', FIXTURE_CONFIG, '--output', output, ...args]);

test('signalproof runbooks writes a page for each service of an environment, and replaces its own pages', () => {
  expect(runbooks().status).toBe(0);
  const { status, stdout, stderr } = runbooks('--environment', 'prod');
  expect([status, stderr]).toEqual([0, '']);
  const pages = stdout.trimEnd().split('\n');
  expect(pages).toContain(join(output, 'search.md'));
  expect(
    readdirSync(output)
      .filter((name) => name !== '.signalproof')
      .map((name) => join(output, name))
      .toSorted(),
  ).toEqual(pages.toSorted());
  expect(readFileSync(join(output, 'search.md'), 'utf8')).toContain('for environment prod');
});

test('signalproof runbooks does not replace a folder with files that it did not write', () => {
  writeFileSync(join(output, 'search.md'), 'mine');
  const { status, stdout, stderr } = runbooks();
  expect([status, stdout]).toEqual([1, '']);
  expect(stderr).toBe(
    `output folder ${output}: the folder has a file that signalproof runbooks did not write (--output: "search.md"). Use a folder of its own for the output.\n`,
  );
  expect(readFileSync(join(output, 'search.md'), 'utf8')).toBe('mine');
});
