import { check } from '../../../../src/doctor/checks/wrong-query/watched-memory-limit';
import { findingsFor } from '../../../support/doctor';
import { runningPod, watching, workload } from '../watched';

const memoryAlert = 'CartMemoryNearLimit';
const found = (yaml: string, fields: Parameters<typeof watching>[0] = {}) =>
  findingsFor(check, yaml, watching({ memoryAlert, ...fields }));
const limit = (name: string, resource = 'memory') =>
  `{ name: ${name}, resources: { limits: { ${resource}: 1 } } }`;

test('an alert on a memory limit that does not exist is found', () => {
  expect(found(workload('{ name: server }, { name: exporter }'))).toEqual([
    {
      code: 'watched-memory-limit',
      check: 'watched-memory-limit',
      severity: 'warning',
      resource: 'service "cart"',
      path: 'workload',
      message:
        'CartMemoryNearLimit never fires, because no container of StatefulSet shop/cart has a memory limit',
      found: ['server', 'exporter'],
      expected: 'a container with resources.limits.memory',
      fix: "in the catalog: builtInAlerts: { MemoryNearLimit: 'off' }; or set resources.limits.memory of container server in StatefulSet shop/cart",
    },
  ]);
});

test('only the watched container counts', () => {
  const yaml = workload(`{ name: server }, ${limit('exporter')}`);
  expect(found(yaml)).toEqual([]);
  expect(found(yaml, { container: 'server' })).toMatchObject([
    {
      message:
        'CartMemoryNearLimit never fires, because container server of StatefulSet shop/cart has no memory limit',
    },
  ]);
});

test('a CPU limit is none of memory', () => {
  expect(found(workload(limit('server', 'cpu')))).toHaveLength(1);
});

test.each<[string, string, Parameters<typeof watching>[0]]>([
  ['a limit', workload(limit('server')), {}],
  ['no such alert', workload('{ name: server }'), { memoryAlert: undefined }],
  ['a container that does not exist', workload('{ name: server }'), { container: 'x' }],
  ['a limit of a running pod', workload('{ name: server }') + runningPod(limit('server')), {}],
  [
    'a LimitRange',
    `${workload('{ name: server }')}---\n{ apiVersion: v1, kind: LimitRange, metadata: { name: a, namespace: shop } }`,
    {},
  ],
  ['another workload only', workload('{ name: a }', { name: 'stock' }), {}],
])('nothing is found with %s', (_what, yaml, fields) => {
  expect(found(yaml, fields)).toEqual([]);
});
