import type { FindingSeverity } from '../../findings/finding';
import type { Matcher, Selector } from '../../promql/expr';
import type { Found } from '../check';
import type { Analysis } from './analysis';
import { showMatcher } from './matchers';
import { aboutEach, oneOf, why, writeMatcher, type Described } from './report';
import type { Verdict } from './verdict';

/** Findings of one kind about what expressions select. Every selector is judged once for all checks. */
export const selectorFindings = (
  analysis: Analysis,
  describe: (verdict: Verdict, selector: Selector) => Described | undefined,
): Found =>
  aboutEach(analysis.selectors, (selector) => {
    const verdict = analysis.verdict(selector);
    return verdict && describe(verdict, selector);
  });

/** The part of a finding about a label that no series has. */
export const unknownLabel = (
  { matcher, there, selects, ...shape }: Extract<Verdict, { readonly kind: 'label' }>,
  severity: FindingSeverity,
): Omit<Described, 'fix'> => ({
  severity: selects === 'nothing' ? severity : 'warning',
  message: `${showMatcher(matcher)} selects ${selects}${why(shape)}`,
  found: matcher.label,
  expected: oneOf(there),
});

/** A finding about a value that a label never has. */
export const unknownValue = (
  { matcher, values }: { readonly matcher: Matcher; readonly values: readonly string[] },
  message: string,
): Described => ({
  message,
  found: matcher.value,
  expected: oneOf(values),
  fix: writeMatcher(matcher.label, matcher.value, values),
});
