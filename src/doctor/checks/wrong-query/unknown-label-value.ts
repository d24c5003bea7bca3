import { selectorFindings, unknownValue } from '../../expressions/selector-findings';
import { defineCheck } from '../../check';
import { showMatcher } from '../../expressions/matchers';

export const check = defineCheck({
  id: 'unknown-label-value',
  severity: 'error',
  question: 'Does every matcher use a possible value of its label?',
  symptom: 'An alert never fires, or a share of requests is always 0.',
  why: 'The contract lists the values of a label, or their pattern. A matcher for any other value selects nothing.',
  remedy: 'Use the value that the service exposes, or add it to the contract.',
  see: 'https://prometheus.io/docs/prometheus/latest/querying/basics/#instant-vector-selectors',
  needs: ['analysis'],
  find: ({ analysis }) =>
    selectorFindings(analysis, (verdict) => {
      if (verdict.kind !== 'value' || verdict.recorded) return undefined;
      const { matcher, pattern } = verdict;
      // Asks for series that lost the label, and those should not exist.
      if (matcher.operator === '=' && matcher.value === '') return undefined;
      return {
        ...unknownValue(verdict, `no series has ${showMatcher(matcher)}`),
        ...(pattern !== undefined && {
          expected: `a value that matches ${pattern}`,
          fix: `write ${matcher.label}="<value>" with a value that matches ${pattern}`,
        }),
      };
    }),
});
