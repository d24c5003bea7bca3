import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RIGHT } from '../page-check/right-page';
import { FIXTURE_CONFIG, runCli } from '../support/cli';

const OPTIONS = ['--config', FIXTURE_CONFIG, '--service', 'order-api'];

let folder: string;
let page: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'contract-'));
  page = join(folder, 'page.txt');
  writeFileSync(page, RIGHT);
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('signalproof contract check', () => {
  it('reads a file or standard input, and exits with 0 when the page keeps the contract', () => {
    expect(runCli(['contract', 'check', page, ...OPTIONS]).status).toBe(0);
    expect(runCli(['contract', 'check', '-', ...OPTIONS], { input: RIGHT }).status).toBe(0);
  });

  it('exits with 1 when the page differs from the contract', () => {
    const input = RIGHT.replace(',status="200"', '');
    const { status, stdout } = runCli(['contract', 'check', '-', ...OPTIONS], { input });
    expect(stdout).toContain('missing-label');
    expect(status).toBe(1);
  });

  it('is the default: contract PAGE prints the same report, also with options in front', () => {
    const long = runCli(['contract', 'check', page, '--format', 'json', ...OPTIONS]);
    expect(runCli(['contract', page, '--format', 'json', ...OPTIONS])).toEqual(long);
    expect(runCli(['contract', '--format', 'json', ...OPTIONS, page])).toEqual(long);
  });

  it.each([[['contract', 'check']], [['contract']]])('%j lacks a page: exit code 2', (args) => {
    expect(runCli(args)).toEqual({
      status: 2,
      stdout: '',
      stderr: "error: missing required argument 'page'\n",
    });
  });

  it('has a help text', () => {
    expect(runCli(['contract', '--help']).stdout).toContain('check [options] <page> [later]');
    expect(runCli(['contract', 'check', '--help']).stdout).toContain(
      'a URL, a file, or - for standard input',
    );
  });
});
