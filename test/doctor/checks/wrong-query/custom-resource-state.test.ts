import { stringify } from 'yaml';
import { check } from '../../../../src/doctor/checks/wrong-query/custom-resource-state';
import type { Fields } from '../../../../src/kubernetes/object';
import { findingsFor } from '../../../support/doctor';
import { values, yaml } from '../yaml';

const GAUGE = { type: 'Gauge', gauge: { path: ['status', 'replicas'] } };
const described = (each: Fields = GAUGE, resource: Fields = {}) => ({
  kind: 'CustomResourceStateMetrics',
  spec: {
    resources: [
      {
        groupVersionKind: { group: 'argoproj.io', version: 'v1alpha1', kind: 'Rollout' },
        metrics: [{ name: 'replicas', each }],
        ...resource,
      },
    ],
  },
});
const RULES = [{ apiGroups: ['argoproj.io'], resources: ['rollouts'], verbs: ['list', 'watch'] }];
const inValues = (config: Fields, more: Fields = {}, rbac: Fields = { extraRules: RULES }) =>
  findingsFor(
    check,
    '',
    values({ 'kube-state-metrics': { rbac, customResourceState: { enabled: true, config, ...more } } }),
  );
const inConfigMap = (config: Fields) =>
  findingsFor(check, yaml('ConfigMap', '', `data: { c.yaml: ${JSON.stringify(stringify(config))} }`));

test('resources that no rule of the chart lists', () => {
  expect(inValues(described(), {}, {})).toEqual([
    {
      code: 'custom-resource-state',
      check: 'custom-resource-state',
      severity: 'warning',
      resource: 'Helm values values.yml',
      path: 'kube-state-metrics.rbac.extraRules',
      message: 'no rule lets kube-state-metrics list rollouts.argoproj.io, so it exposes no metrics of them',
      found: undefined,
      expected: 'list and watch of each resource',
      fix: `extraRules: ${JSON.stringify(RULES)}`,
      at: { file: 'values.yml' },
    },
  ]);
});

test.each([
  ['Policy', 'policies'],
  ['Gateway', 'gateways'],
  ['Ingress', 'ingresses'],
])('the plural of %s is %s', (kind, plural) => {
  const resource = { groupVersionKind: { group: 'a.example', version: 'v1', kind } };
  expect(inValues(described(GAUGE, resource))).toMatchObject([
    { message: expect.stringContaining(` ${plural}.a.example,`) },
  ]);
});

test('a plural that is stated, beside rules for others', () => {
  const others = [{ apiGroups: ['argoproj.io'], resources: ['*'], verbs: ['get'] }];
  expect(inValues(described(GAUGE, { resourcePlural: 'rolls' }), {}, { extraRules: others })).toMatchObject([
    { fix: `extraRules: ${JSON.stringify([...others, { ...RULES[0], resources: ['rolls'] }])}` },
  ]);
});

test.each([
  ['rules for it', {}, { extraRules: RULES }],
  ['rules for all', {}, { extraRules: [{ apiGroups: ['*'], resources: ['*'], verbs: ['*'] }] }],
  ['roles of its own', {}, { create: false }],
  ['an existing role', {}, { useExistingRole: 'a' }],
  ['rules of a template', {}, { extraRules: '{{ .Values.rules }}' }],
  ['a ConfigMap of its own', { create: false }, {}],
])('silent in values with %s', (_what, more, rbac) => {
  expect(inValues(described(), more, rbac)).toEqual([]);
});

test('silent for groups of Kubernetes, which the role may have', () => {
  for (const group of ['apps', '', 'autoscaling.k8s.io', '${GROUP}'])
    expect(
      inValues(described(GAUGE, { groupVersionKind: { group, version: 'v1', kind: 'A' } }), {}, {}),
    ).toEqual([]);
  expect(findingsFor(check, '', values({ 'kube-state-metrics': {} }))).toEqual([]);
  expect(findingsFor(check, '')).toEqual([]);
});

test('a configuration that is not enabled', () => {
  expect(inValues(described(), { enabled: false })).toMatchObject([
    { path: 'kube-state-metrics.customResourceState.enabled', fix: 'enabled: true' },
  ]);
});

test('resources outside of spec', () => {
  const { resources } = described().spec;
  expect(inConfigMap({ resources })).toMatchObject([
    { severity: 'error', path: 'data["c.yaml"].resources', fix: 'move resources into spec' },
  ]);
});

test.each<[string, Fields, string, string]>([
  ['no type', { path: ['spec'] }, 'type', 'each: {"type":"Gauge","gauge":{"path":["spec"]}}'],
  ['no type of a section', { info: {} }, 'type', 'type: Info'],
  ['an unknown type', { type: 'Counter', gauge: {} }, 'type', 'type: Gauge'],
  [
    'no section',
    { type: 'StateSet', path: ['status'] },
    'stateSet',
    'each: {"type":"StateSet","stateSet":{"path":["status"]}}',
  ],
  ['the section of another type', { type: 'Gauge', stateSet: {} }, 'gauge', 'type: StateSet'],
  [
    'a map in place of a path',
    { type: 'Gauge', gauge: { valueFrom: { path: ['a', 'b'] } } },
    'gauge.valueFrom',
    'valueFrom: ["a","b"]',
  ],
  ['a text in place of a path', { type: 'info', info: { path: '.a.b' } }, 'info.path', 'path: ["a","b"]'],
])('a metric with %s', (_what, each, path, fix) => {
  expect(inConfigMap(described(each))).toMatchObject([
    { path: `data["c.yaml"].spec.resources[0].metrics[0].each.${path}`, fix },
  ]);
  expect(inValues(described(each))).toHaveLength(1);
});

test.each([
  ['a valid configuration', described()],
  ['a type in lower case', described({ type: 'stateset', stateSet: { path: ['a'], list: ['b'] } })],
  ['no path', described({ type: 'Gauge', gauge: { path: null } })],
  ['another list of resources', { resources: [{ name: 'groupVersionKind' }] }],
])('silent in a ConfigMap: %s', (_what, config) => {
  expect(inConfigMap(config)).toEqual([]);
});
