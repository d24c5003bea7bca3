import { re2Error } from '../../metrics/labels';
import { anchoredRegex } from '../../operator/anchored-regex';
import type { Matcher } from '../../promql/expr';
import { quote } from '../../promql/print';
import { factOf, withLabels, type LabelFact, type Shape } from './shape';

function wholeMatch(pattern: string): (value: string) => boolean {
  const compiled = anchoredRegex(pattern, 3);
  return (value) => compiled.matches(value);
}

/** Whether a matcher matches a label value; "" is a missing label. A regular expression is compiled once. */
export function matching({ operator, value: wanted }: Matcher): (value: string) => boolean {
  switch (operator) {
    case '=':
      return (value) => value === wanted;
    case '!=':
      return (value) => value !== wanted;
    case '=~':
      return wholeMatch(wanted);
    case '!~': {
      const matches = wholeMatch(wanted);
      return (value) => !matches(value);
    }
  }
}

export const matches = (matcher: Matcher, value: string): boolean => matching(matcher)(value);

/** The only values that a matcher matches; undefined if they cannot be listed. */
export function listed({ operator, value }: Matcher): readonly string[] | undefined {
  if (operator === '=') return [value];
  // Literal characters, and escaped special characters.
  const literal = /^(?:[\w\-/:@,; ]|\\[^\w\s])+$/;
  const parts = value.replace(/^\((?:\?:)?(.*)\)$/, '$1').split('|');
  return operator === '=~' && parts.every((part) => literal.test(part))
    ? parts.map((part) => part.replace(/\\(.)/g, '$1'))
    : undefined;
}

/** Whether a label with some properties can match. */
export function possible(matcher: Matcher): (fact: LabelFact) => boolean {
  const matches = matching(matcher);
  const wanted = listed(matcher);
  return ({ presence, values, pattern }) => {
    if (presence !== 'always' && matches('')) return true;
    if (presence === 'never') return false;
    if (values !== undefined) return [...values].some(matches);
    if (pattern === undefined || wanted === undefined || re2Error(pattern) !== undefined) return true;
    return wanted.some(wholeMatch(pattern));
  };
}

/** The properties of a label after a match. */
function narrowed(fact: LabelFact, matcher: Matcher): LabelFact {
  const matches = matching(matcher);
  const absent = matches('');
  const wanted = listed(matcher)?.filter((value) => value !== '');
  // `label=""` matches series without the label.
  if (absent && wanted?.length === 0) return { presence: 'never' };
  const presence = absent ? fact.presence : 'always';
  if (fact.values !== undefined) {
    const values = [...fact.values].filter(matches);
    // An impossible value is reported at its matcher, and not again for enclosing expressions.
    if (values.length > 0) return { presence, values: new Set(values) };
  }
  if (wanted !== undefined) return { presence, values: new Set(wanted) };
  return { presence, ...(fact.pattern === undefined ? {} : { pattern: fact.pattern }) };
}

export const showMatcher = ({ label, operator, value }: Matcher): string =>
  `${label}${operator}${quote(value)}`;

/** Classes of status codes, alternatives, sets of characters, and patterns that match any text. */
const PATTERN = /^[1-5]\.\.$|^[\w.:/ -]+(\|[\w.:/ -]+)+$|\.[*+]|^\[[\w-]+\][.*+]/;

/** A matcher by equality whose value is a regular expression, as the matcher that was meant. */
export const asRegex = (matcher: Matcher): Matcher | undefined =>
  !matcher.operator.endsWith('~') && PATTERN.test(matcher.value) && re2Error(matcher.value) === undefined
    ? { ...matcher, operator: matcher.operator === '=' ? '=~' : '!~' }
    : undefined;

/** What is known of labels, once all of some matchers hold. */
export function narrowedBy(shape: Shape, matchers: readonly Matcher[]): Shape {
  const labels = new Map<string, LabelFact>();
  for (const matcher of matchers)
    if (matcher.label !== '__name__')
      labels.set(matcher.label, narrowed(labels.get(matcher.label) ?? factOf(shape, matcher.label), matcher));
  return withLabels(shape, labels);
}
