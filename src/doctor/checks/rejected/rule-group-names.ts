import { textOf, type KubernetesObject } from '../../../kubernetes/object';
import { pathInFile } from '../../sources/plain-files';
import { defineCheck } from '../../check';

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
  needs: ['ruleGroups'],
  find: ({ ruleGroups }) => {
    const seen = new Map<KubernetesObject, Map<string, string>>();
    return ruleGroups.map(({ object, path, index, fields }) => {
      const names = seen.get(object) ?? new Map<string, string>();
      seen.set(object, names);
      const name = textOf(fields['name']);
      const about = { object, path: `${path}.name`, found: fields['name'], expected: 'a unique name' };
      if (!name)
        return { ...about, message: 'the group has no name', fix: `name: ${object.name}-${index + 1}` };
      const earlier = names.get(name);
      names.set(name, earlier ?? path);
      if (earlier === undefined) return undefined;
      return {
        ...about,
        message: `duplicate group name, already used by ${pathInFile(object, earlier)}`,
        fix: `name: ${name}-${index + 1}`,
      };
    });
  },
});
