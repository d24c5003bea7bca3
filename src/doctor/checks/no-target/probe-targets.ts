import { shell } from '../../../findings/shell';
import { LabelIndex } from '../../../kubernetes/label-index';
import { mapOf, nameOf, type KubernetesObject } from '../../../kubernetes/object';
import { probeOf, type Probe } from '../../../kubernetes/probe';
import { showSelector } from '../../../kubernetes/selector';
import { namespacesOfAll, showNamespaces, statesNamespace } from '../shared/namespaces';
import { defineCheck, type Found } from '../../check';

// Certain from the Probe alone where it has no targets. Ingresses may be among objects that were not read, so a selector
// is reported only if it matches an Ingress of another namespace, or as info if it matches none of the others.
export const check = defineCheck({
  id: 'probe-targets',
  severity: 'error',
  question: 'Does every Probe have targets?',
  symptom: 'The job of the Probe has 0 targets, or is not in the configuration.',
  why: 'A Probe takes its targets from `targets.staticConfig.static`, or from Ingresses by label, which it searches in its own namespace unless `namespaceSelector` is set.',
  remedy: 'List addresses, or select Ingresses and add their namespace.',
  see: 'https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1.ProbeTargets',
  needs: ['manifests'],
  find: ({ manifests }) => {
    const probes = manifests.operator('Probe').map(probeOf);
    const ingresses = new LabelIndex(probes.length === 0 ? [] : manifests.kind('Ingress'));
    return probes.map((probe) => [nothing(probe), elsewhere(probe, ingresses)]);
  },
});

function nothing(probe: Probe): Found {
  const { statics, ingress } = probe;
  if (ingress !== undefined || (statics !== undefined && statics.length > 0)) return undefined;
  return {
    object: probe,
    path: statics === undefined ? 'spec.targets' : 'spec.targets.staticConfig.static',
    message: 'the Probe has no targets',
    found: mapOf(probe.fields['spec'])['targets'],
    expected: 'staticConfig with addresses, or ingress with a selector',
    fix: 'list the addresses to probe in spec.targets.staticConfig.static',
  };
}

function elsewhere(probe: Probe, ingresses: LabelIndex<KubernetesObject>): Found {
  const { ingress } = probe;
  if (
    ingress === undefined ||
    ingress.namespaces === 'any' ||
    showSelector(ingress.selector) === 'everything'
  )
    return undefined;
  if (ingresses.find(ingress.selector, ingress.namespaces).length > 0) return undefined;
  const others = ingresses.find(ingress.selector, 'any');
  const [first] = others;
  if (first === undefined) return unmatched(probe, ingress, ingresses);
  const namespaces = namespacesOfAll(others);
  return {
    object: probe,
    severity: statesNamespace(probe) && statesNamespace(first) ? 'error' : 'warning',
    path: 'spec.targets.ingress.namespaceSelector',
    message: `the Probe searches ${showNamespaces(ingress.namespaces)}, but its selector matches ${nameOf(first)}`,
    found: mapOf(mapOf(mapOf(probe.fields['spec'])['targets'])['ingress'])['namespaceSelector'],
    expected: showNamespaces(namespaces),
    fix: `namespaceSelector: ${JSON.stringify({ matchNames: namespaces })}`,
  };
}

/** Info where other Ingresses were read in the searched namespaces. */
function unmatched(
  probe: Probe,
  { selector, namespaces }: NonNullable<Probe['ingress']>,
  ingresses: LabelIndex<KubernetesObject>,
): Found {
  if (namespaces === 'any' || namespaces.every((namespace) => ingresses.in(namespace).length === 0))
    return undefined;
  return {
    object: probe,
    severity: 'info',
    path: 'spec.targets.ingress.selector',
    message: `the selector matches no Ingress that was read in ${showNamespaces(namespaces)}`,
    found: showSelector(selector),
    expected: 'labels of an Ingress',
    fix: shell`kubectl get ingresses --namespace ${namespaces[0]!} --show-labels`,
  };
}
