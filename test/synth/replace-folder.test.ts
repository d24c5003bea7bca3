import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { readFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { replaceFolder } from '../../src/synth/replace-folder';
import { rounds } from '../support/rounds';
import { filesOf } from './files-of';

let scratch: string;
let folder: string;
beforeEach(() => {
  scratch = mkdtempSync(join(tmpdir(), 'replace-folder-'));
  folder = join(scratch, 'out');
});
afterEach(() => rmSync(scratch, { recursive: true }));

const contents = (at = folder): Readonly<Record<string, string>> =>
  Object.fromEntries(
    readdirSync(at, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => [relative(at, path), readFileSync(path, 'utf8')]),
  );

const written = (name: string) => ({
  '.signalproof': `# Files that signalproof wrote to this folder, and replaces.
a.k8s.yaml
b.k8s.yaml
helm/stack.values.yml
only-${name}.k8s.yaml
`,
  ...Object.fromEntries(filesOf(name).map(({ path, content }) => [path, content])),
});

it('replaces what it wrote, removes what it does not write any more, and leaves siblings alone', () => {
  for (const sibling of ['out.next', '.out-new', 'out.old']) {
    mkdirSync(join(scratch, sibling));
    writeFileSync(join(scratch, sibling, 'mine.yaml'), 'mine');
  }
  replaceFolder(folder, filesOf('dev'));
  expect(contents()).toEqual(written('dev'));
  replaceFolder(folder, filesOf('prod'));
  expect(contents()).toEqual(written('prod'));
  replaceFolder(folder, [{ path: 'a.k8s.yaml', content: 'x' }]);
  expect(readdirSync(folder)).toEqual(['.signalproof', 'a.k8s.yaml']);
  expect(readdirSync(scratch)).toEqual(['.out-new', 'out', 'out.next', 'out.old']);
  expect(contents(join(scratch, 'out.next'))).toEqual({ 'mine.yaml': 'mine' });
});

it.each([
  ['a file of another kind', 'thesis.tex'],
  ['a file in its folder of values', 'helm/notes.values.yml'],
  ['a values file of another name', 'helm/mine.yaml'],
  ['a manifest in another folder', 'other/mine.k8s.yaml'],
  ['a manifest of another name', 'mine.k8s.yaml'],
  ['a manifest in a folder', 'helm/deeper/mine.k8s.yaml'],
])('refuses a folder with %s, whether or not it wrote there before', (_what, path) => {
  const expected = `output folder ${folder}: the folder has a file that signalproof synth did not write (--output: "${path}"). Use a folder of its own for the output.`;
  const put = () => {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), 'app.kubernetes.io/managed-by: cdk8s');
  };
  put();
  expect(() => replaceFolder(folder, filesOf('dev'))).toThrow(expected);
  expect(contents()).toEqual({ [path]: 'app.kubernetes.io/managed-by: cdk8s' });
  rmSync(folder, { recursive: true });
  replaceFolder(folder, filesOf('dev'));
  put();
  expect(() => replaceFolder(folder, filesOf('prod'))).toThrow(expected);
  expect(contents()).toEqual({ ...written('dev'), [path]: 'app.kubernetes.io/managed-by: cdk8s' });
});

it('refuses what another command wrote', () => {
  const page = { path: 'shop.md', content: '# shop' };
  replaceFolder(folder, filesOf('dev'));
  expect(() => replaceFolder(folder, [page], 'runbooks')).toThrow(
    'a file that signalproof runbooks did not write (--output: "a.k8s.yaml")',
  );
  expect(contents()).toEqual(written('dev'));
  rmSync(folder, { recursive: true });
  replaceFolder(folder, [page], 'runbooks');
  replaceFolder(folder, [page], 'runbooks');
  expect(() => replaceFolder(folder, filesOf('dev'))).toThrow(
    'a file that signalproof synth did not write (--output: "shop.md")',
  );
});

it('replaces what an earlier version wrote without a list, and refuses a foreign file of the same name', () => {
  replaceFolder(folder, filesOf('dev'));
  rmSync(join(folder, '.signalproof'));
  replaceFolder(folder, filesOf('dev'));
  expect(contents()).toEqual(written('dev'));
  rmSync(join(folder, '.signalproof'));
  writeFileSync(join(folder, 'a.k8s.yaml'), 'kind: Secret\n---\napp.kubernetes.io/managed-by: cdk8s\n');
  expect(() => replaceFolder(folder, filesOf('dev'))).toThrow('did not write (--output: "a.k8s.yaml")');
});

it('goes through a link, and does not follow one inside', () => {
  const real = join(scratch, 'real');
  mkdirSync(real);
  symlinkSync(real, folder);
  replaceFolder(folder, filesOf('dev'));
  expect(contents(real)).toEqual(written('dev'));
  writeFileSync(join(scratch, 'precious'), 'mine');
  symlinkSync(join(scratch, 'precious'), join(real, 'linked'));
  expect(() => replaceFolder(folder, filesOf('dev'))).toThrow('did not write (--output: "linked")');
});

it.each([
  ['below a file', () => join(scratch, 'file', 'out'), 'ENOTDIR'],
  ['where no folder can be', () => '/proc/signalproof', 'ENOENT'],
])('reports a folder %s in one sentence', (_where, path, code) => {
  writeFileSync(join(scratch, 'file'), '');
  expect(() => replaceFolder(path(), filesOf('dev'))).toThrow(
    `output folder ${path()}: the folder cannot be written: ${code} (--output: "${path()}"). Use a folder that you may write to, on a disk with free space.`,
  );
});

it.each(['.signalproof', '.signalproof-turn', 'a.k8s.yaml', 'helm/stack.values.yml'])(
  'refuses a folder in place of the file %s, before it replaces any other',
  (path) => {
    replaceFolder(folder, filesOf('dev'));
    rmSync(join(folder, path), { force: true });
    mkdirSync(join(folder, path));
    const before = contents();
    expect(() => replaceFolder(folder, filesOf('prod'))).toThrow(
      `output folder ${folder}: the folder has a folder where signalproof synth writes a file (--output: "${path}"). Use a folder of its own for the output.`,
    );
    expect(contents()).toEqual(before);
  },
);

it('clears up after a synthesis that was killed', () => {
  replaceFolder(folder, filesOf('dev'));
  mkdirSync(join(folder, '.signalproof-new-abcdef'));
  writeFileSync(join(folder, '.signalproof-new-abcdef', '0'), 'half');
  // A process that cannot exist.
  writeFileSync(join(folder, '.signalproof-turn'), `4194304 ${hostname()}`);
  replaceFolder(folder, filesOf('prod'));
  expect(contents()).toEqual(written('prod'));
});

test('of two at once one wins completely, and a reader always finds every file, whole', async () => {
  const writers: readonly ChildProcess[] = ['dev', 'prod'].map((name) =>
    fork(join(__dirname, 'writer.ts'), [folder, name], { execArgv: ['--import', 'tsx'] }),
  );
  await Promise.all(writers.map((writer) => once(writer, 'message')));
  replaceFolder(folder, filesOf('dev'));
  const shared = Object.keys(written('dev')).filter(
    (path) => !path.startsWith('only') && path !== '.signalproof',
  );
  const whole = new Set([...filesOf('dev'), ...filesOf('prod')].map(({ content }) => content));
  const read = { times: 0 };
  const over = new AbortController();
  const wrong: string[] = [];
  const reader = (async () => {
    for (; !over.signal.aborted; read.times++)
      for (const path of shared) {
        const text = await readFile(join(folder, path), 'utf8').catch(String);
        if (!whole.has(text)) wrong.push(text.slice(0, 100));
      }
  })();
  const outcomes: string[] = [];
  // As long as a slow reader needs, too.
  for (let round = 0; round < rounds(10, 165) || read.times <= 10; round++) {
    const said = await Promise.all(
      writers.map(async (writer) => {
        writer.send('write');
        return ((await once(writer, 'message')) as [string])[0];
      }),
    );
    const winner = contents()['a.k8s.yaml']!.includes('of: dev') ? 'dev' : 'prod';
    expect(contents()).toEqual(written(winner));
    outcomes.push(...said);
  }
  over.abort();
  await reader;
  for (const writer of writers) writer.disconnect();
  expect(new Set(outcomes)).toEqual(new Set(['written']));
  expect(wrong).toEqual([]);
});
