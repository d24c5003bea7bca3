/**
 * Which test files can see the stack of this repository: the others cannot fail because of its services, so
 * `npm run test:swap` leaves them to `npm test`.
 *
 * A file sees the stack when it imports it, or when it, or a helper that it imports, names a file of the repository
 * outside of its tests and of the library, such as README.md, dist/ or the command line program, which loads
 * monitoring.config.ts. A helper that names the root of the repository may read anything below it. `ELSEWHERE` has
 * what runs the program where no stack is.
 */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';

/** The stack, and the modules that load it and the folder of its manifests where they run. */
const STACK =
  /^(src\/stack\/|src\/main\.ts$|src\/cli\/(load-stack|manifest-paths)\.ts$|monitoring\.config\.ts$)/;

/** What a test starts as a program, to be loaded with all that it imports. */
const PROGRAMS = /^src\/(cli|stack)\/|^src\/main\.ts$/;

/** What runs the program in a folder without a stack, as test/cli/main.test.ts and test/fuzz prove. */
export const ELSEWHERE = ['test/support/cli.ts', 'fuzz/run.ts', 'fuzz/programs/cli.ts'];

/** Paths of a file's folder that go up: `join(__dirname, '..', '..', 'docs')`. */
const UPWARD = /(?:__dirname|import\.meta\.dirname|import\.meta\.url)\)?((?:, '[^']*')*)/g;

/** What is relative to the folder that tests run in, which is the root of the repository. */
const FROM_ROOT =
  /process\.cwd\(\)|(['`])(?:\.\/)?((?:dist|docs|examples|src|README\.md|monitoring\.config(?:\.ts)?)(?:\/[^'`\n]*)?)\1/g;

/** Paths below another folder. */
const JOINED = /\bjoin\(\w+((?:, '[^']*')+)\)/g;

const IMPORT = /(?:\bfrom |\bimport |\bimport\(|\brequire\()\s*'([^']+)'/g;

/** Paths of all test files, from the root. */
export const testFiles = (root) =>
  readdirSync(join(root, 'test'), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.test.ts'))
    .map((path) => `test/${path.split(sep).join('/')}`);

/**
 * @param root folder of the repository
 * @param isStack which files are the stack, by path from the root
 * @returns paths of test files from the root
 */
export function testsThatSeeTheStack(root, isStack = (path) => STACK.test(path)) {
  const texts = new Map();
  const textOf = (path) => {
    if (!texts.has(path)) texts.set(path, readFileSync(join(root, path), 'utf8'));
    return texts.get(path);
  };
  const sees = (path, seen) => {
    if (seen.has(path)) return false;
    seen.add(path);
    if (ELSEWHERE.includes(path)) return false;
    if (isStack(path)) return true;
    if (!path.startsWith('src/') && namesRepository(path, textOf(path))) return true;
    return importsOf(root, path, textOf(path)).some((each) => sees(each, seen));
  };
  return testFiles(root)
    .filter((path) => sees(path, new Set()))
    .toSorted();
}

function namesRepository(path, text) {
  const code = text.replaceAll(IMPORT, '');
  const named = [...code.replaceAll(UPWARD, '').replaceAll(JOINED, '').matchAll(FROM_ROOT)];
  if (named.some(([, , found]) => found === undefined || !isOfLibrary(...found.split('/')))) return true;
  const depth = path.split('/').length - 1;
  return [...code.matchAll(UPWARD)].some(([, segments]) => {
    const steps = [...segments.matchAll(/'([^']*)'/g)].flatMap(([, step]) => step.split('/'));
    const up = steps.findIndex((step) => step !== '..');
    const [first, second] = up < 0 ? [] : steps.slice(up);
    if ((up < 0 ? steps.length : up) < depth) return false;
    return !isOfLibrary(first, second);
  });
}

/** The library, and the folder of runbook pages, one for each alert of the library. */
const isOfLibrary = (first, second) =>
  second !== undefined &&
  (first === 'src'
    ? !PROGRAMS.test(`src/${second}/`) && !PROGRAMS.test(`src/${second}`)
    : first === 'docs' && second === 'runbooks');

/** Files below `root` that a file imports. */
function importsOf(root, path, text) {
  return [...text.matchAll(IMPORT)].flatMap(([, name]) => {
    const target =
      OWN_ENTRIES[name] ??
      (name.startsWith('.') ? relative(root, join(root, dirname(path), name)) : undefined);
    if (target === undefined) return [];
    const found = ['', '.ts', '/index.ts']
      .map((end) => target + end)
      .find((each) => isFile(join(root, each)));
    return found === undefined ? [] : [found];
  });
}

const OWN_ENTRIES = {
  signalproof: 'src/index.ts',
  'signalproof/cdk8s': 'src/outputs/kubernetes/index.ts',
  'signalproof/presets': 'src/presets/index.ts',
  'signalproof/promql': 'src/promql/index.ts',
  'signalproof/testing': 'src/testing/index.ts',
};

const isFile = (path) => existsSync(path) && statSync(path).isFile();
