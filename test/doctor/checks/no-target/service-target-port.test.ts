import { check } from '../../../../src/doctor/checks/no-target/service-target-port';
import { findingsFor } from '../../../support/doctor';
import { aService, chain, ownCart, pods, serviceMonitor } from '../scrape-chain';

const port = (fields: string) => aService(`ports: [{ name: web, port: 80, ${fields} }]`);

test('a named targetPort that no container declares gives no endpoint', () => {
  expect(findingsFor(check, chain({ service: port('targetPort: metrics') }))).toEqual([
    {
      code: 'service-target-port',
      check: 'service-target-port',
      severity: 'error',
      resource: 'Service shop/cart',
      path: 'spec.ports[0].targetPort',
      message: 'no container of the pods declares a port of that name',
      found: 'metrics',
      expected: 'one of http',
      fix: 'in the container of Deployment shop/cart, set name: metrics on the entry of ports that serves it; if http serves it, targetPort is that name',
      at: { file: 'test.yaml', line: 4 },
    },
  ]);
});

test.each([
  [
    'a name with another protocol',
    port('targetPort: http, protocol: UDP'),
    pods(),
    'error',
    'the container port of that name uses TCP, not UDP',
    'protocol: TCP',
  ],
  [
    'a number beside those that are declared',
    port('targetPort: 9090'),
    pods(),
    'info',
    'the containers of the pods declare other ports only',
    'if the container listens on it, add to its ports: {"containerPort":9090}',
  ],
  [
    'a name where nothing is declared',
    port('targetPort: metrics'),
    pods({ ports: '' }),
    'error',
    'no container of the pods declares a port of that name',
    'in the container of Deployment shop/cart, set name: metrics on the entry of ports that serves it',
  ],
  [
    'a misspelt name',
    port('targetPort: htpp'),
    pods(),
    'error',
    'no container of the pods declares a port of that name',
    'targetPort: http',
  ],
])('it finds %s', (_what, service, deployment, severity, message, fix) => {
  expect(findingsFor(check, chain({ service, deployment }))).toMatchObject([{ severity, message, fix }]);
});

test.each([
  ['the name of the container port', port('targetPort: http'), pods()],
  ['its number', port('targetPort: 8080'), pods()],
  ['a number where nothing is declared', port('targetPort: 9090'), pods({ ports: '' })],
  ['a name whose pods were not read', port('targetPort: metrics'), ''],
  [
    'a wrong port that is not scraped',
    aService('ports: [{ name: web, port: 80, targetPort: http }, { name: b, port: 1 }]'),
    pods(),
  ],
])('it finds nothing in %s', (_what, service, deployment) => {
  expect(findingsFor(check, chain({ service, deployment }))).toEqual([]);
});

test('the port of a service of the catalog is known, and reported once', () => {
  const yaml = chain({
    service: port('targetPort: 9090'),
    deployment: pods({ ports: '' }),
    more: serviceMonitor('', 'name: again, namespace: monitoring'),
  });
  expect(findingsFor(check, yaml, { contracts: ownCart() })).toMatchObject([
    {
      severity: 'error',
      message: 'the service listens on another port',
      expected: '8080',
      fix: 'targetPort: 8080',
    },
  ]);
});
