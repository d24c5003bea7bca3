import { lostByChart } from '../../../helm-values/selector-findings';
import { effectiveSelectors } from '../../../helm-values/selectors';
import { defineCheck } from '../../check';
import { aboutValues } from '../shared/given-values';

/**
 * About the chart's own monitors and rules, which are not among the manifests. A warning, because another Prometheus may
 * read them. Silent for a chart without Prometheus or with an agent, whose values state that on purpose.
 */
export const check = defineCheck({
  id: 'values-own-objects',
  severity: 'warning',
  question: "Does the chart's Prometheus still select the chart's own monitors and rules?",
  symptom: 'After a selector was set, the targets of kubelet, node-exporter and kube-state-metrics are gone.',
  why: "A selector of your own replaces the chart's, and the chart's objects carry the label release, not the new one.",
  remedy: 'Select by the label release, or select everything with *SelectorNilUsesHelmValues: false.',
  see: 'https://github.com/prometheus-community/helm-charts/issues/1513',
  needs: ['manifests', 'prometheus'],
  find: ({ manifests, prometheus }) => {
    const given = aboutValues(prometheus);
    if (given === undefined) return undefined;
    const selectors = effectiveSelectors(given.values, given.release);
    return (
      lostByChart(given.values, given.release)
        .filter(({ path }) => path.startsWith('prometheus.prometheusSpec.'))
        // Where objects were read, selector-nothing reports it.
        .filter(({ kind }) => selectors[kind].objects.kind !== 'none' || manifests.kind(kind).length === 0)
        .map(({ path, message, found, fix }) => ({
          ...given.about,
          path,
          message,
          found,
          expected: `a selector that release: ${given.release} satisfies`,
          fix,
        }))
    );
  },
});
