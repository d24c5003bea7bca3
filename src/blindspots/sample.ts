/** Random numbers from 0 to 1 that a seed repeats. https://en.wikipedia.org/wiki/Linear_congruential_generator */
function randomFrom(seed: number): () => number {
  let state = (seed * 2654435761 + 1) >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

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
  const random = randomFrom(seed);
  const mixed = groups.map((group) => shuffled(group, random));
  const longest = Math.max(0, ...mixed.map(({ length }) => length));
  return Array.from({ length: longest }, (_, turn) => mixed.flatMap((group) => group.slice(turn, turn + 1)))
    .flat()
    .slice(0, budget);
}
