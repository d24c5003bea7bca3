import { defineCheck } from '../../check';
import { EXPRESSION_FACTS } from '../../expressions/analysis';
import { showMatcher } from '../../expressions/matchers';
import { oneOf } from '../../expressions/report';
import { selectorFindings } from '../../expressions/selector-findings';

export const check = defineCheck({
  id: 'unknown-label',
  severity: 'error',
  question: 'Does every matcher name a label that the series have?',
  symptom: 'An alert never fires and a panel stays empty, or a matcher excludes nothing.',
  why: 'The labels of a series are those of the contract and those that the scrape attaches. A matcher on any other label compares with "".',
  remedy:
    'Match on a label that is there. Where a label has become exported_<label>, the scrape attaches one of the same name: drop that one by a relabeling.',
  see: 'https://github.com/prometheus-operator/prometheus-operator/issues/3082',
  needs: EXPRESSION_FACTS,
  find: (facts) =>
    selectorFindings(facts, (verdict) => {
      if (verdict.kind !== 'label' || verdict.recorded) return undefined;
      const { matcher, there, because, selects } = verdict;
      const exported = `exported_${matcher.label}`;
      return {
        severity: selects === 'nothing' ? 'error' : 'warning',
        message: `asks for ${showMatcher(matcher)}, which selects ${selects}${because === undefined ? '' : `: ${because}`}`,
        found: matcher.label,
        expected: oneOf(there),
        fix: there.includes(exported)
          ? `write ${showMatcher({ ...matcher, label: exported })}, or let the service keep its label: relabelings: [{action: labeldrop, regex: ${matcher.label}}]`
          : `leave ${showMatcher(matcher)} out`,
      };
    }),
});
