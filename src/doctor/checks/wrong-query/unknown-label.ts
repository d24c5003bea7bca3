import { selectorFindings, unknownLabel } from '../../expressions/selector-findings';
import { defineCheck } from '../../check';
import { showMatcher } from '../../expressions/matchers';

export const check = defineCheck({
  id: 'unknown-label',
  severity: 'error',
  question: 'Does every matcher use an existing label?',
  symptom: 'An alert never fires, a panel stays empty, or a matcher excludes nothing.',
  why: 'The labels of a series are those of the contract and those that the scrape attaches. A matcher on any other label compares with "".',
  remedy:
    'Match an existing label. If a label has become exported_<label>, the scrape attaches a label of the same name: drop that one by relabeling.',
  see: 'https://github.com/prometheus-operator/prometheus-operator/issues/3082',
  needs: ['analysis'],
  inParts: true,
  find: ({ analysis }) =>
    selectorFindings(analysis, (verdict) => {
      if (verdict.kind !== 'label' || verdict.recorded) return undefined;
      const { matcher, there } = verdict;
      const exported = `exported_${matcher.label}`;
      return {
        ...unknownLabel(verdict, 'error'),
        fix: there.includes(exported)
          ? `write ${showMatcher({ ...matcher, label: exported })}, or drop the label of the target: relabelings: [{action: labeldrop, regex: ${matcher.label}}]`
          : `remove ${showMatcher(matcher)}`,
      };
    }),
});
