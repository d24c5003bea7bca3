import { readFileSync } from 'node:fs';
import { fieldsOf } from '../../../src/operator/fields/shapes';

const IMPORTS = readFileSync('imports/monitoring.coreos.com.ts', 'utf8');

/** Names of fields in the generated function that writes a part of a resource as JSON. */
function imported(part: string): readonly string[] {
  const [, body = ''] =
    new RegExp(`function toJson_${part}\\(.*?const result = \\{\\n(.*?)\\n  \\};`, 's').exec(IMPORTS) ?? [];
  return [...body.matchAll(/^ {4}'([^']+)':/gm)].map(([, name = '']) => name).toSorted();
}

test.each([
  ['ServiceMonitor', 'ServiceMonitorSpec'],
  ['ServiceEndpoint', 'ServiceMonitorSpecEndpoints'],
  ['TlsWithFiles', 'ServiceMonitorSpecEndpointsTlsConfig'],
  ['Tls', 'ServiceMonitorSpecEndpointsOauth2TlsConfig'],
  ['OAuth2', 'ServiceMonitorSpecEndpointsOauth2'],
  ['Relabeling', 'ServiceMonitorSpecEndpointsRelabelings'],
  ['Authorization', 'ServiceMonitorSpecEndpointsAuthorization'],
  ['BasicAuth', 'ServiceMonitorSpecEndpointsBasicAuth'],
  ['Selector', 'ServiceMonitorSpecSelector'],
  ['Namespaces', 'ServiceMonitorSpecNamespaceSelector'],
  ['NodeMetadata', 'ServiceMonitorSpecAttachMetadata'],
  ['RuleGroup', 'PrometheusRuleSpecGroups'],
  ['Rule', 'PrometheusRuleSpecGroupsRules'],
])('%s has the fields of %s in the definitions of the operator', (shape, part) => {
  expect([...fieldsOf(shape)!.keys()].toSorted()).toEqual(imported(part));
});
