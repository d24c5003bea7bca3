import { defineCheck } from '../../check';
import { analysisOf, EXPRESSION_FACTS } from '../../expressions/analysis';
import { aboutExpression, once } from '../../expressions/report';
import { listed, showMatcher } from '../../expressions/matchers';

export const check = defineCheck({
  id: 'external-label',
  severity: 'error',
  question: 'Do rules avoid the external labels of their Prometheus?',
  symptom: 'A rule that works in Thanos or Mimir never returns a result in Prometheus.',
  why: 'Prometheus adds external labels only to series and alerts that it sends out. Series that its own rules read do not have them.',
  remedy: 'Remove the matcher from the rule.',
  see: 'https://prometheus.io/docs/prometheus/latest/configuration/configuration/#configuration-file',
  needs: EXPRESSION_FACTS,
  find: (facts) => {
    const analysis = analysisOf(facts);
    const external = new Map(Object.entries(facts.prometheus.externalLabels));
    // Relabeling can attach the same label to targets.
    for (const { modelled } of analysis.catalog.targets)
      for (const label of Object.keys(modelled.labels)) external.delete(label);
    if (external.size === 0) return [];
    return once(
      analysis.selectors.flatMap(({ expression, node }) => {
        // A panel may query the remote storage. A series known to lack the label has its own finding.
        if ('panel' in expression.of || analysis.verdict(node) !== undefined) return [];
        return node.matchers
          .filter((matcher) => {
            // Exporters have a label cluster too, but not with this value.
            const value = external.get(matcher.label);
            return value !== undefined && listed(matcher)?.includes(value) === true;
          })
          .map((matcher) =>
            aboutExpression(expression, {
              severity:
                analysis.catalog.originsOf(node) === undefined ? ('warning' as const) : ('error' as const),
              message: `${matcher.label} is an external label of ${facts.prometheus.name}, which the series that its rules read do not have`,
              found: showMatcher(matcher),
              expected: 'no matcher on an external label',
              fix: `remove ${showMatcher(matcher)}`,
            }),
          );
      }),
    );
  },
});
