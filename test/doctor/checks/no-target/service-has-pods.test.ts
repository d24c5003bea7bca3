import { check } from '../../../../src/doctor/checks/no-target/service-has-pods';
import { findingsFor } from '../../../support/doctor';
import { aService, chain, ownCart, pods, serviceMonitor } from '../scrape-chain';
import { values, yaml as manifest } from '../yaml';

test('a Service with one label too many selects no pods', () => {
  const yaml = chain({ service: aService('selector: { app: cart, tier: web }') });
  expect(findingsFor(check, yaml)).toEqual([
    {
      code: 'service-has-pods',
      check: 'service-has-pods',
      severity: 'warning',
      resource: 'Service shop/cart',
      path: 'spec.selector',
      message:
        'no pods in namespace shop match the selector; those of Deployment shop/cart come closest: tier is missing',
      found: { app: 'cart', tier: 'web' },
      expected: 'labels that those pods have',
      fix: 'selector: {"app":"cart"}',
      at: { file: 'test.yaml', line: 4 },
    },
  ]);
});

test.each([
  [
    'an ExternalName',
    chain({ service: aService('type: ExternalName, externalName: cart.example.com') }),
    'error',
    'spec.type',
    'an ExternalName Service is a DNS alias, without endpoints to scrape',
  ],
  [
    'a Service without selector',
    chain({ service: aService('selector: -') }),
    'info',
    'spec.selector',
    'the Service has no selector, and no endpoints for it were read',
  ],
  [
    'another value than the workload of its name has',
    chain({ deployment: pods({ labels: 'app: basket' }) }),
    'error',
    'spec.selector',
    'no pods in namespace shop match the selector; those of Deployment shop/cart come closest: app is basket, not cart',
  ],
])('it finds %s', (_what, yaml, severity, path, message) => {
  expect(findingsFor(check, yaml)).toMatchObject([{ severity, path, message }]);
});

test.each([
  [
    'the port that the monitor names',
    '[{ name: web, port: 8070 }, { name: admin, port: 1 }]',
    'db.example.com:8070',
  ],
  ['the only port', '[{ name: other, port: 8070 }]', 'db.example.com:8070'],
  ['no port that is known', '[]', 'db.example.com:<port of the metrics>'],
])('the target of an ExternalName has %s', (_what, ports, target) => {
  const service = aService(`type: ExternalName, externalName: db.example.com, ports: ${ports}`);
  expect(findingsFor(check, chain({ service }))).toMatchObject([
    {
      fix: `replace Service and ServiceMonitor by a ScrapeConfig:\nstaticConfigs: [{"targets":["${target}"]}]`,
    },
  ]);
});

test('the ScrapeConfig for an ExternalName reads the page as the endpoint does', () => {
  const monitor = serviceMonitor(
    'endpoints: [{ port: web, scheme: https, path: /m, interval: 1m, scrapeTimeout: 5s, params: { a: [b] }, tlsConfig: { serverName: x }, bearerTokenSecret: { name: s, key: k }, metricRelabelings: [{ action: labeldrop, regex: c }] }]',
  );
  const service = aService('type: ExternalName, externalName: a, ports: [{ name: web, port: 1 }]');
  const [finding] = findingsFor(check, chain({ monitor, service }));
  expect(finding?.fix.split('\n').slice(1)).toEqual([
    'staticConfigs: [{"targets":["a:1"]}]',
    'scheme: HTTPS',
    'metricsPath: /m',
    'scrapeInterval: 1m',
    'params: {"a":["b"]}',
    'tlsConfig: {"serverName":"x"}',
    'authorization: {"credentials":{"name":"s","key":"k"}}',
    'scrapeTimeout: "5s"',
    'metricRelabelings: [{"action":"labeldrop","regex":"c"}]',
  ]);
});

test('a misspelt name still identifies the application', () => {
  const yaml = chain({
    service: aService('selector: { app: cartt, part-of: shop }'),
    deployment: pods({ metadata: 'name: web, namespace: shop', labels: 'app: cart, part-of: shop' }),
  });
  expect(findingsFor(check, yaml)).toMatchObject([
    { message: expect.stringContaining('come closest: app is cart, not cartt') as string },
  ]);
});

const endpoints = `---
{ apiVersion: v1, kind: Endpoints, metadata: { name: cart, namespace: shop }, subsets: [{ notReadyAddresses: [{ ip: 10.0.0.1 }] }] }
`;
const slice = `---
{ apiVersion: discovery.k8s.io/v1, kind: EndpointSlice, metadata: { name: cart-x, namespace: shop, labels: { kubernetes.io/service-name: cart } }, endpoints: [{ addresses: [10.0.0.1] }] }
`;
const empty = `---
{ apiVersion: discovery.k8s.io/v1, kind: EndpointSlice, metadata: { name: cart-x, namespace: shop, labels: { kubernetes.io/service-name: cart } }, endpoints: null }
---
{ apiVersion: v1, kind: Endpoints, metadata: { name: cart, namespace: shop } }
`;

test.each([
  [
    'a selector that matches no pods',
    chain({ deployment: '', more: empty }),
    'error',
    'the endpoints of the Service have no address, so no pods match the selector',
  ],
  [
    'a selector that nearly matches',
    chain({
      deployment: pods({ metadata: 'name: x, namespace: shop', labels: 'app: cart2, tier: web' }),
      service: aService('selector: { app: cart, tier: web }'),
      more: empty,
    }),
    'error',
    'no pods in namespace shop match the selector; those of Deployment shop/x come closest: app is cart2, not cart',
  ],
  [
    'no selector',
    chain({ service: aService('selector: -'), more: empty }),
    'warning',
    'the Service has no selector, and its manually created endpoints have no address',
  ],
])('endpoints without addresses prove that a Service has no pods: %s', (_what, yaml, severity, message) => {
  expect(findingsFor(check, yaml)).toMatchObject([{ severity, path: 'spec.selector', message }]);
});

test.each([
  ['the whole chain', chain()],
  ['a Service whose pods were not read', chain({ deployment: '' })],
  [
    'pods of other Services',
    chain({ deployment: pods({ metadata: 'name: x, namespace: shop', labels: 'app: x' }) }),
  ],
  ['manually created endpoints', chain({ service: aService('selector: -'), more: endpoints })],
  [
    'a manually created EndpointSlice, of a monitor that discovers these',
    chain({
      monitor: serviceMonitor('serviceDiscoveryRole: EndpointSlice'),
      service: aService('selector: -'),
      more: slice,
    }),
  ],
  [
    'a manually created EndpointSlice, of a Prometheus that discovers these',
    chain({
      service: aService('selector: -'),
      more: slice + manifest('Prometheus', '', 'spec: { serviceDiscoveryRole: EndpointSlice }'),
    }),
  ],
  [
    'an EndpointSlice that Kubernetes wrote for Endpoints',
    chain({
      service: aService('selector: -'),
      more: slice.replace(
        'labels: {',
        'labels: { endpointslice.kubernetes.io/managed-by: endpointslicemirroring-controller.k8s.io,',
      ),
    }),
  ],
  [
    'a manually created EndpointSlice beside Endpoints',
    chain({ service: aService('selector: -'), more: slice + endpoints }),
  ],
  [
    'the first pod of a StatefulSet',
    chain({
      service: aService('selector: { app: cart, statefulset.kubernetes.io/pod-name: cart-0 }'),
      deployment: pods({ kind: 'StatefulSet' }),
    }),
  ],
  [
    'pods of the operator, beside others with some of their labels',
    chain({
      service: aService('selector: { app.kubernetes.io/name: prometheus, part-of: stack }'),
      deployment: pods({ labels: 'part-of: stack' }),
    }),
  ],
  [
    'pods of another component of the same application',
    chain({
      service: aService('selector: { app: cart, part-of: shop }'),
      deployment: pods({ metadata: 'name: stock, namespace: shop', labels: 'app: stock, part-of: shop' }),
    }),
  ],
  ['a Service without a monitor', chain({ monitor: '', service: aService('selector: { app: x }') })],
])('it finds nothing in %s', (_what, yaml) => {
  expect(findingsFor(check, yaml)).toEqual([]);
});

test.each([
  ['no pods', chain({ deployment: '' }), 'no pods that were read in namespace shop match the selector'],
  [
    'pods that nearly fit',
    chain({ service: aService('selector: { app: cart, tier: web }') }),
    'tier is missing',
  ],
  ['no selector', chain({ service: aService('selector: -') }), 'the Service has no selector'],
])('for a Service of the catalog, this is an error: %s', (_what, yaml, message) => {
  expect(findingsFor(check, yaml, { contracts: ownCart() })).toMatchObject([
    { severity: 'error', message: expect.stringContaining(message) as string },
  ]);
});

test('the pods of the name have the value in another label', () => {
  const text = chain({
    service: aService('selector: { k8s-app: cart }'),
    deployment: pods({ labels: 'name: cart, tier: web' }),
  });
  expect(findingsFor(check, text)).toMatchObject([
    {
      severity: 'warning',
      message: expect.stringContaining('Deployment shop/cart come closest: k8s-app is missing') as string,
      fix: 'selector: {"name":"cart"}',
    },
  ]);
});

test('Prometheus discovers Endpoints by default, which an EndpointSlice does not create', () => {
  expect(findingsFor(check, chain({ service: aService('selector: -'), more: slice }))).toMatchObject([
    {
      severity: 'warning',
      resource: 'ServiceMonitor monitoring/cart',
      path: 'spec.serviceDiscoveryRole',
      message:
        'Service shop/cart has no selector and the addresses of EndpointSlice shop/cart-x only, but Prometheus discovers the Endpoints object by default',
      fix: 'spec: { serviceDiscoveryRole: EndpointSlice }',
    },
  ]);
});

test('a Service that two monitors scrape is reported once', () => {
  const yaml = chain({
    service: aService('type: ExternalName'),
    more: serviceMonitor('', 'name: second, namespace: monitoring'),
  });
  expect(findingsFor(check, yaml)).toHaveLength(1);
});

describe('components of the control plane in values', () => {
  const pod = (name: string, labels: string) =>
    `---\n{ apiVersion: v1, kind: Pod, metadata: { name: ${name}-a, namespace: kube-system, labels: { ${labels} } }, spec: { containers: [{ name: a }] } }\n`;
  const scheduler = (service: object) => values({ kubeScheduler: { service } });
  const selector = { 'k8s-app': 'kube-scheduler' };

  it('select their pods by other labels', () => {
    expect(
      findingsFor(check, pod('kube-scheduler', 'component: kube-scheduler'), scheduler({ selector })),
    ).toMatchObject([
      {
        severity: 'error',
        resource: 'Helm values values.yml',
        path: 'kubeScheduler.service.selector',
        message:
          'the Service of the chart selects k8s-app=kube-scheduler, but Pod kube-system/kube-scheduler-a in namespace kube-system has component=kube-scheduler',
        fix: 'selector: {"component":"kube-scheduler"}',
      },
    ]);
    expect(findingsFor(check, pod('etcd', 'k8s-app: etcd'), scheduler({}))).toMatchObject([
      { path: 'kubeEtcd.service.selector', fix: 'selector: {"k8s-app":"etcd"}' },
    ]);
  });

  const rendered = (job: string) =>
    manifest(
      'Service',
      `name: a-${job}, namespace: kube-system, labels: { jobLabel: ${job} }`,
      'spec: { selector: { k8s-app: kube-scheduler }, ports: [{ port: 1 }] }',
    );

  it.each([
    ['the labels of the pods', pod('kube-scheduler', 'component: kube-scheduler'), scheduler({})],
    ['no pods that were read', pod('dns', 'k8s-app: kube-dns'), scheduler({ selector })],
    ['no Service', pod('kube-scheduler', 'a: kube-scheduler'), scheduler({ enabled: false })],
    [
      'addresses',
      pod('kube-scheduler', 'a: kube-scheduler'),
      values({ kubeScheduler: { endpoints: ['192.0.2.1'] } }),
    ],
    [
      'a rendered Service',
      pod('kube-scheduler', 'a: kube-scheduler') + rendered('kube-scheduler'),
      scheduler({ selector }),
    ],
    ['a rendered Service of etcd', pod('etcd', 'a: etcd') + rendered('kube-etcd'), scheduler({})],
    ['a rendered Service of CoreDNS', pod('dns', 'a: kube-dns') + rendered('coredns'), scheduler({})],
    [
      'no Services of components',
      pod('etcd', 'a: etcd'),
      values({ kubernetesServiceMonitors: { enabled: false } }),
    ],
  ])('are right with %s', (_what, text, given) => {
    expect(findingsFor(check, text, given)).toEqual([]);
  });
});
