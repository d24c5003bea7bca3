import { check } from '../../../../src/doctor/checks/no-target/endpoints-without-service';
import { check as hasPods } from '../../../../src/doctor/checks/no-target/service-has-pods';
import { findingsFor } from '../../../support/doctor';
import { aService, chain } from '../scrape-chain';

const service = aService('selector: -, ports: [{ name: web, port: 80, targetPort: 8080 }]');
const slice = (metadata: string) =>
  `---\n{ apiVersion: discovery.k8s.io/v1, kind: EndpointSlice, metadata: { namespace: shop, ${metadata} }, ports: [{ name: web, port: 8080 }], endpoints: [{ addresses: [192.0.2.1] }] }`;
const endpoints = (metadata: string) =>
  `---\n{ apiVersion: v1, kind: Endpoints, metadata: { namespace: shop, ${metadata} }, subsets: [{ addresses: [{ ip: 192.0.2.1 }], ports: [{ name: web, port: 8080 }] }] }`;
const yaml = (more: string, of = service) => chain({ service: of, deployment: '', more });

test('an EndpointSlice belongs to the Service in its label', () => {
  expect(findingsFor(check, yaml(slice('name: cart, labels: { app: cart }')))).toEqual([
    {
      code: 'endpoints-without-service',
      check: 'endpoints-without-service',
      severity: 'error',
      resource: 'EndpointSlice shop/cart',
      path: 'metadata.labels',
      message:
        'EndpointSlice shop/cart has no label kubernetes.io/service-name for Service shop/cart, so it belongs to no Service',
      found: { app: 'cart' },
      expected: 'kubernetes.io/service-name: cart',
      fix: 'metadata: { labels: { kubernetes.io/service-name: cart } }',
      at: { file: 'test.yaml', line: 7 },
    },
  ]);
});

test.each([
  ['its ports', slice('name: cart-1')],
  [
    'a Service that does not exist',
    slice('name: x, labels: { app: cart, kubernetes.io/service-name: carts }'),
  ],
  ['another name', endpoints('name: cart-metrics')],
  ['its labels', endpoints('name: x, labels: { app: cart }')],
])('endpoints are meant for the Service by %s', (_what, more) => {
  expect(findingsFor(check, yaml(more))).toMatchObject([{ severity: 'error' }]);
  expect(findingsFor(hasPods, yaml(more))).toEqual([]);
});

test('an ExternalName has to go too', () => {
  const alias = aService('type: ExternalName, externalName: 192.0.2.1, selector: -');
  expect(findingsFor(check, yaml(endpoints('name: x, labels: { app: cart }'), alias))).toMatchObject([
    { fix: 'metadata: { name: cart }\nin Service shop/cart: remove type and externalName' },
  ]);
});

test.each([
  ['an EndpointSlice with the label', slice('name: x, labels: { kubernetes.io/service-name: cart }')],
  ['Endpoints of its name', endpoints('name: cart')],
  ['endpoints of another application', slice('name: stock, labels: { app: stock }')],
  ['endpoints of another namespace', slice('name: cart').replace('namespace: shop', 'namespace: x')],
  [
    'endpoints beside those of the Service',
    endpoints('name: cart') + '\n' + slice('name: cart-2, labels: { app: cart }'),
  ],
])('it finds nothing in %s', (_what, more) => {
  expect(findingsFor(check, yaml(more))).toEqual([]);
});

test('a Service with a selector gets its endpoints from Kubernetes', () => {
  expect(findingsFor(check, chain({ more: slice('name: cart, labels: { app: cart }') }))).toEqual([]);
});
