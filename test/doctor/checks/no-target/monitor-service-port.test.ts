import { check } from '../../../../src/doctor/checks/no-target/monitor-service-port';
import { findingsFor } from '../../../support/doctor';
import { aService, chain, podMonitor, pods, serviceMonitor } from '../scrape-chain';

const port = (value: string) => serviceMonitor(`endpoints: [{ port: ${value} }]`);

test('the name of the container port is not that of the Service port', () => {
  expect(findingsFor(check, chain({ monitor: port('http') }))).toEqual([
    {
      code: 'monitor-service-port',
      check: 'monitor-service-port',
      severity: 'error',
      resource: 'ServiceMonitor monitoring/cart',
      path: 'spec.endpoints[0].port',
      message: 'the value is the targetPort, not the name, of a port of Service shop/cart',
      found: 'http',
      expected: 'one of web',
      fix: 'port: web',
      at: { file: 'test.yaml', line: 2 },
    },
  ]);
});

test.each([
  ['a number', port('80'), 'the field takes the name of a port of the Service, not a number', 'port: web'],
  [
    'a number that no port has',
    port('9090'),
    'the field takes the name of a port of the Service, not a number',
    'set port to the port that serves the metrics (web); if none does, add one to ports of Service shop/cart',
  ],
  [
    'digits',
    port('"80"'),
    'the value is the number, not the name, of a port of Service shop/cart',
    'port: web',
  ],
  [
    'another case',
    port('Web'),
    'the value differs in case from the name of a port of Service shop/cart',
    'port: web',
  ],
  [
    'an unknown name',
    port('metrics'),
    'Service shop/cart has no port of that name',
    'set port to the port that serves the metrics (web); if none does, add one to ports of Service shop/cart',
  ],
])('it finds %s', (_what, monitor, message, fix) => {
  expect(findingsFor(check, chain({ monitor }))).toMatchObject([{ message, fix, expected: 'one of web' }]);
});

test.each([
  [
    '80',
    'not a number',
    'targetPort: 80 instead of port, if a container listens on 80; otherwise port with the name of the port of the Service',
  ],
  ['[web]', 'not another type', 'set port to the name of the port of the Service'],
])('the API server rejects the port %s, whether or not a Service was read', (value, not, fix) => {
  const message = `the field takes the name of a port of the Service, ${not}`;
  expect(findingsFor(check, port(value))).toMatchObject([
    { severity: 'error', message, expected: 'a name, once the port of the Service has one', fix },
  ]);
  expect(findingsFor(check, chain({ monitor: port(value) }))).toMatchObject([
    { message, expected: 'one of web' },
  ]);
  expect(findingsFor(check, port('web'))).toEqual([]);
});

test('a container port name behind a numeric targetPort is recognized', () => {
  const service = aService('ports: [{ name: web, port: 80, targetPort: 8080 }]');
  expect(findingsFor(check, chain({ monitor: port('http'), service }))).toMatchObject([
    { message: 'the value is the name of a container port, not of a port of Service shop/cart' },
  ]);
});

test('a misspelt name is corrected', () => {
  const service = aService('ports: [{ name: metrics, port: 80 }, { name: admin, port: 81 }]');
  expect(findingsFor(check, chain({ monitor: port('metric'), service }))).toMatchObject([
    { severity: 'error', fix: 'port: metrics' },
  ]);
});

test('a port that only the containers declare is selected by targetPort', () => {
  const yaml = chain({
    monitor: port('metrics'),
    deployment: pods({
      ports: '{ name: http, containerPort: 8080 }, { name: metrics, containerPort: 9100 }',
    }),
  });
  expect(findingsFor(check, yaml)).toMatchObject([
    {
      severity: 'error',
      fix: 'targetPort: metrics instead of port; or in Service shop/cart, add to ports: {"name":"metrics","port":9100,"targetPort":"metrics"}',
    },
  ]);
});

test('a controller may create the meant Service beside one of another name', () => {
  const service = aService('', 'name: dashboard, namespace: shop, labels: { app: cart }');
  expect(findingsFor(check, chain({ monitor: port('metrics'), service, deployment: '' }))).toMatchObject([
    { severity: 'warning' },
  ]);
  expect(findingsFor(check, chain({ monitor: port('metrics'), deployment: '' }))).toMatchObject([
    { severity: 'error' },
  ]);
});

test('an unnamed port needs a name first', () => {
  const service = aService('ports: [{ port: 80, targetPort: 8080 }]');
  expect(findingsFor(check, chain({ monitor: port('web'), service }))).toMatchObject([
    {
      message: 'Service shop/cart has no port of that name',
      expected: 'a name, once the port of the Service has one',
      fix: 'in Service shop/cart: ports: [{"name":"web","port":80,"targetPort":8080}]\nport: web',
    },
  ]);
});

test('with several Services and ports, nothing is guessed', () => {
  const two = 'ports: [{ name: web, port: 80 }, { name: admin, port: 81 }]';
  const more = aService(two, 'name: other, namespace: shop, labels: { app: cart }');
  expect(findingsFor(check, chain({ monitor: port('metrics'), service: aService(two), more }))).toMatchObject(
    [
      {
        message: 'Service shop/cart and 1 more have no port of that name',
        expected: 'one of web, admin',
        fix: 'set port to the port that serves the metrics (web, admin); if none does, add one to ports of Service shop/cart',
      },
    ],
  );
});

test.each([
  ['the name of the port', chain()],
  ['a targetPort', chain({ monitor: serviceMonitor('endpoints: [{ targetPort: 8080 }]') })],
  ['a Service that was not read', port('metrics')],
  [
    'one Service of two with the port',
    chain({
      monitor: port('metrics'),
      more: aService(
        'ports: [{ name: metrics, port: 90 }]',
        'name: b, namespace: shop, labels: { app: cart }',
      ),
    }),
  ],
  ['a regular expression, which the operator accepts', chain({ monitor: port('"web|http"') })],
  [
    'a PodMonitor',
    chain({ monitor: podMonitor('podMetricsEndpoints: [{ port: metrics }]'), deployment: pods() }),
  ],
])('it finds nothing in %s', (_what, yaml) => {
  expect(findingsFor(check, yaml)).toEqual([]);
});

describe('another Service of the same pods has the port', () => {
  const metrics = (labels: string, spec = 'ports: [{ name: metrics, port: 81, targetPort: 8081 }]') =>
    aService(spec, `name: cart-metrics, namespace: shop, labels: { ${labels} }`);
  const monitor = serviceMonitor('endpoints: [{ port: metrics }]');
  const found = (more: string) => findingsFor(check, chain({ monitor, more }));

  it.each([
    ['with another value of the label', 'app: cart-metrics, team: a', '{"app":"cart-metrics"}'],
    ['without the label', 'name: cart-metrics', '{"name":"cart-metrics"}'],
  ])('%s', (_what, labels, selector) => {
    expect(found(metrics(labels))).toMatchObject([
      {
        severity: 'error',
        message:
          'Service shop/cart has no port of that name, but Service shop/cart-metrics of the same pods has, and the selector does not match it',
        fix: `in ServiceMonitor monitoring/cart: spec: {"selector":{"matchLabels":${selector}}}`,
      },
    ]);
  });

  it.each([
    ['of other pods', metrics('name: a', 'selector: { app: stock }, ports: [{ name: metrics, port: 81 }]')],
    ['with another port', metrics('name: a', 'ports: [{ name: web, port: 81 }]')],
  ])('a Service %s is not meant', (_what, more) => {
    expect(found(more)).toMatchObject([{ fix: expect.stringContaining('set port to the port') as string }]);
  });

  it('finds nothing where the selector matches both', () => {
    expect(found(metrics('app: cart'))).toEqual([]);
  });
});
