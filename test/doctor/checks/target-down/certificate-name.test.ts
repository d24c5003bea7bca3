import { check } from '../../../../src/doctor/checks/target-down/certificate-name';
import { findingsFor } from '../../../support/doctor';
import { aService, chain, pods, serviceMonitor } from '../scrape-chain';

const verifying = (name: string, more = '') =>
  serviceMonitor(
    `endpoints: [{ port: web, scheme: https, tlsConfig: { serverName: ${name}, ca: { secret: { name: cart-tls, key: ca.crt } }${more} } }]`,
  );
const certificate = (names: string, namespace = 'shop') =>
  `\n---\n{ apiVersion: cert-manager.io/v1, kind: Certificate, metadata: { name: cart, namespace: ${namespace} }, spec: { secretName: cart-tls, dnsNames: [${names}] } }`;
const mounting = pods({ spec: 'volumes: [{ name: tls, secret: { secretName: cart-tls } }]' });
const projecting = pods({
  spec: 'volumes: [{ name: tls, projected: { sources: [{ secret: { name: cart-tls } }] } }]',
});
const serving = aService(
  '',
  'name: cart, namespace: shop, labels: { app: cart }, annotations: { service.beta.openshift.io/serving-cert-secret-name: cart-tls }',
);

test('the certificate that the pods mount has other names', () => {
  const text = chain({
    monitor: verifying('api.shop.svc'),
    deployment: mounting,
    more: certificate('cart.shop.svc.cluster.local, cart.shop.svc'),
  });
  expect(findingsFor(check, text)).toMatchObject([
    {
      code: 'certificate-name',
      severity: 'error',
      path: 'spec.endpoints[0].tlsConfig.serverName',
      message: 'Certificate shop/cart does not have this name',
      found: 'api.shop.svc',
      expected: 'one of cart.shop.svc.cluster.local, cart.shop.svc',
      fix: 'serverName: cart.shop.svc',
    },
  ]);
});

test.each<[string, string, object]>([
  [
    'a projected volume',
    chain({ monitor: verifying('cart'), deployment: projecting, more: certificate('cart.shop') }),
    { fix: 'serverName: cart.shop' },
  ],
  [
    'pods that were not read, and a certificate that is its own authority',
    chain({ monitor: verifying('cart'), deployment: '', more: certificate('a.example', 'monitoring') }),
    { message: 'Certificate monitoring/cart does not have this name' },
  ],
  [
    'a wildcard for another domain',
    chain({
      monitor: verifying('cart.shop.svc'),
      deployment: mounting,
      more: certificate('"*.example.com"'),
    }),
    { expected: 'one of *.example.com' },
  ],
  [
    'a certificate that OpenShift makes for the Service',
    chain({ monitor: verifying('cart.shop'), service: serving }),
    {
      message: 'the certificate that OpenShift makes for Service shop/cart does not have this name',
      fix: 'serverName: cart.shop.svc',
    },
  ],
])('%s', (_what, text, finding) => {
  expect(findingsFor(check, text)).toMatchObject([finding]);
});

test.each([
  [
    'one of its names',
    chain({ monitor: verifying('cart.shop'), deployment: mounting, more: certificate('a, cart.shop') }),
  ],
  [
    'a wildcard',
    chain({ monitor: verifying('cart.shop'), deployment: mounting, more: certificate('"*.shop"') }),
  ],
  [
    'the name that OpenShift gives, beside the certificate of a webhook',
    chain({
      monitor: verifying('cart.shop.svc'),
      service: serving,
      deployment: mounting,
      more: certificate('webhook.shop.svc'),
    }),
  ],
  ['no certificate', chain({ monitor: verifying('other'), deployment: mounting })],
  [
    'a certificate that the pods do not mount',
    chain({ monitor: verifying('other'), more: certificate('a') }),
  ],
  [
    'names that Kustomize replaces',
    chain({
      monitor: verifying('other'),
      deployment: mounting,
      more: certificate('SERVICE_NAME.SERVICE_NAMESPACE.svc'),
    }),
  ],
  [
    'a connection that is not verified',
    chain({
      monitor: verifying('other', ', insecureSkipVerify: true'),
      deployment: mounting,
      more: certificate('a'),
    }),
  ],
  [
    'a Certificate of another group',
    chain({
      monitor: verifying('x'),
      deployment: mounting,
      more: certificate('a').replace('cert-manager.io', 'example.org'),
    }),
  ],
  [
    'the whole name that OpenShift gives',
    chain({ monitor: verifying('cart.shop.svc.cluster.local'), service: serving }),
  ],
])('it finds nothing with %s', (_what, text) => {
  expect(findingsFor(check, text)).toEqual([]);
});
