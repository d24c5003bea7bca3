import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { runInThisContext } from 'node:vm';
import * as api from '../../src/index';
import * as cdk8s from '../../src/outputs/kubernetes/index';
import * as promql from '../../src/promql/index';
import type { Expr } from '../../src/promql/expr';
import * as proofs from '../../src/testing/index';
import { compilerOutput } from './compiler-output';
import * as names from './example-names';

const ROOT = join(__dirname, '..', '..');

/** The entries of the package by the file that declares them. */
const ENTRIES = {
  'src/index.ts': { from: 'signalproof', exported: api },
  'src/promql/index.ts': { from: 'signalproof/promql', exported: promql },
  'src/outputs/kubernetes/index.ts': { from: 'signalproof/cdk8s', exported: cdk8s },
  'src/testing/index.ts': { from: 'signalproof/testing', exported: proofs },
};

const REEXPORT = /^export (?:\*|\{[^}]*\}) from '(\.[^']+)';$/gm;
const DECLARATION =
  /\/\*\*((?:(?!\*\/)[^])*)\*\/\nexport (?:declare )?(?:async )?(?:const|function|class) (\w+)/g;

interface Example {
  readonly name: string;
  readonly code: string;
}

/** The examples of everything that a file declares and passes on. */
function examplesIn(file: string): readonly Example[] {
  const source = readFileSync(file, 'utf8');
  return [
    ...[...source.matchAll(DECLARATION)].flatMap(([, doc = '', name = '']) =>
      codeBlocks(doc).map((code) => ({ name, code })),
    ),
    ...[...source.matchAll(REEXPORT)].flatMap(([, path = '']) =>
      examplesIn(join(dirname(file), `${path}.ts`)),
    ),
  ];
}

function codeBlocks(doc: string): readonly string[] {
  const text = doc.replaceAll(/^[ \t]*\* ?/gm, '');
  return [...text.matchAll(/^@example\s([^]*?)(?=^@\w|(?![^]))/gm)].map(([, code = '']) => code.trim());
}

const exportsOf = Object.entries(ENTRIES).flatMap(([file, { from, exported }]) =>
  Object.keys(exported).map((name) => ({ file, from, name })),
);
const examples = [
  ...new Map(
    Object.keys(ENTRIES)
      .flatMap((file) => examplesIn(join(ROOT, file)))
      .map((example) => [example.code, example]),
  ).values(),
].filter(({ name }) => exportsOf.some((one) => one.name === name));

test.each(exportsOf)('$from: $name has an example that uses it', ({ name }) => {
  const own = examples.filter((example) => example.name === name);
  expect(own.map(({ code }) => new RegExp(`\\b${name}\\b`).test(code))).toContain(true);
});

/** Names that an example uses and does not declare, by the module that exports them. */
function importsFor(code: string): string {
  const given = Object.keys(names).map((name) => ({ from: join(__dirname, 'example-names'), name }));
  const seen = new Set([...code.matchAll(/\b(?:const|import \{) (\w+)/g)].map(([, name]) => name));
  return [...exportsOf, ...given]
    .filter(({ name }) => {
      const used = !seen.has(name) && new RegExp(`(?<![.\\w'"])${name}\\b(?!:)`).test(code);
      if (used) seen.add(name);
      return used;
    })
    .map(({ from, name }) => `import { ${name} } from '${from}';\n`)
    .join('');
}

test('every example compiles', () => {
  const files = examples.map(({ name, code }, index) => [
    `${index}-${name}.ts`,
    `${importsFor(code)}${code}\nexport {};\n`,
  ]);
  expect(compilerOutput(Object.fromEntries(files))).toBe('');
});

const withResult = examples.flatMap(({ code }) => {
  const [, expression, result] = /^([^]*?)\s*\/\/ (.*)$/.exec(code) ?? [];
  return expression === undefined || result === undefined ? [] : [{ expression, result }];
});

test('most examples of PromQL show what they print', () => {
  expect(withResult.length).toBeGreaterThanOrEqual(Object.keys(promql).length);
});

test.each(withResult)('$expression is $result', ({ expression, result }) => {
  const scope = { ...names, ...proofs, ...cdk8s, ...promql, ...api };
  const evaluate = runInThisContext(`(({ ${Object.keys(scope).join(', ')} }) => (${expression}))`) as (
    given: typeof scope,
  ) => unknown;
  expect(textOf(evaluate(scope))).toBe(result);
});

function textOf(value: unknown): string {
  return typeof value === 'object' && value !== null && 'expr' in value
    ? promql.print(value.expr as Expr)
    : String(value);
}
