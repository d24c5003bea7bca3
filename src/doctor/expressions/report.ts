import { nameOf } from '../../kubernetes/object';
import { quote } from '../../promql/print';
import type { Reported } from '../check';
import type { Expression } from './expression';
import { nearest } from './nearest';

/** A finding about an expression; its problem is a sentence that starts with it. */
export const aboutExpression = (
  { object, field, title }: Expression,
  { message: problem, ...rest }: Pick<Reported, 'message' | 'found' | 'expected' | 'fix' | 'severity'>,
): Reported => ({
  object,
  resource: nameOf(object),
  path: field,
  message: `of ${title} ${problem}`,
  ...rest,
});

const SHOWN = 12;

/** What is expected where one of several is right, e.g. `one of a, b, c`; cut where nobody would read on. */
export function oneOf(names: Iterable<string>): string {
  const all = [...names];
  if (all.length === 0) return 'none: there is nothing to name';
  const more = all.length - SHOWN;
  return `one of ${all.slice(0, SHOWN).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

/** How to match on a label that has other values: on the one that was meant, or on any. */
export function writeMatcher(label: string, found: string, values: readonly string[]): string {
  const meant = values.length === 1 ? values[0] : nearest(found, values);
  return meant === undefined
    ? `write ${label}="<value>", the value being ${oneOf(values)}`
    : `write ${label}=${quote(meant)}`;
}

/** Each finding once: an expression that repeats a part repeats its mistake. */
export function once(findings: readonly Reported[]): readonly Reported[] {
  const seen = new Set<string>();
  return findings.filter(({ resource, path: field, message: problem, found }) => {
    const key = JSON.stringify([resource, field, problem, found]);
    return !seen.has(key) && seen.add(key);
  });
}
