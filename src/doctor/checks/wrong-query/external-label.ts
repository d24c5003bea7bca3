import { aboutEach } from '../../expressions/report';
import { defineCheck } from '../../check';
import { listed, showMatcher } from '../../expressions/matchers';

export const check = defineCheck({
  id: 'external-label',
  severity: 'error',
  question: 'Do rules avoid the external labels of their Prometheus?',
  symptom: 'A rule that works in Thanos or Mimir never returns a result in Prometheus.',
  why: 'Prometheus adds external labels only to series and alerts that it sends out. Series that its own rules read do not have them.',
  remedy: 'Remove the matcher from the rule.',
  see: 'https://prometheus.io/docs/prometheus/latest/configuration/configuration/#configuration-file',
  needs: ['analysis', 'prometheus'],
  inParts: true,
  find: ({ analysis, prometheus: { externalLabels, name } }) => {
    const external = new Map(Object.entries(externalLabels));
    if (external.size === 0) return undefined;
    // Relabeling can attach the same label to targets.
    for (const label of external.keys())
      if (analysis.catalog.targetLabelNames.has(label)) external.delete(label);
    if (external.size === 0) return undefined;
    return aboutEach(analysis.selectors, (node, { of }) => {
      // A panel may query the remote storage. A series known to lack the label has its own finding.
      if ('panel' in of || analysis.verdict(node) !== undefined) return undefined;
      return node.matchers
        .filter((matcher) => {
          // Exporters have a label cluster too, but not with this value.
          const value = external.get(matcher.label);
          return value !== undefined && listed(matcher)?.includes(value) === true;
        })
        .map((matcher) => ({
          severity: analysis.catalog.originsOf(node) === undefined ? 'warning' : 'error',
          message: `${matcher.label} is an external label of ${name}, which the series that its rules read do not have`,
          found: showMatcher(matcher),
          expected: 'no matcher on an external label',
          fix: `remove ${showMatcher(matcher)}`,
        }));
    });
  },
});
