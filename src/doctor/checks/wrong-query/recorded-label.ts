import { selectorFindings, unknownLabel, unknownValue } from '../../expressions/selector-findings';
import { defineCheck } from '../../check';
import { print } from '../../../promql/print';
import { showMatcher } from '../../expressions/matchers';

export const check = defineCheck({
  id: 'recorded-label',
  severity: 'error',
  question: 'Do recorded series have the labels that expressions match?',
  symptom: 'An alert or panel over a recorded series is always empty although the series exists.',
  why: 'A recorded series has the labels that its expression keeps and those that the rule adds. Labels that an aggregation dropped are gone.',
  remedy: 'Keep the label where the series is recorded, e.g. in its by (...), or remove the matcher.',
  see: 'https://prometheus.io/docs/practices/rules/',
  needs: ['analysis'],
  inParts: true,
  find: ({ analysis }) =>
    selectorFindings(analysis, (verdict, selector) => {
      // In a foreign stack, another rule that was not read may record the same name.
      const severity = analysis.catalog.contracts.size > 0 ? 'error' : 'warning';
      if (!('recorded' in verdict) || !verdict.recorded) return undefined;
      switch (verdict.kind) {
        case 'combination':
          return {
            severity,
            message: 'no rule records all of these labels at once',
            found: print(selector),
            expected: 'labels that one rule records',
            fix: 'remove the matcher that belongs to another rule',
          };
        case 'label': {
          const { matcher } = verdict;
          return {
            ...unknownLabel(verdict, severity),
            fix: `keep ${matcher.label} where the series is recorded, or remove ${showMatcher(matcher)}`,
          };
        }
        case 'value':
          return {
            severity,
            ...unknownValue(verdict, `no rule records a series with ${showMatcher(verdict.matcher)}`),
          };
        default:
          return undefined;
      }
    }),
});
