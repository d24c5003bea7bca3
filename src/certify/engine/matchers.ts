import { RE2JS } from 're2js';
import type { Matcher } from '../../promql/expr';
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
