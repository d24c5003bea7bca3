import { mapOf, nameOf, type Fields, type KubernetesObject } from '../../../kubernetes/object';
import { probeOf } from '../../../kubernetes/probe';
import { defineCheck, type Reported } from '../../check';
import { objectsOf } from '../rejected/lib/scrapes';

// A warning, for Probes that ask one prober for one target with the same module, and differ in nothing but their names.
// Their labels are equal too, so that one Prometheus takes both.
export const check = defineCheck({
  id: 'double-probe',
  severity: 'warning',
  question: 'Is every target probed once in the same way?',
  symptom: 'An alert about a probe comes twice, and counts of probes are twice what they should be.',
  why: 'Each Probe is a job of its own. Two that name the same target make two sets of series for it.',
  remedy: 'Keep the target in one of the Probes.',
  see: 'https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1.Probe',
  needs: ['manifests'],
  find: ({ manifests }) => {
    const seen = new Map<string, KubernetesObject>();
    return objectsOf(manifests, 'Probe').flatMap((probe): readonly Reported[] => {
      const way = wayOf(probe);
      const shared = new Map<KubernetesObject, string[]>();
      for (const target of new Set(probeOf(probe).statics)) {
        const key = `${way}\n${target}`;
        const first = seen.get(key);
        if (first === undefined) seen.set(key, probe);
        else shared.set(first, [...(shared.get(first) ?? []), target]);
      }
      return [...shared]
        .filter(([first]) => nameOf(first) !== nameOf(probe))
        .map(([first, targets]) => ({
          object: probe,
          resource: nameOf(probe),
          path: 'spec.targets.staticConfig.static',
          message: `probes ${targets[0]}${targets.length > 1 ? ` and ${targets.length - 1} more` : ''} as ${nameOf(first)} does already`,
          found: targets,
          expected: 'each target in one Probe',
          fix: `remove ${targets.join(', ')} from ${nameOf(probe)} or from ${nameOf(first)}`,
        }));
    });
  },
});

/** Everything that decides how a target is probed, and by which Prometheus. */
function wayOf({ fields, labels, namespace }: KubernetesObject): string {
  const { targets, ...spec } = mapOf(fields['spec']);
  const { static: _targets, ...rest } = mapOf(mapOf(targets)['staticConfig']);
  return JSON.stringify([namespace, sorted(labels), sorted(spec), sorted(rest)]);
}

const sorted = (fields: Fields) =>
  Object.entries(fields).toSorted(([one], [other]) => (one < other ? -1 : 1));
