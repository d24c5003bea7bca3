import { nameOf, textOf, type KubernetesObject } from '../../../kubernetes/object';
import { defineCheck } from '../../check';
import { groupsIn } from './lib/raw-rules';

/** Certain within one resource. Two resources may share a group name, because each becomes a separate file. */
export const check = defineCheck({
  id: 'rule-group-names',
  severity: 'error',
  question: 'Does every group of a PrometheusRule have a unique name?',
  symptom:
    'kubectl apply fails with "Duplicate value", or every rule of a PrometheusRule is missing from Prometheus.',
  why: 'The groups of a PrometheusRule become one file, and Prometheus rejects a file with unnamed groups or duplicate group names.',
  remedy: 'Rename one of the groups, or merge them.',
  see: 'https://prometheus.io/docs/prometheus/latest/configuration/recording_rules/#rule_group',
  needs: ['manifests'],
  find: ({ manifests }) => {
    const seen = new Map<KubernetesObject, Map<string, string>>();
    return groupsIn(manifests).flatMap(({ object, field, index, fields }) => {
      const names = seen.get(object) ?? new Map<string, string>();
      seen.set(object, names);
      const name = textOf(fields['name']);
      const earlier = name === undefined ? undefined : names.get(name);
      const about = { resource: nameOf(object), object, path: `${field}.name`, found: fields['name'] };
      if (!name)
        return [
          {
            ...about,
            message: 'the group has no name',
            expected: 'a unique name',
            fix: `name: ${object.name}-${index + 1}`,
          },
        ];
      if (earlier === undefined) names.set(name, field);
      if (earlier === undefined) return [];
      return [
        {
          ...about,
          message: `duplicate group name, already used by ${earlier}`,
          expected: 'a unique name',
          fix: `name: ${name}-${index + 1}`,
        },
      ];
    });
  },
});
