import { defineCheck } from '../../check';
import { EXPRESSION_FACTS } from '../../expressions/analysis';
import { print } from '../../../promql/print';
import { showMatcher } from '../../expressions/matchers';
import { oneOf, writeMatcher } from '../../expressions/report';
import { selectorFindings } from '../../expressions/selector-findings';

export const check = defineCheck({
  id: 'recorded-label',
  severity: 'error',
  question: 'Do recorded series have the labels by which they are read?',
  symptom: 'An alert or a panel over a recorded series is always empty, although the series exists.',
  why: 'A recorded series has the labels that its expression leaves and those that the rule adds. What an aggregation dropped is gone.',
  remedy: 'Keep the label where the series is recorded, e.g. in its by (...), or leave the matcher out.',
  see: 'https://prometheus.io/docs/practices/rules/',
  needs: EXPRESSION_FACTS,
  find: (facts) =>
    selectorFindings(facts, (verdict, { node }, catalog) => {
      // Elsewhere, somebody may record the same name in another way.
      const severity = catalog.contracts.size > 0 ? 'error' : 'warning';
      if (verdict.kind === 'combination' && verdict.recorded)
        return {
          severity,
          message: `asks for ${print(node)}, but no rule records all of these labels at once`,
          found: print(node),
          expected: 'labels that one rule records',
          fix: 'leave out the matcher that belongs to another rule',
        };
      if ((verdict.kind !== 'label' && verdict.kind !== 'value') || !verdict.recorded) return undefined;
      const { matcher } = verdict;
      return verdict.kind === 'label'
        ? {
            severity: verdict.selects === 'nothing' ? severity : 'warning',
            message: `asks for ${showMatcher(matcher)}, which selects ${verdict.selects}${verdict.because === undefined ? '' : `: ${verdict.because}`}`,
            found: matcher.label,
            expected: oneOf(verdict.there),
            fix: `keep ${matcher.label} where the series is recorded, or leave ${showMatcher(matcher)} out`,
          }
        : {
            severity,
            message: `asks for ${showMatcher(matcher)}, a value that no rule records`,
            found: matcher.value,
            expected: oneOf(verdict.values),
            fix: writeMatcher(matcher.label, matcher.value, verdict.values),
          };
    }),
});
