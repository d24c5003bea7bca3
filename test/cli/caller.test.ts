import { callerFolder, fromCaller } from '../../src/cli/caller';

/** What npm sets for a script of the package in /repository, started in a subfolder. */
const npmRun = { INIT_CWD: '/repository/team', npm_package_json: '/repository/package.json' };

describe('paths on the command line', () => {
  it.each([
    ['a file of the caller', 'rules.yaml', 'team/rules.yaml'],
    ['a file above the caller', '../out', 'out'],
    ['the folder of the package', '..', '.'],
    ['an absolute path', '/rules/shop.yaml', '/rules/shop.yaml'],
    ['standard input', '-', '-'],
    ['a URL', 'http://localhost:8000/metrics', 'http://localhost:8000/metrics'],
  ])('%s, under npm run', (_, path, expected) => {
    expect(fromCaller(path, npmRun, '/repository')).toBe(expected);
  });

  it('are relative to the working folder without npm', () => {
    expect(fromCaller('out', {}, '/repository/team')).toBe('out');
  });

  it('ignore the variables of an npm script that runs in another folder', () => {
    expect(callerFolder(npmRun, '/elsewhere')).toBe('/elsewhere');
  });
});
