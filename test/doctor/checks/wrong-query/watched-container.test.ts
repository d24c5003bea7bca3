import { check } from '../../../../src/doctor/checks/wrong-query/watched-container';
import { findingsFor } from '../../../support/doctor';
import { runningPod, watching, workload } from '../watched';

const found = (yaml: string, fields: Parameters<typeof watching>[0]) =>
  findingsFor(check, yaml, watching(fields));

test('a container that the workload does not have is found', () => {
  expect(
    found(workload('{ name: exporter }, { name: server }'), {
      container: 'sever',
      autoscaler: 'cart',
      memoryAlert: 'CartMemoryNearLimit',
    }),
  ).toEqual([
    {
      code: 'watched-container',
      check: 'watched-container',
      severity: 'error',
      resource: 'service "cart"',
      path: 'workload.container',
      message: 'StatefulSet shop/cart has no container of this name',
      found: 'sever',
      expected: 'one of exporter, server',
      fix: "in the catalog: workload: existing({ kind: 'StatefulSet', name: 'cart', container: 'server', autoscaler: 'cart' })",
    },
  ]);
});

test.each([
  ['of the name of the service', '{ name: exporter }, { name: cart }', 'cart'],
  ['that is the first', '{ name: main }, { name: helper }', 'main'],
  ['that is the first of the application', '{ name: istio-proxy }, { name: main }', 'main'],
  ['that is the only one', '{ name: istio-proxy }', 'istio-proxy'],
])('the container %s is proposed', (_which, containers, container) => {
  expect(found(workload(containers), { container: 'database' })).toMatchObject([
    {
      fix: `in the catalog: workload: existing({ kind: 'StatefulSet', name: 'cart', container: '${container}' })`,
    },
  ]);
});

test('the fix is for the namespace that differs', () => {
  expect(found(workload('{ name: main }'), { container: 'x', isLocal: true })).toMatchObject([
    { fix: expect.stringMatching(/^in the catalog: workloadIn: \{ shop: existing\(/) },
  ]);
});

test.each<[string, string, Parameters<typeof watching>[0]]>([
  ['its container', workload('{ name: server }'), { container: 'server' }],
  ['no container in the catalog', workload('{ name: server }'), {}],
  ['a sidecar of a webhook', workload('{ name: server }'), { container: 'istio-proxy' }],
  ['a container of its pods', workload('{ name: a }') + runningPod('{ name: b }'), { container: 'b' }],
  ['another workload only', workload('{ name: a }', { name: 'stock' }), { container: 'b' }],
])('nothing is found with %s', (_what, yaml, fields) => {
  expect(found(yaml, fields)).toEqual([]);
});

test('a pod of something else does not have it', () => {
  const other = runningPod('{ name: b }', 'app: stock');
  expect(found(workload('{ name: a }') + other, { container: 'b' })).toHaveLength(1);
});
