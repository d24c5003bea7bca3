import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { parseAllDocuments, stringify } from 'yaml';
import { captured } from './capture';
import { INVARIANTS, SECRET, type Outcome } from './invariants';
import { randomOf, type Random } from './mutations/random';
import { mutatedText } from './mutations/text';
import { mutatedTree } from './mutations/tree';
import type { Files, Program, Seed } from './program';

/** Files that are written over and over take half of the time on a disk. */
const IN_MEMORY = ['/dev/shm'].find((folder) => existsSync(folder));

/** An invariant that does not hold, with the input that shows it. */
export interface Violation {
  readonly invariant: string;
  readonly detail: string;
  readonly mutation: number;
  readonly file: string;
  readonly input: string;
}

export interface Fuzzed {
  readonly mutations: number;
  readonly violations: readonly Violation[];
}

/** When to stop: after so many mutations, or at a time in milliseconds since 1970. */
export interface Limits {
  readonly seed: number;
  readonly mutations?: number;
  readonly until?: number;
}

/**
 * Runs a program on changed input again and again. Each mutation depends on the seed and its number alone.
 * @param first number of the first mutation @default 0
 */
export async function fuzz(
  program: Program,
  { seed, mutations = Infinity, until = Infinity }: Limits,
  first = 0,
): Promise<Fuzzed> {
  const violations: Violation[] = [];
  const home = process.cwd();
  const folder = mkdtempSync(join(IN_MEMORY ?? tmpdir(), 'fuzz-'));
  let mutation = first;
  const sets = program.sets.map((seeds, index) => written(seeds, folder, String(index)));
  // No file of the caller's folder is read.
  process.chdir(folder);
  try {
    for (; mutation < first + mutations && Date.now() < until; mutation += 1) {
      const random = randomOf(seed * 1_000_003 + mutation);
      const set = random.pick(sets);
      const changed = random.pick(set.seeds);
      const text = mutated(changed, random);
      const outcome = await outcomeOf(program, set, { changed, text, pick: random.pick });
      // Who moves a secret to another field, or renames its field, publishes it.
      const checked = Object.entries(INVARIANTS).filter(
        ([name]) => name !== 'no secret' || !changed.text.includes(SECRET),
      );
      for (const [invariant, holds] of checked) {
        const detail = holds(outcome);
        if (detail !== undefined)
          violations.push({ invariant, detail, mutation, file: changed.name, input: text });
      }
    }
  } finally {
    process.chdir(home);
    rmSync(folder, { recursive: true, force: true });
  }
  return { mutations: mutation - first, violations };
}

interface Mutation {
  readonly changed: Seed;
  /** What it is changed to. */
  readonly text: string;
  readonly pick: Random['pick'];
}

interface WrittenSet extends Omit<Files, 'changed'> {
  readonly seeds: readonly Seed[];
}

/** Writes a set once: programs only read it, and writing all of it anew takes longer than many programs. */
function written(seeds: readonly Seed[], folder: string, name: string): WrittenSet {
  const set = {
    seeds,
    input: join(folder, 'input', name),
    unchanged: join(folder, 'unchanged', name),
    output: join(folder, 'output'),
  };
  for (const each of [set.input, set.unchanged, set.output]) mkdirSync(each, { recursive: true });
  for (const seed of seeds)
    for (const each of [set.input, set.unchanged]) writeFileSync(join(each, seed.name), seed.text);
  return set;
}

async function outcomeOf(
  program: Program,
  { seeds, ...folders }: WrittenSet,
  { changed, text, pick }: Mutation,
): Promise<Outcome> {
  const file = join(folders.input, changed.name);
  writeFileSync(file, text);
  const ran = await captured(() => program.run({ ...folders, changed: changed.name }, pick));
  writeFileSync(file, changed.text);
  const outputs = readdirSync(folders.output).map((name) => {
    const output = join(folders.output, name);
    const content = readFileSync(output, 'utf8');
    rmSync(output);
    return [extname(name).slice(1), content] as const;
  });
  return {
    ...ran,
    input: [text, ...seeds.filter((seed) => seed !== changed).map((seed) => seed.text)].join('\n'),
    outputs: Object.fromEntries(outputs),
    exitCodes: program.exitCodes,
  };
}

function mutated({ kind, text }: Seed, random: Random): string {
  if (kind === 'text' || random.chance(0.3)) return mutatedText(text, random);
  const documents = mutatedTree(
    parseAllDocuments(text).map((document) => document.toJS() as unknown),
    random,
  );
  return documents
    .map(
      (document) =>
        (random.chance(0.2) ? JSON.stringify(document) : stringify(document, { lineWidth: 0 })) ?? 'null',
    )
    .join('\n---\n');
}
