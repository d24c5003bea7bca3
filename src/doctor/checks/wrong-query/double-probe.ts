import { mapOf, nameOf, type Fields, type KubernetesObject } from '../../../kubernetes/object';
import { probeOf } from '../../../kubernetes/probe';
import { defineCheck, type Found } from '../../check';

// A warning for Probes with the same prober, target and module that differ only in their names. Their labels are equal
// too, so one Prometheus selects both.
export const check = defineCheck({
  id: 'double-probe',
  severity: 'warning',
  question: 'Is every target probed only once?',
  symptom: 'Alerts about a probe are duplicated, and counts of probes are doubled.',
  why: 'Each Probe is a scrape job. Two Probes of the same target produce two sets of series.',
  remedy: 'Keep the target in one of the Probes.',
  see: 'https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1.Probe',
  needs: ['manifests'],
  find: ({ manifests }) => {
    const seen = new Map<string, KubernetesObject>();
    return manifests.operator('Probe').flatMap((probe): Found => {
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
          path: 'spec.targets.staticConfig.static',
          message: `${nameOf(first)} already probes ${targets[0]}${targets.length > 1 ? ` and ${targets.length - 1} more` : ''}`,
          found: targets,
          expected: 'each target in one Probe',
          fix: `remove ${targets.join(', ')} from ${nameOf(probe)} or from ${nameOf(first)}`,
        }));
    });
  },
});

/** Everything that determines how a target is probed, and by which Prometheus. */
function wayOf({ fields, labels, namespace }: KubernetesObject): string {
  const { targets, ...spec } = mapOf(fields['spec']);
  const { static: _targets, ...rest } = mapOf(mapOf(targets)['staticConfig']);
  return JSON.stringify([namespace, sorted(labels), sorted(spec), sorted(rest)]);
}

const sorted = (fields: Fields) =>
  Object.entries(fields).toSorted(([one], [other]) => (one < other ? -1 : 1));
