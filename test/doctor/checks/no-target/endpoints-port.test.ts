import { check } from '../../../../src/doctor/checks/no-target/endpoints-port';
import { findingsFor } from '../../../support/doctor';
import { aService, chain, serviceMonitor } from '../scrape-chain';

const written = (ports: string) => `---
{ apiVersion: v1, kind: Endpoints, metadata: { name: cart, namespace: shop }, subsets: [{ addresses: [{ ip: 10.0.0.1 }], ports: ${ports} }] }
`;
const slice = (ports: string) => `---
{ apiVersion: discovery.k8s.io/v1, kind: EndpointSlice, metadata: { name: cart-1, namespace: shop, labels: { kubernetes.io/service-name: cart } }, endpoints: [{ addresses: [10.0.0.1] }], ports: ${ports} }
`;
const external = (more: string) =>
  chain({
    service: aService('selector: -, ports: [{ name: web, port: 80, targetPort: 8080 }]'),
    deployment: '',
    more,
  });

test('manually created endpoints have another port name', () => {
  expect(findingsFor(check, external(written('[{ name: metrics, port: 8080 }]')))).toEqual([
    {
      code: 'endpoints-port',
      check: 'endpoints-port',
      severity: 'error',
      resource: 'ServiceMonitor monitoring/cart',
      path: 'spec.endpoints[0].port',
      message: 'Endpoints shop/cart, with the addresses of Service shop/cart, has no port of that name',
      found: 'web',
      expected: 'one of metrics',
      fix: 'in Endpoints shop/cart: ports: [{"name":"web","port":8080}]',
      at: { file: 'test.yaml', line: 2 },
    },
  ]);
});

test.each([
  ['no name', external(written('[{ port: 8080 }]')), 'a port with that name in the endpoints'],
  ['another name in a slice', external(slice('[{ name: http, port: 8080 }]')), 'one of http'],
])('it finds %s', (_what, yaml, expected) => {
  expect(findingsFor(check, yaml)).toMatchObject([{ severity: 'error', expected }]);
});

test.each([
  ['the same name', external(written('[{ name: web, port: 8080 }]'))],
  [
    'the same name in one slice of two',
    external(slice('[{ name: a, port: 1 }]') + slice('[{ name: web, port: 8080 }]')),
  ],
  ['a Service with a selector', chain({ more: written('[{ name: old, port: 1 }]') })],
  [
    'endpoints without addresses',
    external('---\n{ apiVersion: v1, kind: Endpoints, metadata: { name: cart, namespace: shop } }'),
  ],
  ['no endpoints at all', external('')],
  [
    'a targetPort',
    chain({
      monitor: serviceMonitor('endpoints: [{ targetPort: 8080 }]'),
      service: aService('selector: -'),
      more: written('[{ port: 8080 }]'),
    }),
  ],
])('it finds nothing in %s', (_what, yaml) => {
  expect(findingsFor(check, yaml)).toEqual([]);
});
