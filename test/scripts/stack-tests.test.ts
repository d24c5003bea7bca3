import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { runProgram } from '../support/cli';

const SCRIPT = resolve(__dirname, '../../scripts/stack-tests.mjs');

/** Test files and the files that they reach, and whether a test sees the stack through them. */
const FILES: Readonly<Record<string, readonly [text: string, sees: boolean]>> = {
  'test/a/imports-it.test.ts': [`import { stack } from '../../src/stack/index';`, true],
  'test/a/loads-it-later.test.ts': [`await import('../../src/main');`, true],
  'test/a/has-a-helper.test.ts': [`export * from '../support/helper';`, true],
  'test/a/runs-the-program.test.ts': [`import { main } from '../../src/cli/main';`, true],
  'test/a/has-a-part-of-it.test.ts': [`import { fromCaller } from '../../src/cli/caller';`, false],
  'test/a/runs-it-elsewhere.test.ts': [`import { runCli } from '../support/cli';`, false],
  'test/a/reads-a-document.test.ts': [`join(__dirname, '..', '..', 'docs', 'slo.md')`, true],
  'test/a/reads-output.test.ts': [`readFileSync('dist/api.k8s.yaml')`, true],
  'test/a/names-the-library.test.ts': [`const defect = { file: 'src/rules/index.ts' };`, false],
  'test/a/has-output-of-its-own.test.ts': [`const dist = join(folder, 'dist');`, false],
  'test/a/b/has-the-root.test.ts': [`const ROOT = resolve(__dirname, '../../..');`, true],
  'test/a/b/reads-a-fixture.test.ts': [`join(__dirname, '..', '..', 'fixtures', 'page.txt')`, false],
  'test/a/lists-the-library.test.ts': [`join(__dirname, '..', '..', 'src', 'rules')`, false],
  'test/a/uses-the-library.test.ts': [`import { rules } from '../../src/rules/index';`, false],
};

let root: string;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'stack-tests-'));
  const helpers = {
    'test/support/helper.ts': `export { stack } from './other';`,
    'test/support/cli.ts': `join(__dirname, '..', '..', 'src/cli/main.ts')`,
    'test/support/other.ts': `import '../../monitoring.config';`,
    'monitoring.config.ts': `export { default } from './src/stack/index';`,
    'src/main.ts': '',
    'src/cli/main.ts': `import './load-stack';`,
    'src/cli/load-stack.ts': '',
    'src/cli/caller.ts': '',
    'src/stack/index.ts': '',
    'src/rules/index.ts': '',
  };
  for (const [path, text] of [
    ...Object.entries(helpers),
    ...Object.entries(FILES).map(([path, [text]]) => [path, text] as const),
  ]) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
});
afterAll(() => rmSync(root, { recursive: true }));

test('a test sees the stack that imports it, runs the program, or names files of the repository', () => {
  const program = `import { testsThatSeeTheStack } from ${JSON.stringify(SCRIPT)};
    console.log(JSON.stringify(testsThatSeeTheStack(${JSON.stringify(root)})));`;
  const { stdout } = runProgram(['--input-type=module', '--eval', program], { cwd: root });
  expect(JSON.parse(stdout)).toEqual(
    Object.entries(FILES)
      .filter(([, [, sees]]) => sees)
      .map(([path]) => path)
      .toSorted(),
  );
});
