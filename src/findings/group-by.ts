/** Values with the same key together, in their order. (Map.groupBy needs a newer Node.js.) */
export function grouped<K, V>(entries: Iterable<readonly [K, V]>): ReadonlyMap<K, readonly V[]> {
  const groups = new Map<K, V[]>();
  for (const [key, value] of entries) {
    const same = groups.get(key);
    if (same === undefined) groups.set(key, [value]);
    else same.push(value);
  }
  return groups;
}

/** Items with the same key together, in their order. */
export const groupBy = <T, K>(items: Iterable<T>, keyOf: (item: T) => K): ReadonlyMap<K, readonly T[]> =>
  grouped(Array.from(items, (item) => [keyOf(item), item] as const));

/** A text that is equal for maps with the same entries, such as labels, in any order. */
export const entriesKey = (map: Readonly<Record<string, unknown>>): string =>
  JSON.stringify(Object.entries(map).toSorted());
