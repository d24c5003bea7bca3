import { check } from '../../../../src/doctor/checks/no-target/monitor-target-port';
import { findingsFor } from '../../../support/doctor';
import { aService, chain, podMonitor, pods, serviceMonitor } from '../scrape-chain';

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
    'in container cart of Deployment shop/cart, add to ports: {"name":"metrics","containerPort":9090}',
  ],
  [
    'an undeclared name',
    target('metrics'),
    pods({ ports: '' }),
    'no container of the pods declares the port',
    'in container cart of Deployment shop/cart, set name: metrics on the entry of ports with the port of the metrics',
  ],
  [
    'a misspelt name',
    target('htpp'),
    pods(),
    'no container of the pods declares the port',
    'targetPort: http',
  ],
  [
    'a number where nothing is declared',
    target('9090'),
    pods({ ports: '' }),
    'no container of the pods declares the port',
    'in container cart of Deployment shop/cart, add to ports: {"name":"metrics","containerPort":9090}',
  ],
  [
    'a number as text',
    target('"8080"'),
    pods(),
    'the value is a string, so it selects a container port by name, not by number',
    'targetPort: 8080',
  ],
  [
    'an undeclared number as text',
    target('"9090"'),
    pods(),
    'no container of the pods declares the port',
    'in container cart of Deployment shop/cart, add to ports: {"name":"metrics","containerPort":9090}, and here targetPort: 9090',
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
    'in container cart of Deployment shop/cart, add to ports: {"name":"metrics","containerPort":9090}',
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

test('a port of the Service that leads to an undeclared port is proposed before its declaration', () => {
  const service = aService(
    'ports: [{ name: hook, port: 443, targetPort: 8443 }, { name: metrics, port: 80, targetPort: 9090 }]',
  );
  const deployment = pods({ ports: '{ name: hook, containerPort: 8443 }' });
  expect(findingsFor(check, chain({ monitor: target('9090'), service, deployment }))).toMatchObject([
    { fix: expect.stringMatching(/^port: metrics instead of targetPort; or in container cart/) as string },
  ]);
});

test('the number of an undeclared name comes from the Service or an annotation', () => {
  const service = aService('ports: [{ name: metrics, port: 80, targetPort: 9090 }]');
  expect(findingsFor(check, chain({ monitor: target('metrics'), service }))).toMatchObject([
    { fix: expect.stringContaining('{"name":"metrics","containerPort":9090}') as string },
  ]);
});

describe('two containers with one name of a port', () => {
  const two = pods().replace(
    'containers: [{',
    'containers: [{ name: proxy, image: a, ports: [{ name: http, containerPort: 9000 }] }, {',
  );
  const monitor = (fields: string) => serviceMonitor(`endpoints: [{ targetPort: http${fields} }]`);

  test('are both scraped', () => {
    expect(findingsFor(check, chain({ monitor: monitor(''), deployment: two }))).toMatchObject([
      {
        severity: 'warning',
        path: 'spec.endpoints[0].targetPort',
        message: expect.stringContaining('both have a port of that name, so Prometheus scrapes both'),
        fix: 'targetPort: 9000; or 8080, if that serves the metrics',
      },
    ]);
    expect(findingsFor(check, chain({ monitor: podMonitor(), deployment: two }))).toMatchObject([
      { path: 'spec.podMetricsEndpoints[0].port', fix: expect.stringContaining('portNumber: 9000; or ') },
    ]);
  });

  test('are left alone where relabeling may keep one, and where the number is given', () => {
    const keep =
      ', relabelings: [{ action: keep, sourceLabels: [__meta_kubernetes_pod_container_name], regex: proxy }]';
    for (const one of [monitor(keep), serviceMonitor('endpoints: [{ targetPort: 9000 }]'), serviceMonitor()])
      expect(findingsFor(check, chain({ monitor: one, deployment: two }))).toEqual([]);
    expect(findingsFor(check, chain({ monitor: monitor('') }))).toEqual([]);
  });
});
