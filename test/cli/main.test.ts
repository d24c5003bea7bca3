import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { version } from '../../package.json';
import { ROOT, runCli } from '../support/cli';

describe('signalproof', () => {
  it('prints its version', () => {
    expect(runCli(['--version'])).toEqual({ status: 0, stdout: `${version}\n`, stderr: '' });
  });

  it('has the commands that README.md lists', () => {
    const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');
    const table = readme.slice(readme.indexOf('| `npx signalproof` |')).split('\n\n')[0]!;
    const documented = [...table.matchAll(/^\| `([a-z]+)(?: check)?` \|/gm)].map(([, command]) => command!);
    const { status, stdout } = runCli(['--help']);
    expect(status).toBe(0);
    const commands = [...stdout.matchAll(/^ {2}([a-z]+) /gm)].map(([, command]) => command!);
    expect(documented.toSorted()).toEqual(commands.filter((command) => command !== 'help').toSorted());
  });

  it('rejects an unknown command', () => {
    expect(runCli(['certfy'])).toEqual({
      status: 1,
      stdout: '',
      stderr: "error: unknown command 'certfy'\n(Did you mean certify?)\n",
    });
  });
});
