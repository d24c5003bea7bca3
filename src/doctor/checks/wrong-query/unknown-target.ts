import { defineCheck } from '../../check';
import { EXPRESSION_FACTS } from '../../expressions/analysis';
import { print } from '../../../promql/print';
import { showMatcher } from '../../expressions/matchers';
import { oneOf, writeMatcher } from '../../expressions/report';
import { selectorFindings } from '../../expressions/selector-findings';

export const check = defineCheck({
  id: 'unknown-target',
  severity: 'error',
  question: 'Does a target exist for every job, namespace or service in an expression?',
  symptom: 'An alert such as up{job="x"} == 0 never fires, even if the service is down.',
  why: 'job is the name of the Service, or the value of the Service label that jobLabel names. If that label does not exist, jobLabel has no effect.',
  remedy:
    'Use a value that targets have. To change the target instead, set jobLabel to the key of a label of the Service.',
  see: 'https://github.com/prometheus-operator/prometheus-operator/blob/v0.93.1/Documentation/api-reference/api.md',
  needs: EXPRESSION_FACTS,
  find: (facts) =>
    selectorFindings(facts, (verdict, { node }, catalog) => {
      if (verdict.kind === 'combination' && !verdict.recorded)
        return {
          message: 'no series has all of these labels at once',
          found: print(node),
          expected: 'labels that one target has',
          fix: 'remove the matcher that belongs to another target',
        };
      if (verdict.kind !== 'target') return undefined;
      const { matcher, values, uncertain = false } = verdict;
      return {
        severity: catalog.contracts.size > 0 && !uncertain ? 'error' : 'warning',
        message: `no target has ${showMatcher(matcher)}`,
        found: matcher.value,
        expected: oneOf(values),
        fix: writeMatcher(matcher.label, matcher.value, values),
      };
    }),
});
