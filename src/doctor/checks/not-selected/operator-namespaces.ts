import { nameOf } from '../../../kubernetes/object';
import { defineCheck } from '../../check';
import { statesNamespace } from '../shared/namespaces';
import { refusedFor } from './lib/unselected';

/** Only for objects that name their namespace: the operator's arguments or values were read, so the rest is certain. */
export const check = defineCheck({
  id: 'operator-namespaces',
  severity: 'error',
  question: 'Does the operator watch the namespaces of all monitors, probes and rules?',
  symptom:
    "The object matches every selector, but its job never appears; the operator's log does not mention it.",
  why: 'An operator that is limited to some namespaces (--namespaces, --deny-namespaces) does not see objects in others, whatever the selectors of Prometheus say.',
  remedy: 'Add the namespace to those that are watched, or take it from those that are denied.',
  see: 'https://github.com/prometheus-operator/prometheus-operator/issues/1866',
  needs: ['manifests', 'prometheus'],
  find: (facts) =>
    refusedFor('operator', facts)
      .filter(({ object }) => statesNamespace(object))
      .map(({ object, by, refusal: { watched, denied } }) => ({
        resource: nameOf(object),
        object,
        path: 'metadata.namespace',
        message: watched === undefined ? 'is denied to the operator' : 'is not watched by the operator',
        found: object.namespace,
        expected: watched === undefined ? `none of ${denied?.join(', ')}` : `one of ${watched.join(', ')}`,
        fix: fixOf(object.namespace, watched, denied ?? [], by.origin === 'Prometheus resource'),
      })),
});

function fixOf(
  namespace: string,
  watched: readonly string[] | undefined,
  denied: readonly string[],
  byArguments: boolean,
): string {
  const rest = denied.filter((name) => name !== namespace);
  if (byArguments)
    return watched === undefined
      ? `--deny-namespaces=${rest.join(',')}`
      : `--namespaces=${[...watched, namespace].join(',')}`;
  return watched === undefined
    ? `prometheusOperator: { denyNamespaces: [${rest.join(', ')}] }`
    : `prometheusOperator: { namespaces: { additional: [${[...watched, namespace].join(', ')}] } }`;
}
