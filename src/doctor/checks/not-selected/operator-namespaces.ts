import { defineCheck } from '../../check';
import { statesNamespace } from '../shared/namespaces';
import { unselectedBy } from './lib/unselected';

/** Only for objects that set their namespace. Certain, as the arguments of the operator, or its Helm values, were read. */
export const check = defineCheck({
  id: 'operator-namespaces',
  severity: 'error',
  question: 'Does the operator watch the namespaces of all monitors, probes and rules?',
  symptom:
    "The object matches every selector, but its job never appears; the operator's log does not mention it.",
  why: 'An operator with --namespaces or --deny-namespaces ignores objects outside the namespaces that it watches, whatever Prometheus selects.',
  remedy: 'Add the namespace to the watched ones, or remove it from the denied ones.',
  see: 'https://github.com/prometheus-operator/prometheus-operator/issues/1866',
  needs: ['manifests', 'prometheus'],
  find: (facts) =>
    unselectedBy('operator', facts)
      .filter(({ object }) => statesNamespace(object))
      .map(({ object, by, mismatch: { watched, denied } }) => ({
        object,
        path: 'metadata.namespace',
        message:
          watched === undefined
            ? 'the operator is configured to ignore this namespace'
            : 'the operator does not watch this namespace',
        found: object.namespace,
        expected:
          watched === undefined
            ? `a namespace other than ${denied?.join(', ')}`
            : `one of ${watched.join(', ')}`,
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
