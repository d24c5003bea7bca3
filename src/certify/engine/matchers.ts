import { RE2JS } from 're2js';
import type { Matcher, Selector } from '../../promql/expr';
import type { Labels } from './series';

/** Whether a series satisfies matchers. A label that is neither given nor known to be absent is unknown, and satisfies all. */
export function satisfies(
  matchers: readonly Matcher[],
  labels: Labels,
  lacks?: (label: string) => boolean,
): boolean {
  return matchers.every((matcher) => {
    const value = labels[matcher.label] ?? (lacks?.(matcher.label) === true ? '' : undefined);
    return value === undefined || holds(matcher, value);
  });
}

type Condition = Pick<Matcher, 'operator' | 'value'>;

/** Compiled once: a simulation compares the same matchers with every series at every moment. */
const compiled = new WeakMap<Condition, RE2JS>();

export function holds(matcher: Condition, value: string): boolean {
  const { operator, value: wanted } = matcher;
  const same = operator.endsWith('~') ? regexOf(matcher).matches(value) : value === wanted;
  return same === operator.startsWith('=');
}

function regexOf(matcher: Condition): RE2JS {
  const known = compiled.get(matcher) ?? RE2JS.compile(matcher.value);
  compiled.set(matcher, known);
  return known;
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
