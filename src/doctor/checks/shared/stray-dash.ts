import { isMap, type Fields } from '../../../kubernetes/object';

/** A list item that a dash too many has cut off from the one that it belongs to. */
export interface StrayDash {
  /** Key behind the dash to remove. */
  readonly key: string;
  /** Index of the item that the dash belongs to. */
  readonly item: number;
  /** Index of the item that both parts make. */
  readonly into: number;
}

/**
 * Finds a neighbour of an incomplete item that shares no key with it, so that both are one item cut in two.
 * @param isPart whether an item is complete together with the incomplete one
 */
export function strayDash(
  list: readonly unknown[],
  index: number,
  isPart: (item: Fields) => boolean,
): StrayDash | undefined {
  const own = list[index];
  if (!isMap(own) || Object.keys(own).length === 0) return undefined;
  const fits = (other: unknown): other is Fields =>
    isMap(other) && isPart(other) && Object.keys(other).every((key) => !Object.hasOwn(own, key));
  const [before, after] = [list[index - 1], list[index + 1]];
  if (fits(before)) return { key: Object.keys(own)[0]!, item: index, into: index - 1 };
  if (fits(after)) return { key: Object.keys(after)[0] ?? '', item: index + 1, into: index };
  return undefined;
}

/** E.g. `remove the dash before metricRelabelings`. */
export const withoutDash = ({ key, item, into }: StrayDash, list: string): string =>
  `remove the dash before ${key}, so that ${list}[${item}] becomes part of ${list}[${into}]`;
