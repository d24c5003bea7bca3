import { LabelIndex } from '../../../kubernetes/label-index';
import { OPERATOR_GROUP } from '../../../kubernetes/manifests';
import { mapOf, nameOf, type KubernetesObject } from '../../../kubernetes/object';
import { probeOf, type Probe } from '../../../kubernetes/probe';
import { showSelector } from '../../../kubernetes/selector';
import { namespacesOfAll, showNamespaces, statesNamespace } from '../shared/namespaces';
import { defineCheck, type Reported } from '../../check';

// Certain from the Probe alone: no targets are written down. Ingresses may be elsewhere, so a selector is reported only
// if it matches one that was read in another namespace; that it matches none of those there is worth knowing.
export const check = defineCheck({
  id: 'probe-targets',
  severity: 'error',
  question: 'Does every Probe have something to probe?',
  symptom: 'The job of the Probe has 0 targets, or is not in the configuration.',
  why: 'A Probe takes its targets from `targets.staticConfig.static`, or from Ingresses by label, which it looks for in its own namespace unless `namespaceSelector` says otherwise.',
  remedy: 'List addresses, or select Ingresses and name their namespace.',
  see: 'https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1.ProbeTargets',
  needs: ['manifests'],
  find: ({ manifests }) => {
    const probes = manifests
      .kind('Probe')
      .filter(({ apiVersion }) => apiVersion.startsWith(`${OPERATOR_GROUP}/`))
      .map(probeOf);
    const ingresses = new LabelIndex(probes.length === 0 ? [] : manifests.kind('Ingress'));
    return probes.flatMap((probe) => [...nothing(probe), ...elsewhere(probe, ingresses)]);
  },
});

function nothing(probe: Probe): readonly Reported[] {
  const { statics, ingress } = probe;
  if (ingress !== undefined || (statics !== undefined && statics.length > 0)) return [];
  return [
    {
      object: probe,
      resource: nameOf(probe),
      path: statics === undefined ? 'spec.targets' : 'spec.targets.staticConfig.static',
      message: 'names nothing to probe',
      found: mapOf(probe.fields['spec'])['targets'],
      expected: 'staticConfig with addresses, or ingress with a selector',
      fix: 'targets: {"staticConfig":{"static":["https://example.com"]}}',
    },
  ];
}

function elsewhere(probe: Probe, ingresses: LabelIndex<KubernetesObject>): readonly Reported[] {
  const { ingress } = probe;
  if (
    ingress === undefined ||
    ingress.namespaces === 'any' ||
    showSelector(ingress.selector) === 'everything'
  )
    return [];
  if (ingresses.find(ingress.selector, ingress.namespaces).length > 0) return [];
  const others = ingresses.find(ingress.selector, 'any');
  const [first] = others;
  if (first === undefined) return unmatched(probe, ingress, ingresses);
  const namespaces = namespacesOfAll(others);
  return [
    {
      object: probe,
      resource: nameOf(probe),
      severity: statesNamespace(probe) && statesNamespace(first) ? 'error' : 'warning',
      path: 'spec.targets.ingress.namespaceSelector',
      message: `leads to ${showNamespaces(ingress.namespaces)}, but ${nameOf(first)} is what the selector matches`,
      found: mapOf(mapOf(mapOf(probe.fields['spec'])['targets'])['ingress'])['namespaceSelector'],
      expected: showNamespaces(namespaces),
      fix: `namespaceSelector: ${JSON.stringify({ matchNames: namespaces })}`,
    },
  ];
}

/** Worth knowing where other Ingresses were read in the namespaces that are searched. */
function unmatched(
  probe: Probe,
  { selector, namespaces }: NonNullable<Probe['ingress']>,
  ingresses: LabelIndex<KubernetesObject>,
): readonly Reported[] {
  if (namespaces === 'any' || namespaces.every((namespace) => ingresses.in(namespace).length === 0))
    return [];
  return [
    {
      object: probe,
      resource: nameOf(probe),
      severity: 'info',
      path: 'spec.targets.ingress.selector',
      message: `matches none of the Ingresses that were read in ${showNamespaces(namespaces)}`,
      found: showSelector(selector),
      expected: 'labels of an Ingress',
      fix: `kubectl get ingresses --namespace ${namespaces[0]} --show-labels`,
    },
  ];
}
