import { check } from '../../../../src/doctor/checks/wrong-query/watched-autoscaler';
import { findingsFor } from '../../../support/doctor';
import { watching, workload } from '../watched';

const found = (yaml: string, more = {}) =>
  findingsFor(check, yaml, { ...watching({ autoscaler: 'cart', container: 'server' }), ...more });

const autoscaler = (name: string, target: string, namespace = 'shop') =>
  `---\n{ apiVersion: autoscaling/v2, kind: HorizontalPodAutoscaler, metadata: { name: ${name}, namespace: ${namespace} }, spec: { maxReplicas: 9, scaleTargetRef: { ${target} } } }\n`;
const CART = 'apiVersion: apps/v1, kind: StatefulSet, name: cart';
const scaledObject = (spec: string) =>
  `---\n{ apiVersion: keda.sh/v1alpha1, kind: ScaledObject, metadata: { name: queue, namespace: shop }, spec: { ${spec} } }\n`;
const cart = workload('{ name: server }');
const WITHOUT =
  "in the catalog: workload: existing({ kind: 'StatefulSet', name: 'cart', container: 'server' })";
const named = (name: string) =>
  `in the catalog: workload: existing({ kind: 'StatefulSet', name: 'cart', container: 'server', autoscaler: '${name}' })`;

test('an autoscaler of another name is found', () => {
  expect(found(cart + autoscaler('cart-hpa', CART))).toEqual([
    {
      code: 'watched-autoscaler',
      check: 'watched-autoscaler',
      severity: 'error',
      resource: 'service "cart"',
      path: 'workload.autoscaler',
      message:
        'no HorizontalPodAutoscaler of this name was read, but HorizontalPodAutoscaler shop/cart-hpa scales StatefulSet shop/cart',
      found: 'cart',
      expected: 'cart-hpa',
      fix: named('cart-hpa'),
    },
  ]);
});

test('an autoscaler that scales another workload is found', () => {
  const other = autoscaler('cart', 'kind: Deployment, name: stock');
  expect(found(cart + other)).toMatchObject([
    {
      severity: 'error',
      message: 'HorizontalPodAutoscaler shop/cart scales Deployment stock',
      expected: 'a HorizontalPodAutoscaler that scales StatefulSet shop/cart',
      fix: WITHOUT,
    },
  ]);
  expect(found(cart + other + autoscaler('right', CART))).toMatchObject([{ fix: named('right') }]);
});

test('KEDA names the autoscaler', () => {
  const target = 'scaleTargetRef: { kind: StatefulSet, name: cart }';
  expect(found(cart + scaledObject(target))).toMatchObject([
    {
      message:
        'no HorizontalPodAutoscaler of this name was read, but ScaledObject shop/queue scales StatefulSet shop/cart',
      fix: named('keda-hpa-queue'),
    },
  ]);
  expect(
    found(cart + scaledObject(`${target}, advanced: { horizontalPodAutoscalerConfig: { name: cart } }`)),
  ).toEqual([]);
});

test('without any autoscaler, only a whole cluster makes it certain', () => {
  const message =
    'no HorizontalPodAutoscaler of this name was read, and none that scales StatefulSet shop/cart';
  expect(found(cart)).toMatchObject([{ severity: 'warning', message, fix: WITHOUT }]);
  const cluster = { context: 'cluster x', missingKinds: [], denied: [] };
  expect(found(cart, { cluster })).toMatchObject([{ severity: 'error', message, fix: WITHOUT }]);
});

test.each([
  ['its autoscaler', cart + autoscaler('cart', CART)],
  ['one that scales what runs its pods', cart + autoscaler('cart', 'kind: Rollout, name: cart')],
  ['the autoscaler only', autoscaler('other', CART)],
  ['another workload only', workload('{ name: a }', { name: 'stock' })],
])('nothing is found with %s', (_what, yaml) => {
  expect(found(yaml)).toEqual([]);
});

test('an autoscaler of another namespace is none of the workload', () => {
  expect(found(cart + autoscaler('cart', CART, 'web'))).toMatchObject([{ severity: 'warning' }]);
});

test('nothing is found without an autoscaler in the catalog', () => {
  expect(findingsFor(check, cart, watching())).toEqual([]);
});
