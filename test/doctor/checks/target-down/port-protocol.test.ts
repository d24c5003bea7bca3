import { check } from '../../../../src/doctor/checks/target-down/port-protocol';
import { findingsFor } from '../../../support/doctor';
import { aService, chain, podMonitor, pods, serviceMonitor } from '../scrape-chain';

const udp = aService('ports: [{ name: web, port: 53, targetPort: 53, protocol: UDP }]');

test('metrics are not served over UDP', () => {
  expect(findingsFor(check, chain({ service: udp }))).toEqual([
    {
      code: 'port-protocol',
      check: 'port-protocol',
      severity: 'error',
      resource: 'ServiceMonitor monitoring/cart',
      path: 'spec.endpoints[0].port',
      message: 'the scraped port of Service shop/cart uses UDP, and a scrape needs TCP',
      found: 'web',
      expected: 'a TCP port',
      fix: 'in ports of Service shop/cart: {"name":"web","port":53,"targetPort":53,"protocol":"TCP"}',
      at: { file: 'test.yaml', line: 2 },
    },
  ]);
});

test('metrics are not served over a UDP port of the pods', () => {
  const yaml = chain({
    monitor: podMonitor('podMetricsEndpoints: [{ portNumber: 53 }]'),
    deployment: pods({ ports: '{ containerPort: 53, protocol: UDP }' }),
  });
  expect(findingsFor(check, yaml)).toMatchObject([
    {
      path: 'spec.podMetricsEndpoints[0].portNumber',
      message: 'the scraped port of Deployment shop/cart uses UDP, and a scrape needs TCP',
      fix: 'in ports of Deployment shop/cart: {"containerPort":53,"protocol":"TCP"}',
    },
  ]);
});

test('one of all ports is of UDP', () => {
  const yaml = chain({
    monitor: podMonitor('podMetricsEndpoints: [{ relabelings: [{ targetLabel: a, replacement: b }] }]'),
    deployment: pods({ ports: '{ containerPort: 53, protocol: UDP }' }),
  });
  expect(findingsFor(check, yaml)).toHaveLength(1);
});

test.each([
  ['a TCP port', chain()],
  [
    'a TCP port beside one of UDP',
    chain({
      service: udp.replace('ports: [', 'ports: [{ name: m, port: 9153 }, '),
      monitor: serviceMonitor('endpoints: [{ port: m }]'),
    }),
  ],
  ['pods that were not read', serviceMonitor()],
  [
    'all ports, of which relabeling keeps some',
    chain({
      monitor: podMonitor(
        'podMetricsEndpoints: [{ relabelings: [{ action: keep, sourceLabels: [__meta_kubernetes_pod_container_name], regex: cart }] }]',
      ),
      deployment: pods({ ports: '{ containerPort: 53, protocol: UDP }' }),
    }),
  ],
])('it finds nothing in %s', (_what, yaml) => {
  expect(findingsFor(check, yaml)).toEqual([]);
});
