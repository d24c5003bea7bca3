import { defineCheck } from '../../check';
import { EXPRESSION_FACTS } from '../../expressions/analysis';
import { print } from '../../../promql/print';
import { showMatcher } from '../../expressions/matchers';
import { oneOf, writeMatcher } from '../../expressions/report';
import { selectorFindings } from '../../expressions/selector-findings';

export const check = defineCheck({
  id: 'recorded-label',
  severity: 'error',
  question: 'Do recorded series have the labels that expressions match?',
  symptom: 'An alert or panel over a recorded series is always empty although the series exists.',
  why: 'A recorded series has the labels that its expression keeps and those that the rule adds. Labels that an aggregation dropped are gone.',
  remedy: 'Keep the label where the series is recorded, e.g. in its by (...), or remove the matcher.',
  see: 'https://prometheus.io/docs/practices/rules/',
  needs: EXPRESSION_FACTS,
  find: (facts) =>
    selectorFindings(facts, (verdict, { node }, catalog) => {
      // In a foreign stack, another rule that was not read may record the same name.
      const severity = catalog.contracts.size > 0 ? 'error' : 'warning';
      if (verdict.kind === 'combination' && verdict.recorded)
        return {
          severity,
          message: 'no rule records all of these labels at once',
          found: print(node),
          expected: 'labels that one rule records',
          fix: 'remove the matcher that belongs to another rule',
        };
      if ((verdict.kind !== 'label' && verdict.kind !== 'value') || !verdict.recorded) return undefined;
      const { matcher } = verdict;
      return verdict.kind === 'label'
        ? {
            severity: verdict.selects === 'nothing' ? severity : 'warning',
            message: `${showMatcher(matcher)} selects ${verdict.selects}${verdict.because === undefined ? '' : `: ${verdict.because}`}`,
            found: matcher.label,
            expected: oneOf(verdict.there),
            fix: `keep ${matcher.label} where the series is recorded, or remove ${showMatcher(matcher)}`,
          }
        : {
            severity,
            message: `no rule records a series with ${showMatcher(matcher)}`,
            found: matcher.value,
            expected: oneOf(verdict.values),
            fix: writeMatcher(matcher.label, matcher.value, verdict.values),
          };
    }),
});
