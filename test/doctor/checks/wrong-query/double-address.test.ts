import { check } from '../../../../src/doctor/checks/wrong-query/double-address';
import { findingsFor } from '../../../support/doctor';
import { aService, chain, serviceMonitor } from '../scrape-chain';
import { yaml } from '../yaml';

const service = (name: string) =>
  aService(
    'selector: -, ports: [{ name: web, port: 80 }]',
    `name: ${name}, namespace: shop, labels: { app: cart }`,
  );
const endpoints = (name: string, ip: string, port = 'web') =>
  `---\n{ apiVersion: v1, kind: Endpoints, metadata: { name: ${name}, namespace: shop }, subsets: [{ addresses: [{ ip: ${ip} }], ports: [{ name: ${port}, port: 9104 }] }] }\n`;
const slice = (name: string, ip: string) =>
  `---\n{ apiVersion: discovery.k8s.io/v1, kind: EndpointSlice, metadata: { name: ${name}-1, namespace: shop, labels: { kubernetes.io/service-name: ${name} } }, ports: [{ name: web, port: 9104 }], endpoints: [{ addresses: [${ip}] }] }\n`;
const both = (more: string, monitor = serviceMonitor()) =>
  chain({ monitor, service: service('a') + '\n' + service('b'), deployment: '', more });
const config = (name: string, spec: string, labels = '') =>
  yaml('ScrapeConfig', `name: ${name}, labels: { ${labels} }`, `spec: { ${spec} }`);

test('one address is behind two Services', () => {
  expect(findingsFor(check, both(endpoints('a', '192.0.2.7') + endpoints('b', '192.0.2.7')))).toMatchObject([
    {
      code: 'double-address',
      severity: 'error',
      resource: 'ServiceMonitor monitoring/cart',
      path: 'spec.endpoints[0].port',
      message:
        'Service shop/a and Service shop/b both have the address 192.0.2.7:9104, so it is scraped twice',
      found: '192.0.2.7:9104',
      fix: 'remove 192.0.2.7:9104 from Service shop/a or from Service shop/b',
    },
  ]);
});

test('two ScrapeConfigs have one target', () => {
  expect(
    findingsFor(
      check,
      config('a', 'staticConfigs: [{ targets: ["x:1"] }]') +
        config(
          'b',
          'staticConfigs: [{ targets: ["y:1"] }, { targets: ["x:1"] }], scheme: HTTP, metricsPath: /metrics',
        ),
    ),
  ).toMatchObject([
    {
      resource: 'ScrapeConfig monitoring/b',
      path: 'spec.staticConfigs[1].targets',
      message:
        'ScrapeConfig monitoring/a and ScrapeConfig monitoring/b both have the address x:1, so it is scraped twice',
    },
  ]);
});

test('an EndpointSlice beside Endpoints', () => {
  expect(findingsFor(check, both(endpoints('a', '192.0.2.7') + slice('b', '192.0.2.7')))).toHaveLength(1);
});

test.each([
  ['other addresses', both(endpoints('a', '192.0.2.7') + endpoints('b', '192.0.2.8'))],
  ['another port', both(endpoints('a', '192.0.2.7') + endpoints('b', '192.0.2.7', 'admin'))],
  ['the mirror of the Endpoints', both(endpoints('a', '192.0.2.7') + slice('a', '192.0.2.7'))],
  [
    'relabeling',
    both(
      endpoints('a', '192.0.2.7') + endpoints('b', '192.0.2.7'),
      serviceMonitor(
        'endpoints: [{ port: web, relabelings: [{ action: drop, sourceLabels: [service], regex: b }] }]',
      ),
    ),
  ],
  [
    'no port',
    both(endpoints('a', '192.0.2.7') + endpoints('b', '192.0.2.7'), serviceMonitor('endpoints: [{}]')),
  ],
  [
    'another page',
    config('a', 'staticConfigs: [{ targets: ["x:1"] }]') +
      config('b', 'staticConfigs: [{ targets: ["x:1"] }], metricsPath: /other'),
  ],
  [
    'labels for another Prometheus',
    config('a', 'staticConfigs: [{ targets: ["x:1"] }]', 'team: a') +
      config('b', 'staticConfigs: [{ targets: ["x:1"] }]', 'team: b'),
  ],
  [
    'relabeling of targets',
    config(
      'a',
      'staticConfigs: [{ targets: ["x:1"] }], relabelings: [{ targetLabel: __address__, replacement: "p:1" }]',
    ) + config('b', 'staticConfigs: [{ targets: ["x:1"] }]'),
  ],
])('it finds nothing with %s', (_what, text) => {
  expect(findingsFor(check, text)).toEqual([]);
});

test('pods are left to double-scrape', () => {
  expect(findingsFor(check, chain())).toEqual([]);
});
