import { check } from '../../../../src/doctor/checks/no-target/monitor-selects-service';
import { findingsFor } from '../../../support/doctor';
import { aService, chain, ownCart, podMonitor, pods, serviceMonitor } from '../scrape-chain';

const other = 'name: stock, namespace: shop, labels: { app: stock }';

test('a ServiceMonitor without namespaceSelector does not see the Service in another namespace', () => {
  const yaml = chain({ monitor: serviceMonitor('namespaceSelector: -') });
  expect(findingsFor(check, yaml)).toEqual([
    {
      code: 'monitor-selects-service',
      check: 'monitor-selects-service',
      severity: 'error',
      resource: 'ServiceMonitor monitoring/cart',
      path: 'spec.namespaceSelector',
      message:
        'without namespaceSelector, the monitor searches only its own namespace monitoring, but the selector matches Service shop/cart',
      found: undefined,
      expected: 'namespace shop',
      fix: 'namespaceSelector: {"matchNames":["shop"]}',
      at: { file: 'test.yaml', line: 2 },
    },
  ]);
});

test.each([
  [
    'labels of the pods',
    chain({ service: aService('', 'name: cart, namespace: shop') }),
    'error',
    'the selector has labels of the pods behind Service shop/cart, but a ServiceMonitor selects Services',
  ],
  [
    'labels that pods have beside those that the Service selects',
    chain({
      monitor: serviceMonitor('selector: { matchLabels: { tier: web } }'),
      deployment: pods({ labels: 'app: cart, tier: web' }),
    }),
    'error',
    'the selector has labels of the pods behind Service shop/cart, but a ServiceMonitor selects Services',
  ],
  [
    'another namespace than that of the Service, where others are',
    chain({
      monitor: serviceMonitor('namespaceSelector: { matchNames: [store] }'),
      more: aService('selector: { app: stock }', 'name: stock, namespace: store, labels: { app: stock }'),
    }),
    'error',
    'namespaceSelector leaves out the namespace of Service shop/cart, which the selector matches',
  ],
  [
    'another namespace, of which nothing was read',
    chain({ monitor: serviceMonitor('namespaceSelector: { matchNames: [store] }') }),
    'warning',
    'namespaceSelector leaves out the namespace of Service shop/cart, which the selector matches',
  ],
  [
    'a Service without namespace in its manifest',
    chain({
      monitor: serviceMonitor('namespaceSelector: -'),
      service: aService('', 'name: cart, labels: { app: cart }'),
    }),
    'warning',
    'without namespaceSelector, the monitor searches only its own namespace monitoring, but the selector matches Service default/cart',
  ],
  [
    'one label of two',
    chain({ monitor: serviceMonitor('selector: { matchLabels: { app: cart, tier: web } }') }),
    'warning',
    'no Service in namespace shop matches the selector; Service shop/cart comes closest: tier is missing',
  ],
  [
    'an expression that excludes it',
    chain({
      monitor: serviceMonitor(
        'selector: { matchLabels: { app: cart }, matchExpressions: [{ key: app, operator: NotIn, values: [cart] }] }',
      ),
    }),
    'warning',
    'no Service in namespace shop matches the selector; Service shop/cart comes closest: matchExpressions exclude it',
  ],
  [
    'another value in the Service of its name',
    chain({ monitor: serviceMonitor('selector: { matchLabels: { app: cartt } }') }),
    'error',
    'no Service in namespace shop matches the selector; Service shop/cart comes closest: app is cart, not cartt',
  ],
  [
    'another value in an expression',
    chain({
      monitor: serviceMonitor('selector: { matchExpressions: [{ key: app, operator: In, values: [kart] }] }'),
    }),
    'error',
    'no Service in namespace shop matches the selector; Service shop/cart comes closest: app is cart, not kart',
  ],
  [
    'another value in the Service of its name, of which no pods were read',
    chain({ monitor: serviceMonitor('selector: { matchLabels: { app: cartt } }'), deployment: '' }),
    'warning',
    'no Service in namespace shop matches the selector; Service shop/cart comes closest: app is cart, not cartt',
  ],
  [
    'a misspelt namespace',
    chain({ monitor: serviceMonitor('namespaceSelector: { matchNames: [shopp] }') }),
    'error',
    'namespaceSelector leaves out the namespace of Service shop/cart, which the selector matches',
  ],
  [
    'a namespace with another number',
    chain({
      monitor: serviceMonitor('namespaceSelector: { matchNames: [shop-2] }'),
      service: aService('', 'name: cart, namespace: shop-1, labels: { app: cart }'),
    }),
    'warning',
    'namespaceSelector leaves out the namespace of Service shop-1/cart, which the selector matches',
  ],
  [
    'nothing like the Services that were read',
    chain({ service: aService('selector: { app: stock }', other), deployment: '' }),
    'info',
    'no Service that was read in namespace shop matches the selector',
  ],
])('it finds %s', (_what, yaml, severity, message) => {
  expect(findingsFor(check, yaml)).toMatchObject([{ severity, message }]);
});

test.each([
  ['the whole chain', chain()],
  ['any namespace', chain({ monitor: serviceMonitor('namespaceSelector: { any: true }') })],
  [
    'matchExpressions that match',
    chain({ monitor: serviceMonitor('selector: { matchExpressions: [{ key: app, operator: Exists }] }') }),
  ],
  ['a folder without Services', serviceMonitor()],
  [
    'Services of other namespaces only',
    chain({ service: aService('', 'name: cart, namespace: web, labels: { app: shop }'), deployment: '' }),
  ],
  ['an empty selector that finds nothing', serviceMonitor('selector: {}')],
  ['a PodMonitor', chain({ monitor: podMonitor(), service: '' })],
])('it finds nothing in %s', (_what, yaml) => {
  expect(findingsFor(check, yaml)).toEqual([]);
});

test('a monitor of the catalog without its Service is an error', () => {
  const without = serviceMonitor('selector: { matchLabels: { app: basket } }');
  expect(findingsFor(check, without, { contracts: ownCart() })).toMatchObject([
    { severity: 'error', message: 'no Service that was read in namespace shop matches the selector' },
  ]);
  const near = chain({ monitor: without });
  expect(findingsFor(check, near, { contracts: ownCart() })).toMatchObject([{ severity: 'error' }]);
});

test('a Service that the catalog does not deploy may be absent while nothing of its namespace was read', () => {
  const yaml = chain({ service: '', deployment: '' });
  expect(findingsFor(check, yaml, { contracts: ownCart(false) })).toEqual([]);
});

test('a Service that the catalog does not deploy is missing once others of its namespace were read', () => {
  const yaml = chain({ service: aService('selector: { app: stock }', other), deployment: '' });
  expect(findingsFor(check, yaml, { contracts: ownCart(false) })).toMatchObject([
    {
      severity: 'error',
      message: 'no Service that was read in namespace shop matches the selector of this external service',
      fix: 'kubectl get services --namespace shop --show-labels',
    },
  ]);
});

test.each([
  ['the name of the Service', 'name: web, namespace: monitoring', 'cart'],
  ['the name of the monitor', 'name: cart, namespace: monitoring', 'cart'],
])('the Service of %s has the value in another label', (_what, metadata, value) => {
  const text = chain({
    monitor: serviceMonitor(`selector: { matchLabels: { k8s-app: ${value} } }`, metadata),
    service: aService('selector: { part: cart }'),
  });
  expect(findingsFor(check, text)).toMatchObject([
    {
      severity: 'warning',
      message: expect.stringContaining('Service shop/cart comes closest: k8s-app is missing') as string,
      fix: 'selector: {"matchLabels":{"app":"cart"}}',
    },
  ]);
});

describe('pods of a cluster without a Service', () => {
  const scheduler = (labels: string) =>
    `\n---\n{ apiVersion: v1, kind: Pod, metadata: { name: kube-scheduler-a, namespace: kube-system, labels: { ${labels} } }, spec: { containers: [{ name: a }] } }`;
  const monitor = serviceMonitor(
    'selector: { matchLabels: { k8s-app: kube-scheduler } }, namespaceSelector: { matchNames: [kube-system] }, endpoints: [{ port: https-metrics }]',
    'name: scheduler, namespace: monitoring',
  );

  it('need one', () => {
    expect(
      findingsFor(check, chain({ monitor, more: scheduler('component: kube-scheduler') })),
    ).toMatchObject([
      {
        severity: 'warning',
        message:
          'no Service that was read in namespace kube-system selects Pod kube-system/kube-scheduler-a (component=kube-scheduler), and a ServiceMonitor finds pods only through a Service',
        expected: 'a Service over these pods with the labels of the selector',
        fix: 'create a Service in namespace kube-system with labels {"k8s-app":"kube-scheduler"}, selector {"component":"kube-scheduler"} and a port named https-metrics',
      },
    ]);
  });

  it('of another name are not meant', () => {
    expect(findingsFor(check, chain({ monitor, more: scheduler('component: etcd') }))).toEqual([]);
  });
});

describe('pods of a workload without a Service', () => {
  const found = (service: string, endpoints = 'endpoints: [{ targetPort: 9402 }]') =>
    findingsFor(check, chain({ monitor: serviceMonitor(endpoints), service }));

  it.each([
    ['', 'endpoints: [{ targetPort: 9402 }]', 'a port 9402'],
    [aService('selector: { app: stock }', other), 'endpoints: [{ port: web }]', 'a port named web'],
  ])('need one: beside "%s"', (service, endpoints, port) => {
    expect(found(service, endpoints)).toMatchObject([
      {
        severity: 'warning',
        message:
          'no Service that was read in namespace shop selects the pods of Deployment shop/cart (app=cart), and a ServiceMonitor finds pods only through a Service',
        fix: `create a Service in namespace shop with labels {"app":"cart"}, selector {"app":"cart"} and ${port}`,
      },
    ]);
  });

  it('of another name are not meant', () => {
    const monitor = serviceMonitor('selector: { matchLabels: { app: stock } }');
    expect(findingsFor(check, chain({ monitor, service: '' }))).toEqual([]);
  });
});

test('the Service has the name without -metrics', () => {
  const text = chain({
    monitor: serviceMonitor(
      'selector: { matchLabels: { app: cart-metrics } }',
      'name: x, namespace: monitoring',
    ),
    service: aService('selector: { part: cart }'),
  });
  expect(findingsFor(check, text)).toMatchObject([
    { severity: 'warning', fix: 'selector: {"matchLabels":{"app":"cart"}}' },
  ]);
});

test.each(['-metrics', '-headless'])('the Service has the name with %s', (end) => {
  const text = chain({
    monitor: serviceMonitor(
      'selector: { matchLabels: { app.kubernetes.io/name: cart } }',
      'name: x, namespace: monitoring',
    ),
    service: aService(
      'selector: { part: cart }',
      `name: cart${end}, namespace: shop, labels: { app.kubernetes.io/name: cart${end} }`,
    ),
  });
  expect(findingsFor(check, text)).toMatchObject([
    {
      severity: 'warning',
      message: expect.stringContaining(`app.kubernetes.io/name is cart${end}, not cart`) as string,
      fix: `selector: {"matchLabels":{"app.kubernetes.io/name":"cart${end}"}}`,
    },
  ]);
});

test('expressions that labels of the pods meet become labels of the Service', () => {
  const text = chain({
    monitor: serviceMonitor('selector: { matchExpressions: [{ key: part, operator: Exists }] }'),
    service: aService('selector: { part: cart }'),
    deployment: pods({ labels: 'part: cart' }),
  });
  expect(findingsFor(check, text)).toMatchObject([
    { fix: 'in metadata of Service shop/cart: labels: {"app":"cart","part":"cart"}' },
  ]);
});

test('the name of the application is in another label, and in no name', () => {
  const text = chain({
    monitor: serviceMonitor('selector: { matchLabels: { app: minion } }', 'name: x, namespace: monitoring'),
    service: aService(
      'selector: { part: cart }',
      'name: km-minion, namespace: shop, labels: { app.kubernetes.io/name: minion }',
    ),
  });
  expect(findingsFor(check, text)).toMatchObject([
    { severity: 'warning', fix: 'selector: {"matchLabels":{"app.kubernetes.io/name":"minion"}}' },
  ]);
});

test('the selector has the name of the Service instead of its label', () => {
  const text = chain({
    monitor: serviceMonitor('selector: { matchLabels: { app: cart-svc } }', 'name: x, namespace: monitoring'),
    service: aService('selector: { part: cart }', 'name: cart-svc, namespace: shop, labels: { app: cart }'),
  });
  expect(findingsFor(check, text)).toMatchObject([
    { severity: 'warning', fix: 'selector: {"matchLabels":{"app":"cart"}}' },
  ]);
});

test('the only Service has the port and no label', () => {
  const only = (labels: string) =>
    chain({
      monitor: serviceMonitor('selector: { matchLabels: { team: a } }', 'name: x, namespace: monitoring'),
      service: aService('selector: { part: cart }', `name: other, namespace: shop${labels}`),
      deployment: '',
    });
  expect(findingsFor(check, only(''))).toMatchObject([
    { severity: 'warning', fix: 'in metadata of Service shop/other: labels: {"team":"a"}' },
  ]);
  expect(findingsFor(check, only(', labels: { app: other }'))).toMatchObject([{ severity: 'info' }]);
});
