import { check } from '../../../../src/doctor/checks/not-selected/selector-namespaces';
import { findingsFor } from '../../../support/doctor';
import { values, yaml } from '../yaml';

const prometheus = (namespaces: string) =>
  yaml('Prometheus', 'name: k8s', `spec: { serviceMonitorSelector: {}, ${namespaces} }`);
const monitor = yaml('ServiceMonitor', 'name: web, namespace: shop');

test('a Prometheus without namespace selector selects its own namespace', () => {
  expect(findingsFor(check, prometheus('') + monitor)).toEqual([
    {
      code: 'selector-namespaces',
      check: 'selector-namespaces',
      severity: 'error',
      resource: 'ServiceMonitor shop/web',
      path: 'metadata.namespace',
      message: 'Prometheus does not select a ServiceMonitor from this namespace',
      found: 'shop',
      expected:
        'monitoring, because spec.serviceMonitorNamespaceSelector of Prometheus monitoring/k8s is not set',
      fix: 'in Prometheus monitoring/k8s: serviceMonitorNamespaceSelector: {}',
      at: { file: 'test.yaml', line: 7 },
    },
  ]);
});

const byLabel = prometheus('serviceMonitorNamespaceSelector: { matchLabels: { env: prod } }');
const byName = prometheus(
  'serviceMonitorNamespaceSelector: { matchLabels: { kubernetes.io/metadata.name: web } }',
);

test.each<[string, string, string]>([
  [
    'a label',
    byLabel + yaml('Namespace', 'name: shop, labels: { env: dev }'),
    'kubectl label namespace shop env=prod',
  ],
  ['a name', byName, 'in Prometheus monitoring/k8s: serviceMonitorNamespaceSelector: {}'],
])('a namespace without %s', (_what, text, fix) => {
  expect(findingsFor(check, text + monitor)).toMatchObject([{ found: 'shop', fix, severity: 'error' }]);
});

test.each<[string, string]>([
  ['the namespace is that of Prometheus', prometheus('') + yaml('ServiceMonitor', '')],
  ['the namespace is filled in later', prometheus('') + monitor.replace('shop', '"${NAMESPACE}"')],
  ['all namespaces are selected', prometheus('serviceMonitorNamespaceSelector: {}') + monitor],
  ['the namespace has the label', byLabel + yaml('Namespace', 'name: shop, labels: { env: prod }') + monitor],
  ['the labels of the namespace were not read', byLabel + monitor],
  ['the manifest does not say where it belongs', prometheus('') + monitor.replace('namespace: shop', '')],
])('nothing is found where %s', (_what, text) => {
  expect(findingsFor(check, text)).toEqual([]);
});

test('the chart selects all namespaces, except for a ScrapeConfig with a null selector', () => {
  const text = monitor + yaml('ScrapeConfig', 'namespace: shop, labels: { release: prom }');
  const spec = { prometheus: { prometheusSpec: { scrapeConfigNamespaceSelector: null } } };
  expect(findingsFor(check, text, values({}, 'prom'))).toEqual([]);
  expect(findingsFor(check, text, values(spec, 'prom'))).toMatchObject([
    { resource: 'ScrapeConfig shop/x', severity: 'warning', fix: 'scrapeConfigNamespaceSelector: {}' },
  ]);
});
