import { check } from '../../../../src/doctor/checks/no-target/monitor-port-conflict';
import { findingsFor } from '../../../support/doctor';
import { aService, chain, podMonitor, pods, serviceMonitor } from '../scrape-chain';

const endpoint = (fields: string) => serviceMonitor(`endpoints: [{ ${fields} }]`);
const two = {
  service: aService(
    'ports: [{ name: web, port: 80, targetPort: http }, { name: admin, port: 81, targetPort: 8081 }]',
  ),
  deployment: pods({ ports: '{ name: http, containerPort: 8080 }, { containerPort: 8081 }' }),
};

test('port wins over targetPort', () => {
  expect(findingsFor(check, chain({ monitor: endpoint('port: web, targetPort: 9090') }))).toEqual([
    {
      code: 'monitor-port-conflict',
      check: 'monitor-port-conflict',
      severity: 'warning',
      resource: 'ServiceMonitor monitoring/cart',
      path: 'spec.endpoints[0].targetPort',
      message: 'targetPort is ignored because port is set, and port web is 8080',
      found: 9090,
      expected: 'port or targetPort, not both',
      fix: 'remove port: web, or targetPort: 9090',
      at: { file: 'test.yaml', line: 2 },
    },
  ]);
});

test('of a PodMonitor, it wins over portNumber', () => {
  const monitor = podMonitor('podMetricsEndpoints: [{ port: http, portNumber: 9090 }]');
  expect(findingsFor(check, chain({ monitor }))).toMatchObject([
    {
      path: 'spec.podMetricsEndpoints[0].portNumber',
      expected: 'port or portNumber, not both',
      fix: 'remove port: http, or portNumber: 9090',
    },
  ]);
});

test.each([
  ['a ServiceMonitor', endpoint('interval: 30s'), 'one of web, admin', 'web, admin'],
  ['a PodMonitor', podMonitor('podMetricsEndpoints: [{ interval: 30s }]'), 'one of http, 8081', 'http, 8081'],
])('%s without a port scrapes all of them, and none is guessed', (_what, monitor, expected, ports) => {
  expect(findingsFor(check, chain({ ...two, monitor }))).toMatchObject([
    {
      message: 'the endpoint sets no port, so every port of the pods is scraped',
      expected,
      fix: `set port to the one that serves metrics: ${ports}`,
    },
  ]);
});

const endpoints = (list: string) => serviceMonitor(`endpoints: [${list}]`);

test.each([
  [
    'settings behind it',
    endpoints('{ port: web, path: /m }, { metricRelabelings: [{ action: labeldrop, regex: id }] }'),
    'spec.endpoints[1]',
    'remove the dash before metricRelabelings, so that endpoints[1] becomes part of endpoints[0]',
  ],
  [
    'the port behind it',
    endpoints('{ interval: 30s }, { port: web }'),
    'spec.endpoints[1]',
    'remove the dash before port, so that endpoints[1] becomes part of endpoints[0]',
  ],
])('a dash too many makes two endpoints of one: %s', (_what, monitor, path, fix) => {
  expect(findingsFor(check, chain({ ...two, monitor }))).toMatchObject([{ severity: 'error', path, fix }]);
});

test.each([
  ['two endpoints with ports', endpoints('{ port: web }, { port: admin, path: /m }')],
  ['a filter that selects the port', endpoints('{ port: web }, { relabelings: [{ action: keep }] }')],
])('no dash is too many in %s', (_what, monitor) => {
  expect(findingsFor(check, chain({ ...two, monitor }))).toEqual([]);
});

test.each([
  ['port alone', chain()],
  ['both, for the same port', chain({ monitor: endpoint('port: web, targetPort: 8080') })],
  ['both, for the same port by name', chain({ monitor: endpoint('port: web, targetPort: http') })],
  ['no port where there is one only', chain({ monitor: endpoint('interval: 30s') })],
  [
    'a relabeling that may pick the port',
    chain({ ...two, monitor: endpoint('relabelings: [{ action: keep }]') }),
  ],
  ['a port that is a number, which is another mistake', chain({ ...two, monitor: endpoint('port: 80') })],
  ['both, for pods that were not read', endpoint('port: web, targetPort: 9090')],
])('it finds nothing in %s', (_what, yaml) => {
  expect(findingsFor(check, yaml)).toEqual([]);
});

test('several dashes too many: settings of a request without a port', () => {
  const cut = '{ bearerTokenSecret: { name: s, key: k } }, { scheme: https }, { port: web, scheme: https }';
  expect(findingsFor(check, chain({ ...two, monitor: endpoints(cut) }))).toMatchObject([
    {
      severity: 'error',
      path: 'spec.endpoints[0]',
      message: 'a dash too many makes bearerTokenSecret an endpoint without port, apart from endpoints[2]',
      fix: 'move bearerTokenSecret into endpoints[2], and remove endpoints[0]',
    },
    { path: 'spec.endpoints[1]', fix: 'move scheme into endpoints[2], and remove endpoints[1]' },
  ]);
});
