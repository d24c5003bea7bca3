import { defineCheck } from '../../check';
import { EXPRESSION_FACTS } from '../../expressions/analysis';
import { showMatcher } from '../../expressions/matchers';
import { oneOf, writeMatcher } from '../../expressions/report';
import { selectorFindings } from '../../expressions/selector-findings';

export const check = defineCheck({
  id: 'unknown-label-value',
  severity: 'error',
  question: 'Does every matcher ask for a value that the label can have?',
  symptom: 'An alert never fires, or a share of requests is always 0.',
  why: 'The contract lists the values of a label, or their form. A matcher for any other value selects nothing.',
  remedy: 'Write the value as the service exposes it, or add it to the contract if the service does.',
  see: 'https://prometheus.io/docs/prometheus/latest/querying/basics/#instant-vector-selectors',
  needs: EXPRESSION_FACTS,
  find: (facts) =>
    selectorFindings(facts, (verdict) => {
      if (verdict.kind !== 'value' || verdict.recorded) return undefined;
      const { matcher, values, pattern } = verdict;
      const expected = pattern === undefined ? oneOf(values) : `a value that matches ${pattern}`;
      return {
        message: `asks for ${showMatcher(matcher)}, a value that ${matcher.label} never has`,
        found: matcher.value,
        expected,
        fix:
          pattern === undefined
            ? writeMatcher(matcher.label, matcher.value, values)
            : `write ${matcher.label}="<value>", the value being one that matches ${pattern}`,
      };
    }),
});
