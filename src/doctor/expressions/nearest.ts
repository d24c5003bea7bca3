import { editDistance } from '../../findings/edit-distance';

/** The name that was most likely meant: at most two letters differ, or one is the other with a usual ending. */
export function nearest(name: string, names: Iterable<string>): string | undefined {
  let best: { readonly name: string; readonly distance: number } | undefined;
  for (const candidate of names) {
    const distance = ENDINGS.some((ending) => candidate === name + ending || name === candidate + ending)
      ? 1
      : distanceOf(name, candidate);
    if (distance <= 2 && (best === undefined || distance < best.distance))
      best = { name: candidate, distance };
  }
  return best?.name;
}

/** What client libraries append, and what is left out most often. */
const ENDINGS = ['_total', '_bucket', '_count', '_sum', 's'];

/** Whether one letter is wrong, too much or missing; another digit is another name, and so is a plural. */
export const isOneLetterOff = (name: string, other: string): boolean =>
  distanceOf(name, other) === 1 &&
  withoutDigits(name) !== withoutDigits(other) &&
  `${name}s` !== other &&
  `${other}s` !== name;

/** `shop-1` and `shop-2` are two names, and no misspelling. */
export const withoutDigits = (name: string): string => name.replaceAll(/\d/g, '');

/** 3 stands for more than two, and for names that are too short to compare. */
function distanceOf(left: string, right: string): number {
  if (Math.abs(left.length - right.length) > 2 || Math.min(left.length, right.length) < 4) return 3;
  return editDistance(left, right);
}
