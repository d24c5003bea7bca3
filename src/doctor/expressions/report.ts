import { nameOf } from '../../kubernetes/object';
import { quote } from '../../promql/print';
import type { Reported } from '../check';
import type { Expression } from './expression';
import { nearest } from './nearest';

/** A finding about an expression. Its message starts with the rule or panel. */
export const aboutExpression = (
  { object, field, title }: Expression,
  { message, ...rest }: Pick<Reported, 'message' | 'found' | 'expected' | 'fix' | 'severity'>,
): Reported => ({
  object,
  resource: nameOf(object),
  path: field,
  message: `${title}: ${message}`,
  ...rest,
});

const SHOWN = 12;

/** Alternatives for `expected`, e.g. `one of a, b, c`, cut after 12. */
export function oneOf(names: Iterable<string>): string {
  const all = [...names];
  if (all.length === 0) return 'none available';
  const more = all.length - SHOWN;
  return `one of ${all.slice(0, SHOWN).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

/** A matcher with the value that was likely meant, or with any possible value. */
export function writeMatcher(label: string, found: string, values: readonly string[]): string {
  const meant = values.length === 1 ? values[0] : nearest(found, values);
  return meant === undefined
    ? `write ${label}="<value>" with ${oneOf(values)}`
    : `write ${label}=${quote(meant)}`;
}

/** Without duplicates: an expression can contain the same defect twice. */
export function once(findings: readonly Reported[]): readonly Reported[] {
  const seen = new Set<string>();
  return findings.filter(({ resource, path, message, found }) => {
    const key = JSON.stringify([resource, path, message, found]);
    return !seen.has(key) && seen.add(key);
  });
}
