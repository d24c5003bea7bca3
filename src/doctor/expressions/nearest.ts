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
  lettersOf(name) !== lettersOf(other) &&
  `${name}s` !== other &&
  `${other}s` !== name;

const lettersOf = (name: string): string => name.replaceAll(/\d/g, '');

/** How many letters have to be put in, taken out or replaced; 3 for more than two, and for short names. */
function distanceOf(left: string, right: string): number {
  if (Math.abs(left.length - right.length) > 2 || Math.min(left.length, right.length) < 4) return 3;
  let row = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let i = 1; i <= left.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= right.length; j += 1)
      next.push(
        Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (left[i - 1] === right[j - 1] ? 0 : 1)),
      );
    row = next;
  }
  return row[right.length]!;
}
