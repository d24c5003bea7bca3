import { check } from '../../../../src/doctor/checks/wrong-query/double-scrape';
import { findingsFor } from '../../../support/doctor';
import { aService, chain, podMonitor, pods, serviceMonitor } from '../scrape-chain';
import { values, yaml } from '../yaml';

const all = values({
  prometheus: {
    prometheusSpec: {
      serviceMonitorSelectorNilUsesHelmValues: false,
      podMonitorSelectorNilUsesHelmValues: false,
    },
  },
});

const headless = (spec = 'clusterIP: None') =>
  aService(spec, 'name: cart-headless, namespace: shop, labels: { app: cart, variant: headless }');
const second = 'name: second, namespace: monitoring';

test('a Service and its headless twin scrape every pod twice', () => {
  expect(findingsFor(check, chain({ more: headless() }), all)).toEqual([
    {
      code: 'double-scrape',
      check: 'double-scrape',
      severity: 'error',
      resource: 'ServiceMonitor monitoring/cart',
      path: 'spec.selector',
      message:
        'the selector matches Service shop/cart and Service shop/cart-headless, which select the same pods of Deployment shop/cart',
      found: { matchLabels: { app: 'cart' } },
      expected: 'one Service over these pods',
      fix: 'selector: {"matchLabels":{"app":"cart","variant":"headless"}}',
      at: { file: 'test.yaml', line: 2 },
    },
  ]);
});

test.each([
  [
    'two monitors',
    serviceMonitor('', second),
    'ServiceMonitor monitoring/second',
    'ServiceMonitor monitoring/cart already scrapes this port and path of the pods of Deployment shop/cart',
    'keep one of them: kubectl delete servicemonitor second --namespace monitoring, or kubectl delete servicemonitor cart --namespace monitoring',
  ],
  [
    'a PodMonitor beside a ServiceMonitor',
    podMonitor('', second),
    'PodMonitor monitoring/second',
    'ServiceMonitor monitoring/cart already scrapes this port and path of the pods of Deployment shop/cart',
    'keep one of them: kubectl delete podmonitor second --namespace monitoring, or kubectl delete servicemonitor cart --namespace monitoring',
  ],
])('it finds %s', (_what, more, resource, problem, fix) => {
  expect(findingsFor(check, chain({ more }), all)).toMatchObject([{ resource, message: problem, fix }]);
});

test('two endpoints on the same page differ in a label, so they count twice', () => {
  const monitor = serviceMonitor('endpoints: [{ port: web }, { targetPort: 8080 }]');
  expect(findingsFor(check, chain({ monitor }), all)).toMatchObject([
    {
      path: 'spec.endpoints[1].port',
      message: 'endpoint 0 already scrapes this port and path of the pods of Deployment shop/cart',
      fix: 'remove entry 1 of the list',
    },
  ]);
});

test('two ports of a Service that lead to one port of the pods count twice where a label tells them apart', () => {
  const monitor = serviceMonitor(
    'endpoints: [{ targetPort: 8080, relabelings: [{ sourceLabels: [__meta_kubernetes_endpoint_port_name], targetLabel: via }] }]',
  );
  const service = aService(
    'ports: [{ name: web, port: 80, targetPort: http }, { name: alias, port: 81, targetPort: 8080 }]',
  );
  expect(findingsFor(check, chain({ monitor, service }), all)).toMatchObject([
    {
      message:
        'the endpoint matches one port of the pods of Deployment shop/cart twice, so each pod is scraped twice',
      fix: 'port: web',
    },
  ]);
});

test('a target port that only one of two Services has', () => {
  const text = chain({
    monitor: serviceMonitor('endpoints: [{ targetPort: 8080 }]'),
    more: aService(
      'ports: [{ name: webhook, port: 443, targetPort: 6443 }]',
      'name: webhook, namespace: shop, labels: { app: cart }',
    ),
  });
  expect(findingsFor(check, text, all)).toMatchObject([
    { path: 'spec.endpoints[0].targetPort', found: 8080, fix: 'port: web instead of targetPort' },
  ]);
});

test('Services that nothing tells apart are told so', () => {
  const more = aService('clusterIP: None', 'name: twin, namespace: shop, labels: { app: cart }');
  expect(findingsFor(check, chain({ more }), all)).toMatchObject([
    { fix: 'remove the selected label from Service shop/twin' },
  ]);
});

const twoPaths = 'endpoints: [{ port: web }, { port: web, path: /other }]';
const twoParams = 'endpoints: [{ port: web, params: { m: [a] } }, { port: web, params: { m: [b] } }]';
const split =
  'endpoints: [{ port: web, metricRelabelings: [{ action: keep, sourceLabels: [__name__], regex: a.* }] }, { port: web, metricRelabelings: [{ action: drop, sourceLabels: [__name__], regex: a.* }] }]';
const dropped =
  'endpoints: [{ port: web, relabelings: [{ action: drop, sourceLabels: [service], regex: cart-headless }] }]';
const DROP_A = 'metricRelabelings: [{ action: drop, sourceLabels: [__name__], regex: a.* }]';
const relabelled = (label: string, first: string, second: string) => {
  const to = (replacement: string) =>
    `{ port: web, relabelings: [{ targetLabel: ${label}, replacement: ${replacement} }, { targetLabel: instance, replacement: ${replacement} }] }`;
  return chain({ monitor: serviceMonitor(`endpoints: [${to(first)}, ${to(second)}]`) });
};

test.each([
  [
    'the same series twice',
    serviceMonitor(`endpoints: [{ port: web, ${DROP_A} }, { targetPort: 8080, ${DROP_A} }]`),
  ],
  [
    'a path with and without its slash',
    serviceMonitor('endpoints: [{ port: web }, { targetPort: 8080, path: metrics }]'),
  ],
])('endpoints that keep %s do not share the page', (_what, monitor) => {
  expect(findingsFor(check, chain({ monitor }), all)).toHaveLength(1);
});

const prometheus = (name: string, team: string) =>
  yaml(
    'Prometheus',
    `name: ${name}`,
    `spec: { serviceMonitorSelector: { matchLabels: { team: ${team} } }, serviceMonitorNamespaceSelector: {} }`,
  );
const ofTeam = (name: string, team: string) =>
  serviceMonitor('', `name: ${name}, namespace: monitoring, labels: { team: ${team} }`);

test.each([
  ['its own monitor', 'shop', 0],
  ['both monitors', 'platform', 1],
])('of two Prometheus, each may scrape a pod once: one of them takes %s', (_what, team, count) => {
  const more = [prometheus('a', 'platform'), prometheus('b', 'shop'), ofTeam('second', team)].join('\n');
  const text = chain({ monitor: ofTeam('cart', 'platform'), more });
  expect(findingsFor(check, text)).toHaveLength(count);
});

const rollout = (strategy: string) =>
  pods({ kind: 'Rollout' })
    .replace('apps/v1', 'argoproj.io/v1alpha1')
    .replace('replicas: 2', `replicas: 2, strategy: { ${strategy} }`);

test.each([
  ['canary', 'canary: { stableService: cart, canaryService: cart-headless }', 0],
  ['blue and green', 'blueGreen: { activeService: cart, previewService: cart-headless }', 0],
  ['ping and pong', 'canary: { pingPong: { pingService: cart, pongService: cart-headless } }', 0],
  ['canary beside a Service over all pods', 'canary: { stableService: cart, canaryService: other }', 1],
])('a Rollout divides its pods among its Services: %s', (_what, strategy, count) => {
  const text = chain({ deployment: rollout(strategy), more: headless() });
  expect(findingsFor(check, text, all)).toHaveLength(count);
});

const single = 'selector: { app: cart, statefulset.kubernetes.io/pod-name: cart-0 }';

test.each([
  ['one monitor and one Service', chain()],
  [
    'a second Service with another port name',
    chain({ more: headless('ports: [{ name: peers, port: 7946 }]') }),
  ],
  ['two paths', chain({ monitor: serviceMonitor(twoPaths) })],
  ['two sets of parameters', chain({ monitor: serviceMonitor(twoParams) })],
  ['a parameter by relabeling', relabelled('__param_target', 'a', 'b')],
  ['a path by relabeling', relabelled('__metrics_path__', '/a', '/b')],
  ['an address by relabeling', relabelled('__address__', '"a:80"', '"b:80"')],
  [
    'two lists of values of one parameter',
    chain({
      monitor: serviceMonitor(
        'endpoints: [{ port: web, params: { m: [a, b] } }, { port: web, params: { m: [a, c] } }]',
      ),
    }),
  ],
  ['files that are read twice', `${chain()}\n${chain()}`],
  ['endpoints that share the page', chain({ monitor: serviceMonitor(split) })],
  ['a relabeling that drops one Service', chain({ monitor: serviceMonitor(dropped), more: headless() })],
  [
    'a Service for each pod',
    chain({ service: aService(single), more: headless(single), deployment: pods({ kind: 'StatefulSet' }) }),
  ],
  [
    'two Services over different pods',
    chain({
      more:
        aService('selector: { app: b }', 'name: b, namespace: shop, labels: { app: cart }') +
        `\n${pods({ metadata: 'name: b, namespace: shop', labels: 'app: b' })}`,
    }),
  ],
])('it finds nothing in %s', (_what, text) => {
  expect(findingsFor(check, text, all)).toEqual([]);
});

test('a monitor that Prometheus does not take scrapes nothing', () => {
  const more = serviceMonitor('', `${second}, labels: { release: other }`);
  const monitor = serviceMonitor('', 'name: cart, namespace: monitoring, labels: { release: prometheus }');
  expect(findingsFor(check, chain({ monitor, more }), values({}, 'prometheus'))).toEqual([]);
});

test('monitors of different profiles of OpenShift are not selected together', () => {
  const profile = (name: string, value: string) =>
    serviceMonitor(
      '',
      `name: ${name}, namespace: monitoring, labels: { monitoring.openshift.io/collection-profile: ${value} }`,
    );
  const found = (other: string) =>
    findingsFor(check, chain({ monitor: profile('cart', 'full'), more: profile('second', other) }), all);
  expect(found('minimal')).toEqual([]);
  expect(found('full')).toHaveLength(1);
});
