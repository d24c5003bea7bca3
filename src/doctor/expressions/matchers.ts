import { RE2JS } from 're2js';
import { re2Error } from '../../metrics/labels';
import type { Matcher } from '../../promql/expr';
import { quote } from '../../promql/print';
import type { LabelFact } from './shape';

const COMPILED = new Map<string, RE2JS>();

/** A regular expression as Prometheus anchors it. Rules repeat theirs, and compiling is slow. */
function matchesWhole(pattern: string, value: string): boolean {
  let compiled = COMPILED.get(pattern);
  if (compiled === undefined) {
    compiled = RE2JS.compile(pattern, RE2JS.DOTALL);
    COMPILED.set(pattern, compiled);
  }
  return compiled.matches(value);
}

/** Whether a matcher matches this label value; "" is a missing label. */
export function matches({ operator, value: wanted }: Matcher, value: string): boolean {
  switch (operator) {
    case '=':
      return value === wanted;
    case '!=':
      return value !== wanted;
    case '=~':
      return matchesWhole(wanted, value);
    case '!~':
      return !matchesWhole(wanted, value);
  }
}

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

/** Whether a label with these properties can match. */
export function possible({ presence, values, pattern }: LabelFact, matcher: Matcher): boolean {
  if (presence !== 'always' && matches(matcher, '')) return true;
  if (presence === 'never') return false;
  if (values !== undefined) return [...values].some((value) => matches(matcher, value));
  const wanted = listed(matcher);
  if (pattern === undefined || wanted === undefined || re2Error(pattern) !== undefined) return true;
  return wanted.some((value) => matchesWhole(pattern, value));
}

/** The properties of a label after a match. */
export function narrowed(fact: LabelFact, matcher: Matcher): LabelFact {
  const absent = matches(matcher, '');
  const wanted = listed(matcher)?.filter((value) => value !== '');
  // `label=""` matches series without the label.
  if (absent && wanted?.length === 0) return { presence: 'never' };
  const presence = absent ? fact.presence : 'always';
  if (fact.values !== undefined) {
    const values = [...fact.values].filter((value) => matches(matcher, value));
    // An impossible value is reported at its matcher, and not again for enclosing expressions.
    if (values.length > 0) return { presence, values: new Set(values) };
  }
  if (wanted !== undefined) return { presence, values: new Set(wanted) };
  return { presence, ...(fact.pattern === undefined ? {} : { pattern: fact.pattern }) };
}

export const showMatcher = ({ label, operator, value }: Matcher): string =>
  `${label}${operator}${quote(value)}`;
