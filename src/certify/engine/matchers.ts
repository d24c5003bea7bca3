import { RE2JS } from 're2js';
import type { Matcher, Selector } from '../../promql/expr';
import type { Labels } from './series';

/** Whether a series satisfies matchers. A label that is neither given nor known to be absent is unknown, and satisfies all. */
export function satisfies(
  matchers: readonly Matcher[],
  labels: Labels,
  absent: readonly string[] = [],
): boolean {
  return matchers.every((matcher) => {
    const value = labels[matcher.label] ?? (absent.includes(matcher.label) ? '' : undefined);
    return value === undefined || holds(matcher, value);
  });
}

/** Whether a label value satisfies a matcher. */
export function holds(
  { operator, value: wanted }: Pick<Matcher, 'operator' | 'value'>,
  value: string,
): boolean {
  const same = operator.endsWith('~') ? RE2JS.matches(wanted, value) : value === wanted;
  return same === operator.startsWith('=');
}

const isName = ({ label }: Matcher): boolean => label === '__name__';

/** Names of metrics that a selector reads: its own, or those of the known ones that its matchers on the name select. */
export const namesOf = ({ name, matchers }: Selector, known: Iterable<string>): readonly string[] =>
  name === undefined
    ? [...known].filter((each) => matchers.filter(isName).every((matcher) => holds(matcher, each)))
    : [name];

/** Matchers on labels that a series has. */
export const labelMatchers = ({ matchers }: Selector): readonly Matcher[] =>
  matchers.filter((matcher) => !isName(matcher));
