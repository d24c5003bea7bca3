import { seeded } from '../findings/seeded';

function shuffled<T>(items: readonly T[], random: () => number): readonly T[] {
  const result = [...items];
  for (let index = result.length - 1; index > 0; index -= 1) {
    const other = Math.floor(random() * (index + 1));
    [result[index], result[other]] = [result[other]!, result[index]!];
  }
  return result;
}

/** A sample that takes from every group in turn, so that none goes without while it has items left. */
export function sampled<T>(groups: readonly (readonly T[])[], budget: number, seed: number): readonly T[] {
  const random = seeded(seed);
  const mixed = groups.map((group) => shuffled(group, random));
  const longest = Math.max(0, ...mixed.map(({ length }) => length));
  return Array.from({ length: longest }, (_, turn) => mixed.flatMap((group) => group.slice(turn, turn + 1)))
    .flat()
    .slice(0, budget);
}
