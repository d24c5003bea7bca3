import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { timeoutOf } from '../../src/blindspots/command';
import { targetName } from '../../src/blindspots/edit';
import { BLINDSPOT_FORMATS } from '../../src/blindspots/formats/index';
import { MUTATORS } from '../../src/blindspots/mutators/index';
import { copyFolder } from '../../src/blindspots/own-tests/copy-folder';
import { editedText } from '../../src/blindspots/own-tests/edited-text';
import { requirePassing, tryTests } from '../../src/blindspots/own-tests/own-tests';
import { placeOf } from '../../src/blindspots/own-tests/place';
import { runCommand } from '../../src/blindspots/own-tests/run-command';
import { originalOf } from '../../src/blindspots/mutator';
import { blindspots } from '../../src/blindspots/run';
import { plainObject } from '../../src/doctor/sources/plain-files';
import { valuesObjects } from '../../src/doctor/sources/values-objects';
import { readDocuments } from '../../src/kubernetes/read';
import { until } from '../support/until';
import { evidenceOf, STACK } from './cart';

const folder = mkdtempSync(join(tmpdir(), 'own-tests-'));
const before = new Set(readdirSync(tmpdir()).filter((name) => name.startsWith('signalproof-blindspots-')));
const elsewhere = mkdtempSync(join(tmpdir(), 'own-tests-elsewhere-'));
afterAll(() => [folder, elsewhere].forEach((each) => rmSync(each, { recursive: true })));

const write = (file: string, text: string): void => {
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  writeFileSync(join(folder, file), text);
};
write('stack.yaml', STACK);
write('.git/HEAD', '');
write('node_modules/tool/index.js', '');
write('deploy/values.yaml', 'a: 1\n');
symlinkSync('../stack.yaml', join(folder, 'deploy', 'inside'));
symlinkSync('../../outside', join(folder, 'deploy', 'outside'));
symlinkSync(folder, join(folder, 'deploy', 'root'));
symlinkSync(elsewhere, join(folder, 'deploy', 'elsewhere'));

const props = (command: string) => ({
  command,
  folder,
  timeout: 600_000,
  signal: new AbortController().signal,
});

describe('the text of a file after a change', () => {
  const TEXT = `# first
---
kind: A
flow: { c: x, d: "y" } # kept
expr: |
  up
    > 5
list:
  - a: 1 # gone
    q: 'z'
---
kind: List
items:
  - { kind: B, x: [1] }
  - { kind: C, x: [2] }
---
prometheus:
  prometheusSpec:
    retention: 10d # kept
`;
  it.each([
    ['a plain value in quotes where it needs them', 3, ['flow', 'c'], 'x', 'a, b', '{ c: x,', '{ c: "a, b",'],
    ['a quoted value', 3, ['flow', 'd'], 'y', 'z', 'd: "y"', 'd: "z"'],
    ['text of several lines', 3, ['expr'], 'up\n  > 5\n', 'up > 50', '|\n  up\n    > 5', 'up > 50'],
    ['a word that YAML 1.1 reads as true', 3, ['list', 0, 'q'], 'z', 'yes', "'z'", '"yes"'],
    ['a new field', 3, ['list', 0, 'for'], undefined, '2h', "q: 'z'", "q: 'z'\n    for: 2h"],
    ['a deleted field', 3, ['list', 0, 'a'], 1, undefined, 'a: 1 # gone\n    ', ''],
    ['an item of a List', 15, ['x', 0], 2, 3, 'C, x: [2]', 'C, x: [3]'],
    ['values', undefined, ['prometheus', 'prometheusSpec', 'retention'], '10d', '1d', '10d', '1d'],
  ])('has %s, and all else as it was', (_, line, path, from, to, old, now) => {
    const edit = { file: 'a.yaml', path, from, to, ...(line === undefined ? {} : { line }) };
    expect(editedText(TEXT, edit)).toBe(TEXT.replace(old, now));
  });

  it('lacks a document that is deleted', () => {
    const text = editedText(TEXT, { file: 'a.yaml', line: 3, path: [], from: {}, to: undefined })!;
    expect(readDocuments(text, 'a.yaml').others).toHaveLength(1);
    expect(text).toContain('  - { kind: B, x: [1] }\n');
    expect(text).not.toContain('kind: A');
  });

  it('stays JSON', () => {
    const text = '{"kind":"List","items":[\n{"kind":"A","expr":"up > 5"}]}';
    const edit = { file: 'a.json', line: 2, from: 'up > 5', to: 'up > 50' };
    expect(editedText(text, { ...edit, path: ['expr'] })).toBe(text.replace('> 5', '> 50'));
    const longer = editedText(text, { ...edit, path: ['for'], from: undefined, to: '2h' })!;
    expect(JSON.parse(longer)).toEqual({ kind: 'List', items: [{ kind: 'A', expr: 'up > 5', for: '2h' }] });
  });

  it.each([
    ['another value', 'kind: A\nx: 1\n', 1, ['x']],
    ['no such document', 'kind: A\nx: 2\n', 9, ['x']],
    ['no values', 'kind: A\nx: 2\n', undefined, ['x']],
    ['an alias, which others share', 'kind: A\nb: &b { x: 2 }\nc: *b\n', 1, ['c', 'x']],
    ['invalid YAML', 'kind: [', 1, ['x']],
  ])('is not there for %s', (_, text, line, path) => {
    const edit = { file: 'a.yaml', path, from: 2, to: 3, ...(line === undefined ? {} : { line }) };
    expect(editedText(text, edit)).toBeUndefined();
  });
});

describe('the place of a change', () => {
  const values = {
    name: 'values.yaml',
    values: {
      additionalPrometheusRulesMap: {
        shop: { groups: [{ name: 'g', rules: [{ alert: 'A', expr: 'up' }] }] },
      },
      prometheus: { additionalServiceMonitors: [{ name: 'cart', endpoints: [{ port: 'http' }] }] },
    },
  };
  const [monitor, rule] = valuesObjects(values, [], true);
  const place = (object: typeof monitor, path: readonly (string | number)[]) =>
    placeOf({ target: { kind: 'object', object: object! }, path, from: '', to: 'x' }, { values });

  it('is an entry of the values that the chart makes an object of', () => {
    expect(place(rule, ['spec', 'groups', 0, 'rules', 0, 'expr'])).toEqual({
      file: 'values.yaml',
      path: ['additionalPrometheusRulesMap', 'shop', 'groups', 0, 'rules', 0, 'expr'],
      from: 'up',
      to: 'x',
    });
    expect(place(monitor, ['spec', 'endpoints', 0, 'port'])).toMatchObject({
      path: ['prometheus', 'additionalServiceMonitors', 0, 'endpoints', 0, 'port'],
      from: 'http',
    });
    expect(place(monitor, ['metadata', 'labels', 'x'])).toBe('the chart writes it from values');
  });

  it('is in the file that Prometheus or Alertmanager reads itself', () => {
    const rules = plainObject({ groups: [{ rules: [{ alert: 'A', expr: 'up' }] }] }, 'rules.yml');
    const place = placeOf(
      {
        target: { kind: 'object', object: rules! },
        path: ['spec', 'groups', 0, 'rules', 0, 'expr'],
        from: 'up',
        to: 'up_x',
      },
      {},
    );
    const text = 'groups:\n  - rules:\n      - { alert: A, expr: up } # kept\n';
    expect(typeof place === 'string' ? place : editedText(text, place)).toBe(
      text.replace(': up ', ': up_x '),
    );
    const secret = plainObject({ route: { receiver: 'a' }, receivers: [{ name: 'a' }] }, 'alertmanager.yml')!;
    expect(targetName({ kind: 'config', secret }, {})).toBe('file alertmanager.yml');
    expect(
      placeOf({ target: { kind: 'config', secret }, path: ['route', 'receiver'], from: 'a', to: 'b' }, {}),
    ).toMatchObject({ file: 'alertmanager.yml', path: ['route', 'receiver'], from: 'a', to: 'b' });
  });

  it('is none where a ConfigMap holds the file', () => {
    const at = { file: 'config-map.yaml', line: 1 };
    const secret = {
      ...plainObject({ route: { receiver: 'a' }, receivers: [] }, 'shop/am/alertmanager.yml')!,
      at,
    };
    const object = {
      ...plainObject({ groups: [{ rules: [{ expr: 'up' }] }] }, 'shop/prometheus/a.rules')!,
      at,
    };
    const edit = { path: ['route', 'receiver'], from: 'a', to: 'b' };
    expect([
      placeOf({ target: { kind: 'config', secret }, ...edit }, {}),
      placeOf({ target: { kind: 'object', object }, ...edit, path: [] }, {}),
    ]).toEqual(Array(2).fill('it is the text of a key of a ConfigMap'));
  });

  it('is the key of the Secret with the configuration of Alertmanager', () => {
    const route = MUTATORS.filter(({ name }) => name === 'route-matcher');
    const [edit] = route.flatMap((mutator) => mutator.edits(originalOf(evidenceOf(STACK))));
    expect(placeOf(edit!, {})).toMatchObject({
      path: ['stringData', 'alertmanager.yaml'],
      to: expect.stringContaining('x-other'),
    });
  });
});

const stateOf = (pid: string): string => {
  const file = join('/proc', pid, 'status');
  return existsSync(file) ? /^State:\t\w/m.exec(readFileSync(file, 'utf8'))![0] : 'gone';
};

describe('tests of the user', () => {
  const found = blindspots(
    { objects: [...readDocuments(STACK, join(folder, 'stack.yaml')).objects] },
    { budget: 4, seed: 1, mutators: MUTATORS.filter(({ name }) => name === 'threshold') },
  );
  /** The same mutants, of rules that were read from another file. */
  const foundIn = (file: string): typeof found => ({
    ...found,
    judged: found.judged.map(({ edit, ...mutant }) => {
      const { object } = edit.target as Extract<typeof edit.target, { kind: 'object' }>;
      const at = { ...object.at!, file: join(folder, file) };
      return { ...mutant, edit: { ...edit, target: { kind: 'object', object: { ...object, at } } } };
    }),
  });
  const threshold = `grep -q "rate5m > 5'" stack.yaml`;

  it('catch what they read, in a copy that is removed', async () => {
    const tried = await tryTests(found, props(threshold));
    expect(tried.judged.map(({ edit, verdict }) => `${edit.path[4]} ${verdict.kind}`).toSorted()).toEqual([
      '1 tests',
      '2 survived',
      '3 doctor',
      '5 equivalent',
    ]);
    expect(readFileSync(join(folder, 'stack.yaml'), 'utf8')).toBe(STACK);
    expect(
      readdirSync(tmpdir()).filter((name) => name.startsWith('signalproof-blindspots-') && !before.has(name)),
    ).toEqual([]);
    expect(BLINDSPOT_FORMATS.text(tried)).toMatch(/^change +mutants .* an alert +your tests +unnoticed/);
    expect(JSON.parse(BLINDSPOT_FORMATS.json(tried))).toMatchObject({ test: threshold });
  });

  it('read a file behind a link to the folder itself as it is in the copy', async () => {
    const link = 'deploy/root/stack.yaml';
    const { judged } = await tryTests(foundIn(link), props(threshold.replace('stack.yaml', link)));
    expect(judged.map(({ verdict }) => verdict.kind)).toContain('tests');
    expect(readFileSync(join(folder, 'stack.yaml'), 'utf8')).toBe(STACK);
  });

  it.each(['deploy/elsewhere/stack.yaml', 'node_modules/tool/stack.yaml'])(
    'do not try what is written through a link to the original: %s',
    async (file) => {
      write(file, STACK);
      const tried = await tryTests(foundIn(file), props('false'));
      expect(BLINDSPOT_FORMATS.text(tried)).toContain(
        `Not tried by your tests: the copy has ${join(folder, file)} only as a link to the original`,
      );
      expect(readFileSync(join(folder, file), 'utf8')).toBe(STACK);
    },
  );

  it('do not try what no file below the folder holds', async () => {
    const nowhere = blindspots(evidenceOf(STACK), {
      budget: 4,
      seed: 1,
      mutators: MUTATORS.filter(({ name }) => name === 'threshold'),
    });
    const tried = await tryTests(nowhere, props('false'));
    expect(BLINDSPOT_FORMATS.text(tried)).toContain(
      '    Not tried by your tests: its file is not in ' + folder,
    );
    expect(BLINDSPOT_FORMATS.markdown(tried)).toContain('(not tried by your tests: its file is not in');
  });

  it('have to pass without a change', async () => {
    await requirePassing(props('test -f stack.yaml && test -d node_modules/tool && ! test -e .git'));
    await expect(requirePassing(props('echo no server; exit 3'))).rejects.toThrow(
      `blindspots: the command fails in an unchanged copy of ${folder}: exit code 3 (--test: "no server"). Give a command that passes in a copy without .git.`,
    );
    await expect(requirePassing({ ...props('sleep 600'), timeout: 1 })).rejects.toThrow(
      `blindspots: the command fails in an unchanged copy of ${folder}: no end within 0.001 s (--test). Give a command that ends, or a longer --test-timeout.`,
    );
    await expect(requirePassing(props('seq 1 100000; exit 1'))).rejects.toThrow(
      '(--test: "99998 | 99999 | 100000")',
    );
    const file = join(folder, 'stack.yaml');
    await expect(requirePassing({ ...props('true'), folder: file })).rejects.toThrow(
      `blindspots: the folder cannot be copied (--test: "ENOTDIR: not a directory, scandir '${file}'"). Run the command in a folder of files that you may read, and set TMPDIR to a disk with free space.`,
    );
    await expect(requirePassing({ ...props('true'), folder: tmpdir() })).rejects.toThrow(
      'the folder to copy contains the folder for temporary files',
    );
  });

  it('end when they take too long or the user stops them, with what they started', async () => {
    const run = { ...props('sleep 600 & echo $!; wait'), logs: folder };
    const { kind, how, output } = await runCommand({ ...run, timeout: 1 });
    expect([kind, how]).toEqual(['timed-out', 'no end within 0.001 s']);
    // It may have ended before it printed the number of its child, whose parent is gone: nobody may reap it.
    if (output !== '') await until('the end of the child', () => /^(?:gone|State:\tZ)/.test(stateOf(output)));
    const controller = new AbortController();
    const stopped = tryTests(found, { ...run, signal: controller.signal });
    controller.abort();
    await expect(stopped).rejects.toThrow('blindspots: stopped before all survivors were tried (--test).');
    await expect(requirePassing({ ...run, signal: controller.signal })).rejects.toThrow('stopped');
  });

  it('run in a copy of all but .git, with links', () => {
    copyFolder(folder, `${folder}-copy`);
    const list = readdirSync(`${folder}-copy`);
    expect(list.toSorted()).toEqual(['deploy', 'node_modules', 'output.log', 'stack.yaml']);
    expect(readFileSync(join(`${folder}-copy`, 'deploy', 'inside'), 'utf8')).toBe(STACK);
    rmSync(`${folder}-copy`, { recursive: true });
  });

  it('have a time limit', () => {
    expect([timeoutOf('90s', 'make'), timeoutOf(undefined, undefined)]).toEqual([90_000, 600_000]);
    for (const wrong of ['soon', '0s', '5w'])
      expect(() => timeoutOf(wrong, 'make')).toThrow(
        `blindspots: not a duration above 0 and up to 24d (--test-timeout: "${wrong}"). Give one such as 90s or 5m.`,
      );
    expect(() => timeoutOf('90s', undefined)).toThrow(
      'blindspots: this option has no effect without --test (--test-timeout: "90s"). Add --test, or remove the option.',
    );
  });
});
