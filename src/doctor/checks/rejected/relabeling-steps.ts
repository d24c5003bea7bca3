import type { Manifests } from '../../../kubernetes/manifests';
import { listOf, mapOf } from '../../../kubernetes/object';
import { relabelingsOf, type Relabeling } from '../../../kubernetes/relabeling';
import { lettersOf } from '../../../operator/fields/other-names';
import { regexesOf } from '../../../operator/prometheus-spec';
import { misspeltNames, relabelProblems, type RelabelProblem } from '../../../operator/relabel-problems';
import { aboutValues } from '../shared/given-values';
import { strayDash, withoutDash } from '../shared/stray-dash';
import { defineCheck, type Subject } from '../../check';
import { scrapesIn } from '../shared/scrapes';

/** Certain: the operator and Prometheus validate each of these. */
export const check = defineCheck({
  id: 'relabeling-steps',
  severity: 'error',
  question: 'Is every relabeling step valid?',
  symptom: 'The monitor is selected but has no scrape job; its events report an invalid relabeling.',
  why: 'Each action has required and forbidden fields, and regular expressions are RE2. The operator rejects the whole monitor if one step is invalid.',
  remedy:
    'Correct the step; labeldrop and labelkeep accept only regex, hashmod needs modulus, replace needs targetLabel.',
  see: 'https://prometheus.io/docs/prometheus/latest/configuration/configuration/#relabel_config',
  needs: ['manifests', 'prometheus'],
  find: ({ manifests, prometheus }) => {
    const regexes = regexesOf(prometheus);
    const given = aboutValues(prometheus);
    const lists = [
      ...listsIn(manifests),
      ...(given === undefined ? [] : listsInValues(given.values, given.about)),
    ];
    return lists.flatMap(({ about, path, steps }) =>
      relabelingsOf(steps).flatMap((step, index) => {
        const dash = strayDash(
          listOf(steps),
          index,
          ({ targetLabel, action }) => (targetLabel ?? action) !== undefined,
        );
        // A misspelt field is reported by unknown-field; with its right name, the step may be valid.
        const misspelt = (field: string) =>
          'object' in about &&
          Object.keys(mapOf(listOf(steps)[index])).some(
            (key) => key !== field && lettersOf(key) === lettersOf(field),
          );
        return [...relabelProblems(step, regexes), ...withMisspeltNames(step)]
          .filter(({ path: field, found }) => found !== undefined || !misspelt(field))
          .map((problem) => ({
            ...about,
            ...problem,
            path: `${path}[${index}].${problem.path}`,
            // One step cut in two: the first part has no target, the second no source.
            ...(problem.path === 'targetLabel' && problem.found === undefined && dash !== undefined
              ? {
                  message: `a dash before ${dash.key} starts a second step, so step ${index} has no targetLabel`,
                  fix: withoutDash(dash, path.replace(/^.*\./, '')),
                }
              : {}),
          }));
      }),
    );
  },
});

const withMisspeltNames = ({ sourceLabels = [] }: Relabeling): readonly RelabelProblem[] =>
  misspeltNames(sourceLabels, 'sourceLabels').map(({ label, ...problem }) => ({
    ...problem,
    path: 'sourceLabels',
    found: label,
  }));

interface StepList {
  readonly about: Subject;
  readonly path: string;
  readonly steps: unknown;
}

/** Below `targets` of a Probe. */
const PROBE_TARGETS = ['staticConfig', 'ingress'];

function listsIn(manifests: Manifests): readonly StepList[] {
  return [
    ...scrapesIn(manifests).flatMap(({ object, path, fields }) => [
      ...ofBoth({ object }, path, fields),
      ...PROBE_TARGETS.map((kind) => ({
        about: { object },
        path: `${path}.targets.${kind}.relabelingConfigs`,
        steps: mapOf(mapOf(fields['targets'])[kind])['relabelingConfigs'],
      })),
    ]),
    ...manifests
      .operator('Prometheus', 'PrometheusAgent')
      .flatMap((object) =>
        listOf(mapOf(object.fields['spec'])['scrapeClasses']).flatMap((item, index) =>
          ofBoth({ object }, `spec.scrapeClasses[${index}]`, mapOf(item)),
        ),
      ),
  ];
}

const ofBoth = (about: Subject, path: string, fields: Readonly<Record<string, unknown>>) =>
  ['relabelings', 'metricRelabelings'].map((list) => ({
    about,
    path: `${path}.${list}`,
    steps: fields[list],
  }));

/** Every list of steps in the values of the chart, e.g. `kubelet.serviceMonitor.cAdvisorMetricRelabelings`. */
function listsInValues(value: unknown, about: Subject, path = ''): readonly StepList[] {
  if (Array.isArray(value))
    return value.flatMap((item: unknown, index) => listsInValues(item, about, `${path}[${index}]`));
  return Object.entries(mapOf(value)).flatMap(([key, inner]) => {
    const place = path === '' ? key : `${path}.${key}`;
    return /relabelings$/i.test(key) && Array.isArray(inner)
      ? [{ about, path: place, steps: inner }]
      : listsInValues(inner, about, place);
  });
}
