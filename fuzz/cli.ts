import { parseArgs } from 'node:util';
import { groupBy } from '../src/findings/group-by';
import { PROGRAMS } from './programs/index';
import { fuzz } from './run';

const USAGE =
  'npm run fuzz -- [--minutes N] [--mutations N] [--seed N] [--program NAME]: changes what each program reads, and reports what must never happen';

/** Violations that are printed of each kind. */
const SHOWN = 3;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      minutes: { type: 'string', default: '1' },
      mutations: { type: 'string' },
      seed: { type: 'string', default: String(Date.now() % 1_000_000) },
      first: { type: 'string', default: '0' },
      program: { type: 'string' },
    },
  });
  const [minutes, seed, first] = [values.minutes, values.seed, values.first].map(Number) as [
    number,
    number,
    number,
  ];
  const mutations = Number(values.mutations ?? Infinity);
  const programs = PROGRAMS.filter(({ name }) => values.program === undefined || name === values.program);
  if (programs.length === 0 || ![minutes, seed, first].every((number) => number >= 0) || !(mutations > 0)) {
    console.error(`${USAGE}. Programs: ${PROGRAMS.map(({ name }) => name).join(', ')}.`);
    process.exitCode = 2;
    return;
  }
  console.log(`Seed ${seed}, ${minutes} minutes.`);
  for (const program of programs) {
    const share = (minutes * 60_000) / programs.length;
    const until = mutations === Infinity ? Date.now() + share : Infinity;
    const { mutations: done, violations } = await fuzz(program, { seed, mutations, until }, first);
    console.log(`${program.name}: ${done} mutations, ${violations.length} violations`);
    const kinds = groupBy(violations, ({ invariant }) => invariant);
    for (const [invariant, all] of kinds)
      for (const { detail, mutation, file } of all.slice(0, SHOWN))
        console.log(
          `  ${invariant}: ${detail.slice(0, 600)}\n    ${file}; again: npm run fuzz -- --program '${program.name}' --seed ${seed} --first ${mutation} --mutations 1`,
        );
    if (violations.length > 0) process.exitCode = 1;
  }
}

await main();
