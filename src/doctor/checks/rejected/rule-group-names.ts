import { nameOf, textOf, type KubernetesObject } from '../../../kubernetes/object';
import { defineCheck } from '../../check';
import { groupsIn } from './lib/raw-rules';

/** Certain: within one resource. Two resources may have groups of one name; each becomes a file of its own. */
export const check = defineCheck({
  id: 'rule-group-names',
  severity: 'error',
  question: 'Has every group of a PrometheusRule a name of its own?',
  symptom:
    'kubectl apply fails with "Duplicate value", or none of the rules of a PrometheusRule is in Prometheus.',
  why: 'Groups of one PrometheusRule become one file, and Prometheus refuses a file in which a group has no name or the name of another.',
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
            message: 'is missing',
            expected: 'a name of its own',
            fix: `name: ${object.name}-${index + 1}`,
          },
        ];
      if (earlier === undefined) names.set(name, field);
      if (earlier === undefined) return [];
      return [
        {
          ...about,
          message: `is the name of ${earlier} too`,
          expected: 'a name of its own',
          fix: `name: ${name}-${index + 1}`,
        },
      ];
    });
  },
});
