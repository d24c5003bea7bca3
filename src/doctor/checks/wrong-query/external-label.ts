import { defineCheck } from '../../check';
import { analysisOf, EXPRESSION_FACTS } from '../../expressions/analysis';
import { aboutExpression, once } from '../../expressions/report';
import { listed, showMatcher } from '../../expressions/matchers';

export const check = defineCheck({
  id: 'external-label',
  severity: 'error',
  question: 'Do rules leave out the external labels of their Prometheus?',
  symptom: 'A rule that works in Thanos or Mimir never has a result in Prometheus.',
  why: 'Prometheus adds external labels when series and alerts leave it. The series that its own rules read do not have them.',
  remedy: 'Leave the matcher out of the rule.',
  see: 'https://prometheus.io/docs/prometheus/latest/configuration/configuration/#configuration-file',
  needs: EXPRESSION_FACTS,
  find: (facts) => {
    const analysis = analysisOf(facts);
    const external = new Map(Object.entries(facts.prometheus.externalLabels));
    // A relabeling may attach the same label to targets.
    for (const { modelled } of analysis.catalog.targets)
      for (const label of Object.keys(modelled.labels)) external.delete(label);
    if (external.size === 0) return [];
    return once(
      analysis.selectors.flatMap(({ expression, node }) => {
        // A panel may ask what the series were sent to. What is known not to have the label has its own finding.
        if ('panel' in expression.of || analysis.verdict(node) !== undefined) return [];
        return node.matchers
          .filter((matcher) => {
            // Exporters have labels called cluster too, but not with this very value.
            const value = external.get(matcher.label);
            return value !== undefined && listed(matcher)?.includes(value) === true;
          })
          .map((matcher) =>
            aboutExpression(expression, {
              severity:
                analysis.catalog.originsOf(node) === undefined ? ('warning' as const) : ('error' as const),
              message: `asks for ${showMatcher(matcher)}, an external label of ${facts.prometheus.name}, which the series inside it do not have`,
              found: showMatcher(matcher),
              expected: 'no matcher on an external label',
              fix: `leave ${showMatcher(matcher)} out`,
            }),
          );
      }),
    );
  },
});
