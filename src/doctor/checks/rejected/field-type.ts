import { fieldMistakes, type FieldMistake, type WrongType } from '../../../operator/fields/mistakes';
import { SHAPED_KINDS } from '../../../operator/fields/shapes';
import type { Manifests } from '../../../kubernetes/manifests';
import { mapOf, type KubernetesObject } from '../../../kubernetes/object';
import { defineCheck, type Found, type Subject } from '../../check';
import { aboutValues, type AboutValues } from '../shared/given-values';
import { isPlaceholder } from '../../../kubernetes/placeholder';
import { copiedMistakes, relabelingMistakes } from '../shared/values-spec';
import { fieldNames, isKeyReference, writtenAs } from './lib/written-as';

/** Certain: the API server rejects the whole object. A placeholder that is filled in later can become any type. */
export const check = defineCheck({
  id: 'field-type',
  severity: 'error',
  question: "Does every field of the operator's resources have its type?",
  symptom:
    'kubectl apply fails with "Invalid value" or "Unsupported value", and the object in the cluster is the old one.',
  why: 'YAML reads true as a boolean and 8080 as a number, "true" and "8080" as strings. The API server does not convert them.',
  remedy: 'Add or remove the quotes, or write a list where the field takes a list.',
  see: 'https://prometheus-operator.dev/docs/api-reference/api/',
  needs: ['manifests', 'prometheus'],
  find: ({ manifests, prometheus }) => {
    const given = aboutValues(prometheus);
    return [
      manifests
        .kind(...SHAPED_KINDS)
        .flatMap((object) =>
          fieldMistakes(object).flatMap((mistake) => describe({ object }, mistake, object, manifests)),
        ),
      given === undefined
        ? undefined
        : [
            rulesMap(given),
            [...copiedMistakes(given), ...relabelingMistakes(given.values)].flatMap((mistake) =>
              describe(
                given.about,
                mistake,
                { kind: 'Prometheus', namespace: prometheus.namespace },
                manifests,
              ),
            ),
          ],
    ];
  },
});

/** The chart makes names of resources from the keys. */
function rulesMap({ values, about }: AboutValues): Found {
  const rules = mapOf(values)['additionalPrometheusRulesMap'];
  if (!Array.isArray(rules) || rules.length === 0) return undefined;
  const named = rules.map((item: unknown, index) => [`rules-${index + 1}`, item] as const);
  return {
    ...about,
    path: 'additionalPrometheusRulesMap',
    message:
      'the value takes a map of resources by name, so the chart writes PrometheusRules without a valid name',
    found: rules,
    expected: 'a map: the name of each PrometheusRule, and its groups',
    fix: `additionalPrometheusRulesMap: ${JSON.stringify(Object.fromEntries(named))}`,
  };
}

type Place = Pick<KubernetesObject, 'kind' | 'namespace'>;

const describe = (about: Subject, mistake: FieldMistake, place: Place, manifests: Manifests): Found =>
  mistake.kind !== 'type' || isPlaceholder(mistake.value)
    ? undefined
    : {
        ...about,
        path: mistake.path,
        message: `${mistake.type.kind === 'enum' ? 'unsupported value' : `the field takes ${nameOfType(mistake.type)}`}, so the API server rejects the object`,
        found: mistake.value,
        expected: nameOfType(mistake.type),
        fix: fixOf(place, mistake, manifests),
      };

function nameOfType(type: WrongType['type']): string {
  switch (type.kind) {
    case 'string':
      return 'a string';
    case 'boolean':
      return 'true or false, without quotes';
    case 'number':
      return 'a number, without quotes';
    case 'int-or-string':
      return 'a string or a number';
    case 'enum':
      return `one of ${type.values.filter((value) => value !== '').join(', ')}`;
    case 'list':
      return 'a list';
    case 'map':
    case 'fields':
      return 'a map';
  }
}

/** What the field holds, written as the type that it takes; else what to write. */
function fixOf(object: Place, { path, value, type }: WrongType, manifests: Manifests): string {
  const key = path.replace(/^.*\./, '').replace(/\[\d+\]$/, '');
  if (object.kind === 'PodMonitor' && typeof value === 'number' && path.endsWith('].port'))
    return `portNumber: ${value} instead of port`;
  if (isKeyReference(type)) return `${key}: ${keyReference(object, key, manifests)}`;
  const meant = writtenAs(value, type);
  if (meant === undefined) return `write ${key} as ${nameOfType(type)}${partsOf(type)}`;
  const text = typeof meant === 'string' && type.kind === 'enum' ? meant : JSON.stringify(meant);
  return path.endsWith(']') ? `- ${text}` : `${key}: ${text}`;
}

const partsOf = (type: WrongType['type']): string => {
  const names = fieldNames(type);
  return names.length === 0 ? '' : ` with ${names.slice(0, 8).join(', ')}`;
};

/** A Secret of the namespace with a key of that name; else one to create. */
function keyReference({ namespace }: Place, key: string, manifests: Manifests): string {
  const secret = manifests
    .kind('Secret')
    .find(
      (one) =>
        one.namespace === namespace &&
        ['data', 'stringData'].some((part) => Object.hasOwn(mapOf(one.fields[part]), key)),
    );
  return secret === undefined
    ? `{"name":"<Secret in ${namespace}>","key":"${key}"}; create the Secret with kubectl create secret generic --namespace ${namespace} --from-literal`
    : JSON.stringify({ name: secret.name, key });
}
