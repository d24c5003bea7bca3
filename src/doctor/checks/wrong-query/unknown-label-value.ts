import { defineCheck } from '../../check';
import { EXPRESSION_FACTS } from '../../expressions/analysis';
import { showMatcher } from '../../expressions/matchers';
import { oneOf, writeMatcher } from '../../expressions/report';
import { selectorFindings } from '../../expressions/selector-findings';

export const check = defineCheck({
  id: 'unknown-label-value',
  severity: 'error',
  question: 'Does every matcher use a possible value of its label?',
  symptom: 'An alert never fires, or a share of requests is always 0.',
  why: 'The contract lists the values of a label, or their pattern. A matcher for any other value selects nothing.',
  remedy: 'Use the value that the service exposes, or add it to the contract.',
  see: 'https://prometheus.io/docs/prometheus/latest/querying/basics/#instant-vector-selectors',
  needs: EXPRESSION_FACTS,
  find: (facts) =>
    selectorFindings(facts, (verdict) => {
      if (verdict.kind !== 'value' || verdict.recorded) return undefined;
      const { matcher, values, pattern } = verdict;
      const expected = pattern === undefined ? oneOf(values) : `a value that matches ${pattern}`;
      return {
        message: `no series has ${showMatcher(matcher)}`,
        found: matcher.value,
        expected,
        fix:
          pattern === undefined
            ? writeMatcher(matcher.label, matcher.value, values)
            : `write ${matcher.label}="<value>" with a value that matches ${pattern}`,
      };
    }),
});
