import { check } from '../../../../src/doctor/checks/wrong-query/watched-workload';
import { findingsFor } from '../../../support/doctor';
import { pods } from '../scrape-chain';

/** A service of the catalog that watches a Deployment of something else. */
const contracts = () => ({
  of: () => undefined,
  watched: [{ service: 'cart', kind: 'Deployment', name: 'cart-server', namespaces: ['shop'] }],
});
const named = (name: string, namespace = 'shop') => `name: ${name}, namespace: ${namespace}`;

test('a workload of another name is found', () => {
  expect(findingsFor(check, pods({ metadata: named('cart') }), { contracts })).toEqual([
    {
      code: 'watched-workload',
      check: 'watched-workload',
      severity: 'error',
      resource: 'service "cart"',
      path: 'workload',
      message: 'no Deployment of this name was read in namespace shop, but Deployment shop/cart was',
      found: { kind: 'Deployment', name: 'cart-server' },
      expected: 'a workload in namespace shop',
      fix: "in the catalog: workload: existing({ kind: 'Deployment', name: 'cart' })",
    },
  ]);
});

test.each([
  [
    'another kind of the same name',
    pods({ metadata: named('cart-server'), kind: 'StatefulSet' }),
    "in the catalog: workload: existing({ kind: 'StatefulSet', name: 'cart-server' })",
  ],
  [
    'the application by a label of its pods',
    pods({ metadata: named('release-cart-7'), labels: 'app.kubernetes.io/name: cart' }),
    "in the catalog: workload: existing({ kind: 'Deployment', name: 'release-cart-7' })",
  ],
  [
    'the same workload in another namespace',
    pods({ metadata: named('cart-server', 'web') }),
    "in the catalog: namespace: 'web'",
  ],
  [
    'other workloads of the namespace',
    pods({ metadata: named('stock'), labels: 'app: stock' }),
    'kubectl get deployments --namespace shop',
  ],
])('%s is proposed', (_what, yaml, fix) => {
  expect(findingsFor(check, yaml, { contracts })).toMatchObject([{ fix }]);
});

test.each([
  ['the workload', pods({ metadata: named('cart-server') })],
  ['workloads of other namespaces only', pods({ metadata: named('stock', 'web'), labels: 'app: stock' })],
  ['a Service of the namespace', '{ apiVersion: v1, kind: Service, metadata: { name: a, namespace: shop } }'],
])('nothing is found with %s', (_what, yaml) => {
  expect(findingsFor(check, yaml, { contracts })).toEqual([]);
});

test('each namespace of a service is looked at by itself', () => {
  const several = () => ({
    of: () => undefined,
    watched: [{ service: 'cart', kind: 'Deployment', name: 'cart-server', namespaces: ['shop', 'eu-west'] }],
  });
  const inShop = pods({ metadata: named('cart-server') });
  expect(findingsFor(check, inShop, { contracts: several })).toEqual([]);
  expect(
    findingsFor(check, `${inShop}\n---\n${pods({ metadata: named('cart', 'eu-west') })}`, {
      contracts: several,
    }),
  ).toMatchObject([
    {
      message: 'no Deployment of this name was read in namespace eu-west, but Deployment eu-west/cart was',
      fix: "in the catalog: workloadIn: { 'eu-west': existing({ kind: 'Deployment', name: 'cart' }) }",
    },
  ]);
});

test('nothing is found without a catalog', () => {
  expect(findingsFor(check, pods())).toEqual([]);
});
