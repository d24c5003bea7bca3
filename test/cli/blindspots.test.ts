import { join } from 'node:path';
import { runCli } from '../support/cli';
import { STACK } from '../blindspots/cart';

describe('signalproof blindspots', () => {
  it('fails when a survivor would silence a critical alert, without progress in a file', () => {
    const { status, stdout, stderr } = runCli(['blindspots', '-', '--budget', '20'], { input: STACK });
    expect([status, stderr]).toEqual([1, '']);
    expect(stdout).toMatch(/^change +mutants/);
    expect(stdout).toMatch(
      /20 mutants of \d+ \(seed 1\): \d+ survivors, of which \d+ would silence a critical/,
    );
  });

  it('lists the kinds of change', () => {
    expect(runCli(['blindspots', '--list']).stdout).toMatch(/^label +a label of a Service/);
  });

  it('runs tests of the user in a copy, without a change first', () => {
    const cwd = join(__dirname, '..', '..', 'docs', 'runbooks');
    const { status, stderr } = runCli(['blindspots', '-', '--test', 'exit 4'], { input: STACK, cwd });
    expect([status, stderr.trim()]).toEqual([
      2,
      `blindspots: the command fails in an unchanged copy of ${cwd}: exit code 4 (--test). Give a command that passes in a copy without .git.`,
    ]);
  });

  it('rejects a budget that is not a number', () => {
    const { status, stderr } = runCli(['blindspots', '-', '--budget', 'many'], { input: STACK });
    expect([status, stderr.trim()]).toEqual([
      2,
      'blindspots: not a whole number above 0 (--budget: "many"). Write --budget and a number, e.g. --budget 200.',
    ]);
  });
});
