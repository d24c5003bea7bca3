import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { INVARIANTS } from '../../fuzz/invariants';
import type { Program } from '../../fuzz/program';
import { PROGRAMS } from '../../fuzz/programs/index';
import { MANIFESTS } from '../../fuzz/programs/seeds';
import { fuzz } from '../../fuzz/run';

// More of them: npm run fuzz -- --minutes 60
test.each(PROGRAMS.map((program) => [program.name, program] as const))(
  '%s keeps its promises on changed input',
  async (_name, program) => {
    expect(await fuzz(program, { seed: 1, mutations: 15 })).toEqual({ mutations: 15, violations: [] });
  },
);

test.each(
  PROGRAMS.filter(({ sets }) => sets === MANIFESTS).map((program) => [program.name, program] as const),
)('%s shows names that hold commands and control characters harmlessly', async (_name, program) => {
  const hostile = String.raw`"a\r\n::error::b\u202e\u001b[31m"`;
  for (const set of program.sets) {
    const seeds = set.map((seed) => ({
      ...seed,
      text: seed.text.replaceAll(/\b(?:CartDown|CartDiskFull|CartErrors|pager|jobs)\b/g, hostile),
    }));
    const { violations } = await fuzz({ ...program, sets: [seeds] }, { seed: 1, mutations: 2 });
    expect(violations).toEqual([]);
  }
});

it('runs programs where no stack is: see scripts/stack-tests.mjs', async () => {
  const found: string[] = [];
  const program: Program = {
    name: 'looks around',
    sets: [[{ name: 'a.yaml', kind: 'tree', text: 'a: 1' }]],
    exitCodes: [0],
    run: () => {
      found.push(...readdirSync('.'));
      return Promise.resolve();
    },
  };
  await fuzz(program, { seed: 1, mutations: 1 });
  expect(found.toSorted()).toEqual(['input', 'output', 'unchanged']);
});

it('lets a template have an undefined variable', async () => {
  const program: Program = {
    name: 'says what is wrong',
    sets: [[{ name: 'a.yaml', kind: 'tree', text: 'a: 1' }]],
    exitCodes: [0],
    run: () => saying('alert A: undefined variable $labels2'),
  };
  expect(await fuzz(program, { seed: 1, mutations: 1 })).toEqual({ mutations: 1, violations: [] });
});

describe('what must never happen is seen', () => {
  const breaking: Readonly<Record<string, Program['run']>> = {
    'documented exit code': () => ending(3),
    'no trace': () => Promise.reject(new TypeError('x is not a function')),
    'no internal error': () => saying('internal error: x. Please report it.'),
    'no words of the program': () => saying('3 of undefined'),
    'an error is one sentence': () => ending(2),
    'in time': () => {
      jest.spyOn(process, 'cpuUsage').mockReturnValueOnce({ user: 5_000_000, system: 1_000 });
      return Promise.resolve();
    },
    'no control characters': () => saying('\u001b[31mred'),
    'valid JSON': ({ output }) => writing(output, 'json', '{'),
    'valid SARIF': ({ output }) =>
      writing(
        output,
        'sarif',
        '{"version":"2.1.0","runs":[{"tool":{"driver":{"rules":[]}},"results":[{"ruleId":"a","message":{"text":"b"}}]}]}',
      ),
    'one annotation a line': ({ output }) => writing(output, 'github', '::error file=a::b\nc'),
    'no secret': () => saying('password S3CR3T'),
  };

  it('covers every invariant', () => expect(Object.keys(breaking)).toEqual(Object.keys(INVARIANTS)));

  test.each(Object.entries(breaking))('%s', async (invariant, run) => {
    const program: Program = {
      name: 'defective',
      sets: [[{ name: 'a.yaml', kind: 'tree', text: 'a: 1' }]],
      exitCodes: [0, 1, 2],
      run,
    };
    const { violations } = await fuzz(program, { seed: 1, mutations: 1 });
    expect(violations.map((violation) => violation.invariant)).toEqual([invariant]);
  });
});

function ending(code: number): Promise<void> {
  process.exitCode = code;
  return Promise.resolve();
}

function saying(text: string): Promise<void> {
  console.log(text);
  return Promise.resolve();
}

function writing(folder: string, format: string, text: string): Promise<void> {
  writeFileSync(join(folder, `report.${format}`), text);
  return Promise.resolve();
}
