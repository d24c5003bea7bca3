import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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

describe('signalproof contract init', () => {
  it('writes the table of a page to standard output, or into a new file', () => {
    const input = '# TYPE shop_orders_total counter\nshop_orders_total 4\n';
    const { status, stdout } = runCli(['contract', 'init', '-'], { input });
    expect(stdout).toContain("shopOrders: counter('shop_orders_total', { help: '' }),");
    expect(status).toBe(0);

    const out = join(folder, 'table.ts');
    expect(runCli(['contract', 'init', '-', '--out', out], { input })).toEqual({
      status: 0,
      stdout: '',
      stderr: '',
    });
    expect(readFileSync(out, 'utf8')).toBe(stdout);
  });

  it('overwrites no file, and creates no folder: exit code 2', () => {
    const taken = join(folder, 'page.txt');
    expect(runCli(['contract', 'init', page, '--out', taken])).toEqual({
      status: 2,
      stdout: '',
      stderr: `contract init: the file already exists (--out: ${JSON.stringify(taken)}). Name another file, or move this one away.\n`,
    });
    expect(readFileSync(taken, 'utf8')).toBe(RIGHT);
    const { status, stderr } = runCli(['contract', 'init', page, '--out', join(folder, 'no', 'table.ts')]);
    expect(stderr).toContain('contract init: the folder does not exist');
    expect(status).toBe(2);
  });

  it('needs a page that can be read: exit code 2', () => {
    expect(runCli(['contract', 'init']).status).toBe(2);
    expect(runCli(['contract', 'init', '-', '--out', folder], { input: 'a 1\n' }).stderr).toContain('exists');
    expect(runCli(['contract', 'init', join(folder, 'none.txt')]).stderr).toMatch(/^page .*cannot be read/);
  });
});
