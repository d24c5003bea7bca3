import type { PartProblem } from '../findings/finding';
import { CHART } from './release';
import { SECTIONS } from './values-schema';

/** Says of an unknown key where it belongs, or how it is written, instead of listing a hundred others. */
export function withPlace<P extends PartProblem>(problem: P, input: unknown): P {
  if (problem.code !== 'unknown-field') return problem;
  const { path: field } = problem;
  if (typeof input === 'object' && input !== null && field.includes('.') && Object.hasOwn(input, field))
    return {
      ...problem,
      fix: 'write the parts below each other: in a values file, a dot is part of the key',
    };
  const at = field.lastIndexOf('.');
  return { ...problem, fix: placeOf(field.slice(0, Math.max(at, 0)), field.slice(at + 1)) ?? problem.fix };
}

function placeOf(section: string, key: string): string | undefined {
  const own = SECTIONS[section];
  // Sections that are not listed have few keys, and all of them are in the message.
  if (own === undefined) return undefined;
  const elsewhere = Object.keys(SECTIONS).filter((other) => SECTIONS[other]?.includes(key));
  const nearby = elsewhere.filter((other) => section === '' || root(other) === root(section));
  const similar = own.find((known) => isSimilar(key, known));
  if (nearby.length > 0) return move(nearby);
  if (similar !== undefined) return `write ${similar}`;
  if (elsewhere.length > 0) return move(elsewhere);
  return `remove it, or take the right one from "helm show values ${CHART.name} --repo ${CHART.repository} --version ${CHART.version}"`;
}

const root = (section: string): string => section.split('.')[0]!;

const move = (sections: readonly string[]): string =>
  `move it to ${sections.map((section) => section || 'the top').join(' or ')}`;

/** One or two letters wrong, missing, swapped or too many, or an abbreviation. */
function isSimilar(key: string, known: string): boolean {
  const [a, b] = [key.toLowerCase(), known.toLowerCase()];
  const abbreviated = Math.min(a.length, b.length) >= 5 && (a.startsWith(b) || b.startsWith(a));
  return abbreviated || distance(a, b) <= (key.length < 6 ? 1 : 2);
}

/** Least number of letters to change, add or remove (Levenshtein). */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++)
      next.push(Math.min(next[j - 1]! + 1, row[j]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)));
    row = next;
  }
  return row[b.length]!;
}
