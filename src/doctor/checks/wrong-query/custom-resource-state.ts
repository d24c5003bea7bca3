import {
  isMap,
  labelsOf,
  listOf,
  mapOf,
  ownValue,
  textOf,
  textsOf,
  type Fields,
} from '../../../kubernetes/object';
import { tryYaml } from '../../../kubernetes/yaml/kubectl-yaml';
import { aboutValues, type AboutValues } from '../shared/given-values';
import { isPlaceholder } from '../../../kubernetes/placeholder';
import { defineCheck, type Reported, type Subject } from '../../check';

// Certain but for the role: kube-state-metrics exits with an error for these types, and reads nothing but spec.resources.
export const check = defineCheck({
  id: 'custom-resource-state',
  severity: 'error',
  question: 'Can kube-state-metrics expose the custom resources that its configuration describes?',
  symptom:
    'No kube_customresource_... series exist, although kube-state-metrics runs; or it restarts with "failed to parse Custom Resource State metrics".',
  why: 'kube-state-metrics reads `spec.resources` of its configuration, needs the type of each metric with the section of that type, and lists the resources with its own account. A missing section or permission leaves the metrics out.',
  remedy:
    'Write the configuration below `spec`, a type and its section for each metric, and rules for the resources in `rbac.extraRules`.',
  see: 'https://github.com/kubernetes/kube-state-metrics/blob/main/docs/metrics/extend/customresourcestate-metrics.md',
  needs: ['manifests', 'prometheus'],
  find: ({ manifests, prometheus }) => [
    manifests
      .kind('ConfigMap')
      .map((object) =>
        Object.entries(labelsOf(object.fields['data'])).map(([key, text]) =>
          text.includes('groupVersionKind') && !isPlaceholder(text)
            ? configProblems({ object }, `data["${key}"]`, mapOf(tryYaml(text)))
            : [],
        ),
      ),
    ofValues(aboutValues(prometheus)),
  ],
});

const CHART = 'kube-state-metrics';

function ofValues(given: AboutValues | undefined): readonly Reported[] {
  const values = mapOf(mapOf(given?.values)[CHART]);
  const { enabled, config, create } = mapOf(values['customResourceState']);
  if (given === undefined || !isMap(config) || Object.keys(config).length === 0 || create === false)
    return [];
  const path = `${CHART}.customResourceState`;
  if (enabled !== true)
    return [
      {
        ...given.about,
        path: `${path}.enabled`,
        message: 'customResourceState is not enabled, so the chart leaves out its config',
        found: enabled,
        expected: 'true',
        fix: 'enabled: true',
      },
    ];
  return [...configProblems(given.about, `${path}.config`, config), ...unlisted(given.about, values, config)];
}

type Resources = readonly Fields[];

const resourcesIn = (config: Fields): Resources => listOf(mapOf(config['spec'])['resources']).map(mapOf);

function configProblems(about: Subject, path: string, config: Fields): readonly Reported[] {
  if (listOf(config['resources']).some((item) => 'groupVersionKind' in mapOf(item)))
    return [
      {
        ...about,
        path: `${path}.resources`,
        message: 'kube-state-metrics reads spec.resources, so it finds no resources, and reports nothing',
        found: Object.keys(config),
        expected: 'kind: CustomResourceStateMetrics, and resources below spec',
        fix: 'move resources into spec',
      },
    ];
  return resourcesIn(config).flatMap((resource, index) =>
    listOf(resource['metrics']).flatMap((metric, position) => {
      const at = `${path}.spec.resources[${index}].metrics[${position}].each`;
      return eachProblems(mapOf(mapOf(metric)['each'])).map((row) => ({
        ...about,
        ...row,
        path: `${at}.${row.path}`,
      }));
    }),
  );
}

/** The section of each type. */
const SECTIONS: Readonly<Record<string, string>> = { gauge: 'gauge', stateset: 'stateSet', info: 'info' };
const TYPES: Readonly<Record<string, string>> = { gauge: 'Gauge', stateSet: 'StateSet', info: 'Info' };

function eachProblems(
  each: Fields,
): readonly Pick<Reported, 'path' | 'message' | 'found' | 'expected' | 'fix'>[] {
  const type = textOf(each['type']);
  const section = ownValue(SECTIONS, (type ?? '').toLowerCase());
  const given = Object.values(SECTIONS).find((name) => isMap(each[name]));
  const { type: _type, ...own } = each;
  if (section === undefined)
    return [
      {
        path: 'type',
        message: `${type === undefined ? 'the metric has no type' : 'unknown type of the metric'}, so kube-state-metrics exits with an error`,
        found: type,
        expected: 'Gauge, StateSet or Info',
        fix:
          given === undefined
            ? `each: ${JSON.stringify({ type: 'Gauge', gauge: own })}`
            : `type: ${TYPES[given]!}`,
      },
    ];
  if (!isMap(each[section]))
    return [
      {
        path: section,
        message: `the metric of type ${type} has no ${section}, so kube-state-metrics exits with an error`,
        found: Object.keys(each),
        expected: `${section}, with the path of the field`,
        fix:
          given === undefined
            ? `each: ${JSON.stringify({ type, [section]: own })}`
            : `type: ${TYPES[given]!}`,
      },
    ];
  return ['path', 'valueFrom'].flatMap((key) => {
    const value = mapOf(each[section])[key];
    const inner = isMap(value) ? value['path'] : value;
    return value === undefined || value === null || Array.isArray(value)
      ? []
      : [
          {
            path: `${section}.${key}`,
            message: `${key} is a ${isMap(value) ? 'map' : typeof value}, not a list, so kube-state-metrics exits with an error`,
            found: value,
            expected: 'the names of the fields as a list, e.g. [status, phase]',
            fix: `${key}: ${JSON.stringify(typeof inner === 'string' ? inner.split('.').filter((part) => part !== '') : listOf(inner))}`,
          },
        ];
  });
}

/** Groups whose objects the role of the chart may list. */
const OF_KUBERNETES = /^[^.]*$|\.k8s\.io$/;

function unlisted(about: Subject, values: Fields, config: Fields): readonly Reported[] {
  const { create, useExistingRole, extraRules } = mapOf(values['rbac']);
  if (create === false || useExistingRole !== undefined || isPlaceholder(extraRules)) return [];
  const granted = listOf(extraRules).flatMap((rule) => {
    const { apiGroups, verbs } = mapOf(rule);
    const allowed = textsOf(verbs);
    return allowed.includes('*') || (allowed.includes('list') && allowed.includes('watch'))
      ? textsOf(apiGroups)
      : [];
  });
  const missing = resourcesIn(config).flatMap((resource) => {
    const { group, kind } = mapOf(resource['groupVersionKind']);
    const name = textOf(group) ?? '';
    return OF_KUBERNETES.test(name) || isPlaceholder(name) || [name, '*'].some((one) => granted.includes(one))
      ? []
      : [{ group: name, plural: textOf(resource['resourcePlural']) ?? pluralOf(textOf(kind) ?? '') }];
  });
  if (missing.length === 0) return [];
  const rules = missing.map(({ group, plural }) => ({
    apiGroups: [group],
    resources: [plural],
    verbs: ['list', 'watch'],
  }));
  return [
    {
      ...about,
      // Another role may list them.
      severity: 'warning',
      path: `${CHART}.rbac.extraRules`,
      message: `no rule lets kube-state-metrics list ${missing.map(({ group, plural }) => `${plural}.${group}`).join(', ')}, so it exposes no metrics of them`,
      found: extraRules,
      expected: 'list and watch of each resource',
      fix: `extraRules: ${JSON.stringify([...listOf(extraRules), ...rules])}`,
    },
  ];
}

function pluralOf(kind: string): string {
  const name = kind.toLowerCase();
  return /(s|x|ch|sh)$/.test(name)
    ? `${name}es`
    : /[^aeiou]y$/.test(name)
      ? name.replace(/y$/, 'ies')
      : `${name}s`;
}
