import { emptySelector } from '../../../helm-values/selector-findings';
import { SELECTED_KINDS, selectorKeys } from '../../../helm-values/selectors';
import { mapOf } from '../../../kubernetes/object';
import { defineCheck } from '../../check';
import { aboutValues } from '../shared/given-values';

/**
 * Info where every kind with a flag has an empty selector and a true flag, which is a copy of the chart's own values.
 * Objects that Prometheus does not select because of it are reported by selector-labels.
 */
export const check = defineCheck({
  id: 'values-empty-selector',
  severity: 'warning',
  question: 'Do empty selectors in the values select everything?',
  symptom: 'serviceMonitorSelector is {}, but Prometheus selects only objects with the label release.',
  why: 'A Helm template treats an empty map as false, so the chart ignores {} and selects by the label release.',
  remedy: "Set the kind's *SelectorNilUsesHelmValues to false to select everything.",
  see: 'https://github.com/helm/charts/issues/20180',
  needs: ['prometheus'],
  find: ({ prometheus }) => {
    const given = aboutValues(prometheus);
    if (given === undefined) return undefined;
    const { about, values, release } = given;
    const spec = mapOf(mapOf(mapOf(values)['prometheus'])['prometheusSpec']);
    const flagged = SELECTED_KINDS.filter((kind) => selectorKeys(kind).flag in spec);
    const copied =
      flagged.length > 1 && flagged.every((kind) => emptySelector(values, release, kind) !== undefined);
    return SELECTED_KINDS.flatMap((kind) => {
      const finding = emptySelector(values, release, kind);
      const { flag } = selectorKeys(kind);
      if (finding === undefined) return undefined;
      return {
        ...about,
        path: finding.path,
        message: finding.message,
        found: finding.found,
        expected: `${flag}: false, to select every ${kind}`,
        fix: `prometheus: { prometheusSpec: { ${flag}: false } }`,
        ...(copied && flag in spec ? { severity: 'info' as const } : {}),
      };
    });
  },
});
