import { selectorFindings, unknownValue } from '../../expressions/selector-findings';
import { defineCheck } from '../../check';
import { asRegex, matches, showMatcher } from '../../expressions/matchers';
import type { Described } from '../../expressions/report';
import type { Matcher, Selector } from '../../../promql/expr';
import { print } from '../../../promql/print';

export const check = defineCheck({
  id: 'unknown-label-value',
  severity: 'error',
  question: 'Does every matcher use a possible value of its label?',
  symptom: 'An alert never fires, or a share of requests is always 0.',
  why: 'The contract lists the values of a label, or their pattern. A matcher for any other value selects nothing, and so do two matchers of one label that exclude each other.',
  remedy: 'Use the value that the service exposes, or add it to the contract.',
  see: 'https://prometheus.io/docs/prometheus/latest/querying/basics/#instant-vector-selectors',
  needs: ['analysis'],
  inParts: true,
  find: ({ analysis }) =>
    selectorFindings(analysis, (verdict, selector) => {
      if (verdict.kind === 'contradiction') return contradiction(selector, verdict.matchers);
      if (verdict.kind !== 'value' || verdict.recorded) return undefined;
      const { matcher, pattern, values } = verdict;
      // Asks for series that lost the label, and those should not exist.
      if (matcher.operator === '=' && matcher.value === '') return undefined;
      const meant = asRegex(matcher);
      if (meant !== undefined && couldMatch(meant, values, pattern))
        return {
          ...unknownValue(
            verdict,
            `no series has ${showMatcher(matcher)}, as ${matcher.operator} compares the whole text`,
          ),
          fix: `write ${showMatcher(meant)}`,
        };
      return {
        ...unknownValue(verdict, `no series has ${showMatcher(matcher)}`),
        ...(pattern !== undefined && {
          expected: `a value that matches ${pattern}`,
          fix: `write ${matcher.label}="<value>" with a value that matches ${pattern}`,
        }),
      };
    }),
});

/** Whether a regular expression matches one of the values, or one of such a form. */
const couldMatch = (meant: Matcher, values: readonly string[], pattern: string | undefined): boolean =>
  [...values, ...(pattern === undefined ? [] : [meant.value.replaceAll('.', '0')])].some(
    (value) =>
      matches(meant, value) &&
      (pattern === undefined || matches({ ...meant, value: pattern, operator: '=~' }, value)),
  );

/** All matchers of a selector have to match. Two values are meant as alternatives. */
function contradiction(selector: Selector, matchers: readonly Matcher[]): Described {
  const values = matchers.map(({ value }) => value.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  const [{ label }] = matchers as [Matcher];
  const either: Matcher = { label, operator: '=~', value: values.join('|') };
  const others = selector.matchers.filter((matcher) => matcher !== matchers[0] && matchers.includes(matcher));
  const fixed = selector.matchers
    .filter((matcher) => !others.includes(matcher))
    .map((matcher) => (matcher === matchers[0] ? either : matcher));
  return {
    message: `${matchers.map(showMatcher).join(' and ')} exclude each other, so the selector selects nothing`,
    found: print(selector),
    expected: `one matcher for ${label}`,
    fix: matchers.every(({ operator }) => operator === '=')
      ? `write ${print({ ...selector, matchers: fixed })}`
      : `remove ${matchers.map(showMatcher).join(', or ')}`,
  };
}
