import { readFileSync } from 'node:fs';
import { fieldsOf, specType, type FieldType } from '../../../src/operator/fields/shapes';
import { kubernetesObject } from '../../../src/kubernetes/object';

const IMPORTS = readFileSync('imports/monitoring.coreos.com.ts', 'utf8');

/** Names of fields in the generated function that writes a part of a resource as JSON. */
function imported(part: string): readonly string[] {
  const [, body = ''] =
    new RegExp(`function toJson_${part}\\(.*?const result = \\{\\n(.*?)\\n  \\};`, 's').exec(IMPORTS) ?? [];
  return [...body.matchAll(/^ {4}'([^']+)':/gm)].map(([, name = '']) => name).toSorted();
}

const specOf = (kind: string, version = 'v1'): FieldType | undefined =>
  specType(
    kubernetesObject({ apiVersion: `monitoring.coreos.com/${version}`, kind, metadata: { name: 'x' } })!,
  );

/** The fields at a path, through lists and maps. */
function fieldsAt(kind: string, path: readonly string[]): ReadonlyMap<string, FieldType> {
  const inner = (type: FieldType | undefined): ReadonlyMap<string, FieldType> => {
    if (type?.kind === 'list' || type?.kind === 'map') return inner(type.of);
    return type?.kind === 'fields' ? fieldsOf(type.shape) : new Map<string, FieldType>();
  };
  return path.reduce((fields, name) => inner(fields.get(name)), inner(specOf(kind)));
}

test.each([
  ['ServiceMonitor', [], 'ServiceMonitorSpec'],
  ['ServiceMonitor', ['endpoints'], 'ServiceMonitorSpecEndpoints'],
  ['ServiceMonitor', ['endpoints', 'tlsConfig'], 'ServiceMonitorSpecEndpointsTlsConfig'],
  ['ServiceMonitor', ['endpoints', 'oauth2'], 'ServiceMonitorSpecEndpointsOauth2'],
  ['ServiceMonitor', ['endpoints', 'oauth2', 'tlsConfig'], 'ServiceMonitorSpecEndpointsOauth2TlsConfig'],
  ['ServiceMonitor', ['endpoints', 'relabelings'], 'ServiceMonitorSpecEndpointsRelabelings'],
  ['ServiceMonitor', ['endpoints', 'authorization'], 'ServiceMonitorSpecEndpointsAuthorization'],
  ['ServiceMonitor', ['endpoints', 'basicAuth'], 'ServiceMonitorSpecEndpointsBasicAuth'],
  ['ServiceMonitor', ['selector'], 'ServiceMonitorSpecSelector'],
  ['ServiceMonitor', ['namespaceSelector'], 'ServiceMonitorSpecNamespaceSelector'],
  ['ServiceMonitor', ['attachMetadata'], 'ServiceMonitorSpecAttachMetadata'],
  ['PrometheusRule', ['groups'], 'PrometheusRuleSpecGroups'],
  ['PrometheusRule', ['groups', 'rules'], 'PrometheusRuleSpecGroupsRules'],
] as const)('%s %j has the fields of the generated class %s', (kind, path, part) => {
  expect([...fieldsAt(kind, path).keys()].toSorted()).toEqual(imported(part));
});

test.each([
  ['Prometheus', 'v1', 'retention'],
  ['PrometheusAgent', 'v1alpha1', 'remoteWrite'],
  ['Alertmanager', 'v1', 'alertmanagerConfigSelector'],
  ['AlertmanagerConfig', 'v1alpha1', 'route'],
  ['PodMonitor', 'v1', 'podMetricsEndpoints'],
  ['Probe', 'v1', 'prober'],
  ['ScrapeConfig', 'v1alpha1', 'kubernetesSDConfigs'],
  ['ThanosRuler', 'v1', 'queryEndpoints'],
])('the fields of a %s %s are known, among them %s', (kind, version, field) => {
  const type = specOf(kind, version);
  expect(type?.kind === 'fields' && fieldsOf(type.shape).has(field)).toBe(true);
});

test('a version without a definition has no known fields', () => {
  expect(specOf('AlertmanagerConfig', 'v1beta1')).toBeUndefined();
});
