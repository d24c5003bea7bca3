import { check } from '../../../../src/doctor/checks/no-target/pods-running';
import { findingsFor } from '../../../support/doctor';
import { chain, pods, serviceMonitor } from '../scrape-chain';

const pod = (phase: string, name = 'cart-1') =>
  `---\n{ apiVersion: v1, kind: Pod, metadata: { name: ${name}, namespace: shop, labels: { app: cart } }, spec: { containers: [{ name: c, ports: [{ name: http, containerPort: 8080 }] }] }, status: { phase: ${phase} } }\n`;

test('a workload without replicas is info', () => {
  expect(findingsFor(check, chain({ deployment: pods({ replicas: 0 }) }))).toEqual([
    {
      code: 'pods-running',
      check: 'pods-running',
      severity: 'info',
      resource: 'ServiceMonitor monitoring/cart',
      path: 'spec.endpoints[0].port',
      message: 'Deployment shop/cart has 0 replicas, so the endpoint has no pods',
      found: 'web',
      expected: 'a workload with replicas',
      fix: 'kubectl scale deployment cart --namespace shop --replicas 1',
      at: { file: 'test.yaml', line: 2 },
    },
  ]);
});

test('finished pods are skipped', () => {
  expect(findingsFor(check, chain({ deployment: pod('Failed') + pod('Succeeded', 'cart-2') }))).toMatchObject(
    [
      {
        severity: 'warning',
        message: 'all pods of the endpoint have finished and are skipped, such as Pod shop/cart-1',
      },
    ],
  );
});

test.each([
  ['pods of which one runs', chain({ deployment: pod('Failed') + pod('Running', 'cart-2') })],
  ['replicas', chain()],
  [
    'finished pods that the monitor includes',
    chain({
      monitor: serviceMonitor('endpoints: [{ port: web, filterRunning: false }]'),
      deployment: pod('Succeeded'),
    }),
  ],
  ['no pods', chain({ deployment: '' })],
])('it finds nothing with %s', (_what, yaml) => {
  expect(findingsFor(check, yaml)).toEqual([]);
});
