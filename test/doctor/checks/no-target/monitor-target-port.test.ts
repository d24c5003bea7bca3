import { check } from '../../../../src/doctor/checks/no-target/monitor-target-port';
import { findingsFor } from '../../../support/doctor';
import { chain, podMonitor, pods, serviceMonitor } from '../scrape-chain';

const target = (value: string) => serviceMonitor(`endpoints: [{ targetPort: ${value} }]`);
const ofPods = (endpoint: string) => podMonitor(`podMetricsEndpoints: [{ ${endpoint} }]`);

test('targetPort is the port of the container, not of the Service', () => {
  expect(findingsFor(check, chain({ monitor: target('80') }))).toEqual([
    {
      code: 'monitor-target-port',
      check: 'monitor-target-port',
      severity: 'error',
      resource: 'ServiceMonitor monitoring/cart',
      path: 'spec.endpoints[0].targetPort',
      message: 'the field takes a port of the containers, but the value is a port of the Service',
      found: 80,
      expected: 'one of 8080',
      fix: 'targetPort: 8080',
      at: { file: 'test.yaml', line: 2 },
    },
  ]);
});

test.each([
  [
    'an undeclared number',
    target('9090'),
    pods(),
    'no container of the pods declares the port',
    'targetPort: 8080',
  ],
  [
    'an undeclared name',
    target('metrics'),
    pods({ ports: '' }),
    'no container of the pods declares the port',
    'in the container: ports: [{"name":"metrics","containerPort":8080}]',
  ],
  [
    'a number where nothing is declared',
    target('9090'),
    pods({ ports: '' }),
    'no container of the pods declares the port',
    'in the container: ports: [{"name":"metrics","containerPort":9090}]',
  ],
  [
    'a number as text',
    target('"8080"'),
    pods(),
    'the value is a string, so it selects a container port by name, not by number',
    'targetPort: 8080',
  ],
  [
    'the port of a PodMonitor by number',
    ofPods('port: "8080"'),
    pods(),
    'the value is a string, so it selects a container port by name, not by number',
    'port: http',
  ],
  [
    'the port of a PodMonitor by number, where it has no name',
    ofPods('port: "8080"'),
    pods({ ports: '{ containerPort: 8080 }' }),
    'the value is a string, so it selects a container port by name, not by number',
    'portNumber: 8080',
  ],
  [
    'an undeclared portNumber',
    ofPods('portNumber: 9090'),
    pods(),
    'no container of the pods declares the port',
    'portNumber: 8080',
  ],
])('it finds %s', (_what, monitor, deployment, message, fix) => {
  expect(findingsFor(check, chain({ monitor, deployment }))).toMatchObject([{ message, fix }]);
});

test.each([
  ['a declared number', target('8080')],
  ['a declared name', target('http')],
  ['a port of the Service, which wins', serviceMonitor('endpoints: [{ port: web, targetPort: 1 }]')],
  ['a PodMonitor that names the port', ofPods('port: http')],
  ['a PodMonitor with the number', ofPods('portNumber: 8080')],
  ['the port of an injected sidecar', ofPods('port: http-envoy-prom')],
])('it finds nothing in %s', (_what, monitor) => {
  expect(findingsFor(check, chain({ monitor }))).toEqual([]);
});

test('without pods, their ports are unknown', () => {
  expect(findingsFor(check, chain({ monitor: target('9090'), deployment: '' }))).toEqual([]);
});
