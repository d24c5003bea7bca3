import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

const ROOT = resolve(__dirname, '..', '..');

/** What starts a program of an engine, or takes its version. */
const ENGINE_MODULES = ['test/support/engines.ts', 'src/testing/promtool.ts'].map((file) => join(ROOT, file));

/** As in jest.config.mjs, which imports it; an ES module cannot be imported here. */
const SUITES = [
  ...readFileSync(join(ROOT, 'test/support/engine-suites.mjs'), 'utf8').matchAll(/^ {2}\/(.*)\/,$/gm),
].map(([, source]) => new RegExp(source!));

const imports = new Map<string, readonly string[]>();

/** Files that a file imports by a relative path. */
function importsOf(file: string): readonly string[] {
  const known = imports.get(file);
  if (known !== undefined) return known;
  const found = [...readFileSync(file, 'utf8').matchAll(/^(?!import type).* from '(\.[^']*)'/gm)]
    .map(([, path]) => resolve(dirname(file), path!))
    .flatMap((path) => [`${path}.ts`, join(path, 'index.ts')].filter((each) => existsSync(each)));
  imports.set(file, found);
  return found;
}

function reachesEngine(file: string, seen: Set<string> = new Set()): boolean {
  if (ENGINE_MODULES.includes(file)) return true;
  if (seen.has(file)) return false;
  seen.add(file);
  return importsOf(file).some((each) => reachesEngine(each, seen));
}

/** These import a helper's other half (examples that are only compiled, the groups of a service, Postgres), or read a page. */
const WITHOUT_ENGINE = [
  'test/api/examples.test.ts',
  'test/catalog/rule-resources.test.ts',
  'test/presets/pages.test.ts',
  'test/stack/task-api/replica.test.ts',
];

const tests = readdirSync(join(ROOT, 'test'), { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.test.ts'))
  .map((file) => join(ROOT, 'test', file));

/** Prepares much for a few runs of a program, and does these on each engine itself. */
const runsOnAll = (file: string): boolean =>
  /\(ENGINE_NAMES\)|of ENGINE_NAMES\b/.test(readFileSync(file, 'utf8'));

test('every test file that uses an engine runs on the oldest supported one too', () => {
  const missing = tests
    .filter((file) => reachesEngine(file) && !runsOnAll(file) && !SUITES.some((suite) => suite.test(file)))
    .map((file) => file.slice(ROOT.length + 1));
  // A stack takes its own tests with it.
  expect(missing).toEqual(WITHOUT_ENGINE.filter((file) => existsSync(join(ROOT, file))));
});

test('every entry of the list is a test file', () => {
  expect(SUITES.length).toBeGreaterThan(5);
  const ofAnotherStack = ['stack', 'e2e'].filter((folder) => !existsSync(join(ROOT, 'test', folder)));
  const present = SUITES.filter(
    ({ source }) => !ofAnotherStack.some((folder) => source.startsWith(`\\/test\\/${folder}\\/`)),
  );
  expect(present.filter((suite) => !tests.some((file) => suite.test(file)))).toEqual([]);
});
