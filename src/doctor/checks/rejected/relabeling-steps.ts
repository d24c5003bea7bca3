import type { Manifests } from '../../../kubernetes/manifests';
import { listOf, mapOf, type KubernetesObject } from '../../../kubernetes/object';
import { relabelingsOf } from '../../../kubernetes/relabeling';
import { regexesOf } from '../../../operator/prometheus-spec';
import { relabelProblems } from '../../../operator/relabel-problems';
import { defineCheck } from '../../check';
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
    return listsIn(manifests).flatMap(({ object, path, steps }) =>
      relabelingsOf(steps).flatMap((step, index) =>
        relabelProblems(step, regexes).map((problem) => ({
          object,
          ...problem,
          path: `${path}[${index}].${problem.path}`,
        })),
      ),
    );
  },
});

interface StepList {
  readonly object: KubernetesObject;
  readonly path: string;
  readonly steps: unknown;
}

/** Below `targets` of a Probe. */
const PROBE_TARGETS = ['staticConfig', 'ingress'];

function listsIn(manifests: Manifests): readonly StepList[] {
  return [
    ...scrapesIn(manifests).flatMap(({ object, path, fields }) => [
      ...ofBoth(object, path, fields),
      ...PROBE_TARGETS.map((kind) => ({
        object,
        path: `${path}.targets.${kind}.relabelingConfigs`,
        steps: mapOf(mapOf(fields['targets'])[kind])['relabelingConfigs'],
      })),
    ]),
    ...['Prometheus', 'PrometheusAgent'].flatMap((kind) =>
      manifests
        .operator(kind)
        .flatMap((object) =>
          listOf(mapOf(object.fields['spec'])['scrapeClasses']).flatMap((item, index) =>
            ofBoth(object, `spec.scrapeClasses[${index}]`, mapOf(item)),
          ),
        ),
    ),
  ];
}

const ofBoth = (object: KubernetesObject, path: string, fields: Readonly<Record<string, unknown>>) =>
  ['relabelings', 'metricRelabelings'].map((list) => ({
    object,
    path: `${path}.${list}`,
    steps: fields[list],
  }));
