import { emptySelector } from '../../../helm-values/selector-findings';
import { SELECTED_KINDS, selectorKeys } from '../../../helm-values/selectors';
import { mapOf } from '../../../kubernetes/object';
import { defineCheck } from '../../check';
import { aboutValues } from '../shared/given-values';

/**
 * Where every kind with a flag has an empty selector, and the flags are true, it is a copy of the chart's own values:
 * worth knowing, no more. What it costs is told by `selector-labels`, for every object that is lost.
 */
export const check = defineCheck({
  id: 'values-empty-selector',
  severity: 'warning',
  question: 'Do empty selectors in the values select everything, as they seem to say?',
  symptom: 'serviceMonitorSelector is {}, and still only objects with the label release are taken.',
  why: 'An empty map is false in a Helm template, so the chart takes {} for not given and selects by the label release.',
  remedy: "Set the kind's *SelectorNilUsesHelmValues to false to select everything.",
  see: 'https://github.com/helm/charts/issues/20180',
  needs: ['prometheus'],
  find: ({ prometheus }) => {
    const given = aboutValues(prometheus);
    if (given === undefined) return [];
    const { about, values, release } = given;
    const spec = mapOf(mapOf(mapOf(values)['prometheus'])['prometheusSpec']);
    const flagged = SELECTED_KINDS.filter((kind) => selectorKeys(kind).flag in spec);
    const copied =
      flagged.length > 1 && flagged.every((kind) => emptySelector(values, release, kind) !== undefined);
    return SELECTED_KINDS.flatMap((kind) => {
      const finding = emptySelector(values, release, kind);
      const { flag } = selectorKeys(kind);
      if (finding === undefined) return [];
      return [
        {
          ...about,
          path: finding.path,
          message: finding.message,
          found: finding.found,
          expected: `${flag}: false, to select every ${kind}`,
          fix: `prometheus: { prometheusSpec: { ${flag}: false } }`,
          ...(copied && flag in spec ? { severity: 'info' as const } : {}),
        },
      ];
    });
  },
});
