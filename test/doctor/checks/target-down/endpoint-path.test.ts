import { check } from '../../../../src/doctor/checks/target-down/endpoint-path';
import { findingsFor } from '../../../support/doctor';
import { aService, chain, ownCart, serviceMonitor } from '../scrape-chain';

const path = (value: string) => serviceMonitor(`endpoints: [{ port: web, path: "${value}" }]`);
const annotated = aService(
  '',
  'name: cart, namespace: shop, labels: { app: cart }, annotations: { prometheus.io/path: /stats }',
);

test('a query does not belong into the path', () => {
  expect(findingsFor(check, path('/federate?format=text&match=a&match=b'))).toEqual([
    {
      code: 'endpoint-path',
      check: 'endpoint-path',
      severity: 'error',
      resource: 'ServiceMonitor monitoring/cart',
      path: 'spec.endpoints[0].path',
      message: 'holds a query, which is escaped and asked for as part of the path',
      found: '/federate?format=text&match=a&match=b',
      expected: 'the path alone, and its query in params',
      fix: 'path: /federate\nparams: {"format":["text"],"match":["a","b"]}',
      at: { file: 'test.yaml', line: 2 },
    },
  ]);
});

test.each([
  ['http://cart:8080/metrics?x=1', 'is an address; only its path belongs here', 'path: /metrics'],
  ['https://cart', 'is an address; only its path belongs here', 'path: /metrics'],
  [
    '?x=1',
    'holds a query, which is escaped and asked for as part of the path',
    'path: /metrics\nparams: {"x":["1"]}',
  ],
])('it finds %s', (value, problem, fix) => {
  expect(findingsFor(check, path(value))).toMatchObject([{ message: problem, fix }]);
});

test('the annotation of the Service is a hint', () => {
  expect(findingsFor(check, chain({ service: annotated }))).toMatchObject([
    {
      severity: 'warning',
      message:
        'differs from the annotation prometheus.io/path of what it scrapes, which the operator does not read',
      expected: '/stats',
      fix: 'path: /stats',
    },
  ]);
});

test('for the root, the annotation is only worth knowing: many servers answer there too', () => {
  expect(findingsFor(check, chain({ monitor: path('/'), service: annotated }))).toMatchObject([
    { severity: 'info', found: '/', expected: '/stats' },
  ]);
});

test('the path of our own service is known', () => {
  expect(findingsFor(check, chain({ monitor: path('/stats') }), { contracts: ownCart() })).toMatchObject([
    {
      severity: 'error',
      message: 'is not where Service shop/cart serves its metrics',
      found: '/stats',
      expected: '/metrics',
      fix: 'path: /metrics',
    },
  ]);
});

test.each([
  ['the default', chain()],
  ['another path', chain({ monitor: path('/stats') })],
  ['a path without its slash, which Prometheus adds', chain({ monitor: path('metrics') })],
  ['the path of the annotation', chain({ monitor: path('/stats'), service: annotated })],
  [
    'several endpoints beside the annotation',
    chain({
      monitor: serviceMonitor('endpoints: [{ port: web }, { port: web, path: /b }]'),
      service: annotated,
    }),
  ],
])('it finds nothing in %s', (_what, yaml) => {
  expect(findingsFor(check, yaml)).toEqual([]);
});

test('the slash that Prometheus adds is not missed in our own path', () => {
  expect(findingsFor(check, chain({ monitor: path('metrics') }), { contracts: ownCart() })).toEqual([]);
});
