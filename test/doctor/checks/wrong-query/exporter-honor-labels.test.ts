import { check } from '../../../../src/doctor/checks/wrong-query/exporter-honor-labels';
import { findingsFor } from '../../../support/doctor';
import { aService, chain, serviceMonitor } from '../scrape-chain';
import { yaml } from '../yaml';

const ksm = (endpoint = 'port: web', more = '') =>
  chain({
    monitor: serviceMonitor(`endpoints: [{ ${endpoint} }]`),
    service: aService('', 'name: kube-state-metrics, namespace: shop, labels: { app: cart }'),
    more,
  });
const rule = (expr: string) =>
  yaml('PrometheusRule', '', `spec: { groups: [{ name: g, rules: [{ alert: A, expr: '${expr}' }] }] }`);

test('the labels of the scrape replace those of kube-state-metrics', () => {
  expect(findingsFor(check, ksm())).toEqual([
    {
      code: 'exporter-honor-labels',
      check: 'exporter-honor-labels',
      severity: 'warning',
      resource: 'ServiceMonitor monitoring/cart',
      path: 'spec.endpoints[0].honorLabels',
      message:
        'without honorLabels, the labels of the scrape replace namespace, pod, container, service, endpoint of kube-state-metrics',
      found: undefined,
      expected: 'true',
      fix: 'honorLabels: true',
      at: { file: 'test.yaml', line: 2 },
    },
  ]);
});

test('an expression that reads another namespace finds nothing', () => {
  expect(
    findingsFor(check, ksm('port: web', rule('kube_pod_status_phase{namespace="prod"} > 0'))),
  ).toMatchObject([
    {
      severity: 'error',
      resource: 'PrometheusRule monitoring/x',
      fix: 'in endpoint 0 of ServiceMonitor monitoring/cart: honorLabels: true',
    },
  ]);
});

test.each([
  ['cAdvisor', chain({ monitor: serviceMonitor('endpoints: [{ port: web, path: /metrics/cadvisor }]') })],
  ['federation', chain({ monitor: serviceMonitor('endpoints: [{ port: web, path: /federate }]') })],
  [
    'a Prometheus that overrides it',
    ksm(
      'port: web, honorLabels: true',
      yaml('Prometheus', '', 'spec: { serviceMonitorSelector: {}, overrideHonorLabels: true }'),
    ),
  ],
])('it finds %s', (_what, manifests) => {
  expect(findingsFor(check, manifests)).toMatchObject([{ severity: 'warning' }]);
});

test.each([
  ['honorLabels', ksm('port: web, honorLabels: true')],
  ['the port about itself', ksm('port: self')],
  [
    'relabeling that removes the label',
    ksm('port: web, relabelings: [{ action: labeldrop, regex: namespace|pod }]'),
  ],
  [
    'relabeling that restores the label',
    ksm('port: web, metricRelabelings: [{ sourceLabels: [exported_namespace], targetLabel: ns }]'),
  ],
  ['another service', chain()],
])('it finds nothing in %s', (_what, manifests) => {
  expect(findingsFor(check, manifests)).toEqual([]);
});

const keda = (endpoint: string, expr: string) =>
  chain({
    monitor: serviceMonitor(`endpoints: [{ ${endpoint} }]`, 'name: keda-operator, namespace: keda'),
    service: aService('', 'name: keda-operator, namespace: shop, labels: { app: cart }'),
    more: yaml(
      'PrometheusRule',
      '',
      `spec: { groups: [{ name: g, rules: [{ alert: A, expr: '${expr}' }] }] }`,
    ),
  });

test('a controller whose series are about other namespaces, once an expression reads one', () => {
  const errors = 'keda_scaled_object_errors_total{namespace="apps"} > 0';
  expect(findingsFor(check, keda('port: web', errors))).toMatchObject([
    { severity: 'error', fix: expect.stringMatching(/honorLabels: true$/) as string },
  ]);
  expect(findingsFor(check, keda('port: web, honorLabels: true', errors))).toEqual([]);
  expect(findingsFor(check, keda('port: web', 'keda_scaled_object_errors_total > 0'))).toEqual([]);
});
