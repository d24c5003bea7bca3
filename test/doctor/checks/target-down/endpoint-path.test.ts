import { check } from '../../../../src/doctor/checks/target-down/endpoint-path';
import { findingsFor } from '../../../support/doctor';
import { aService, chain, ownCart, podMonitor, pods, serviceMonitor } from '../scrape-chain';

const path = (value: string) => serviceMonitor(`endpoints: [{ port: web, path: "${value}" }]`);
const annotated = aService(
  '',
  'name: cart, namespace: shop, labels: { app: cart }, annotations: { prometheus.io/path: /stats }',
);

test('a query does not belong in the path', () => {
  expect(findingsFor(check, path('/federate?format=text&match=a&match=b'))).toEqual([
    {
      code: 'endpoint-path',
      check: 'endpoint-path',
      severity: 'error',
      resource: 'ServiceMonitor monitoring/cart',
      path: 'spec.endpoints[0].path',
      message: 'the query is escaped and becomes part of the path',
      found: '/federate?format=text&match=a&match=b',
      expected: 'only the path, with the query in params',
      fix: 'path: /federate\nparams: {"format":["text"],"match":["a","b"]}',
      at: { file: 'test.yaml', line: 2 },
    },
  ]);
});

test.each([
  [
    'http://cart:8080/metrics?x=1',
    'the value is a URL, but the field takes only its path',
    'path: /metrics\nparams: {"x":["1"]}',
  ],
  ['https://cart', 'the value is a URL, but the field takes only its path', 'path: /metrics'],
  ['?x=1', 'the query is escaped and becomes part of the path', 'path: /metrics\nparams: {"x":["1"]}'],
])('it finds %s', (value, message, fix) => {
  expect(findingsFor(check, path(value))).toMatchObject([{ message, fix }]);
});

test('other parameters stay', () => {
  const monitor = serviceMonitor(
    'endpoints: [{ port: web, path: "/m?a=2&b=3", params: { a: [1], c: [4] } }]',
  );
  expect(findingsFor(check, monitor)).toMatchObject([
    { fix: 'path: /m\nparams: {"a":["2"],"c":[4],"b":["3"]}' },
  ]);
});

test('the annotation of the Service is a hint', () => {
  expect(findingsFor(check, chain({ service: annotated }))).toMatchObject([
    {
      severity: 'warning',
      message:
        'the annotation prometheus.io/path names another path, and the operator does not read annotations',
      expected: '/stats',
      fix: 'path: /stats',
    },
  ]);
});

test('for the root path, a different annotation is info', () => {
  expect(findingsFor(check, chain({ monitor: path('/'), service: annotated }))).toMatchObject([
    { severity: 'info', found: '/', expected: '/stats' },
  ]);
});

const prefixed = (argument: string) =>
  pods().replace('containers: [{', `containers: [{ args: ["${argument}"],`);

test.each(['--web.route-prefix=/push', '--web.route-prefix=push/', '--web.route-prefix /push'])(
  'a container serves metrics below its prefix: %s',
  (argument) => {
    const deployment = prefixed(argument);
    expect(findingsFor(check, chain({ deployment }))).toMatchObject([
      {
        severity: 'warning',
        message: `container cart has ${argument}, below which it serves the metrics, too`,
        expected: 'a path below /push',
        fix: 'path: /push/metrics',
      },
    ]);
    expect(findingsFor(check, chain({ deployment, monitor: path('/push/metrics') }))).toEqual([]);
  },
);

test('a container without a prefix, or whose path relabeling sets', () => {
  expect(findingsFor(check, chain({ deployment: prefixed('--web.route-prefix=/') }))).toEqual([]);
  const monitor = serviceMonitor(
    'endpoints: [{ port: web, relabelings: [{ targetLabel: __metrics_path__, replacement: /push/metrics }] }]',
  );
  expect(findingsFor(check, chain({ deployment: prefixed('--web.route-prefix=/push'), monitor }))).toEqual(
    [],
  );
});

test('the path of a service of the catalog is known', () => {
  expect(findingsFor(check, chain({ monitor: path('/stats') }), { contracts: ownCart() })).toMatchObject([
    {
      severity: 'error',
      message: 'the metrics of Service shop/cart are at another path',
      found: '/stats',
      expected: '/metrics',
      fix: 'path: /metrics',
    },
  ]);
});

test('so is that of its pods', () => {
  const ofPods = (value: string) =>
    chain({ monitor: podMonitor(`podMetricsEndpoints: [{ port: http, path: ${value} }]`), service: '' });
  expect(findingsFor(check, ofPods('/stats'), { contracts: ownCart() })).toMatchObject([
    {
      severity: 'error',
      path: 'spec.podMetricsEndpoints[0].path',
      message: 'the metrics of the pods of PodMonitor monitoring/cart are at another path',
      fix: 'path: /metrics',
    },
  ]);
  expect(findingsFor(check, ofPods('/metrics'), { contracts: ownCart() })).toEqual([]);
  expect(findingsFor(check, ofPods('/stats'))).toEqual([]);
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
  [
    'an endpoint that keeps only an injected container',
    chain({
      monitor: serviceMonitor(
        'endpoints: [{ port: web, relabelings: [{ action: keep, sourceLabels: [__meta_kubernetes_pod_container_name], regex: istio-proxy }] }]',
      ),
      service: annotated,
    }),
  ],
])('it finds nothing in %s', (_what, yaml) => {
  expect(findingsFor(check, yaml)).toEqual([]);
});

test('a missing first slash is fine, as Prometheus adds it', () => {
  expect(findingsFor(check, chain({ monitor: path('metrics') }), { contracts: ownCart() })).toEqual([]);
});
