import { check } from '../../../../src/doctor/checks/target-down/mesh-mtls';
import { findingsFor } from '../../../support/doctor';
import { chain, pods, serviceMonitor } from '../scrape-chain';

const policy = (spec: string, name = 'default', namespace = 'shop') =>
  `---\n{ apiVersion: security.istio.io/v1, kind: PeerAuthentication, metadata: { name: ${name}, namespace: ${namespace} }, spec: { ${spec} } }\n`;
const strict = policy('mtls: { mode: STRICT }');

test('pods that accept mutual TLS only', () => {
  expect(findingsFor(check, chain({ more: strict }))).toEqual([
    {
      code: 'mesh-mtls',
      check: 'mesh-mtls',
      severity: 'warning',
      resource: 'ServiceMonitor monitoring/cart',
      path: 'spec.endpoints[0].port',
      message: 'the pods of Deployment shop/cart accept mutual TLS only (PeerAuthentication shop/default)',
      found: 'web',
      expected: 'a port that accepts plain connections',
      fix: 'kubectl apply a PeerAuthentication in namespace shop with spec: {"selector":{"matchLabels":{"app":"cart"}},"mtls":{"mode":"STRICT"},"portLevelMtls":{"8080":{"mode":"PERMISSIVE"}}}',
      at: { file: 'test.yaml', line: 2 },
    },
  ]);
});

test('a policy for the pods overrides that of the namespace', () => {
  const own = policy('selector: { matchLabels: { app: cart } }, mtls: { mode: STRICT }', 'cart');
  const more = policy('mtls: { mode: PERMISSIVE }') + own;
  expect(findingsFor(check, chain({ more }))).toHaveLength(1);
});

test.each([
  ['no policy', ''],
  ['a policy of another namespace', policy('mtls: { mode: STRICT }', 'default', 'other')],
  ['both kinds of connection', policy('mtls: { mode: PERMISSIVE }')],
  ['an exception for the port', policy('mtls: { mode: STRICT }, portLevelMtls: { 8080: { mode: DISABLE } }')],
  [
    'an exception for the pods',
    strict + policy('selector: { matchLabels: { app: cart } }, mtls: { mode: DISABLE }', 'cart'),
  ],
  [
    'a Prometheus with a certificate of the mesh',
    `${strict}---\n{ apiVersion: monitoring.coreos.com/v1, kind: Prometheus, metadata: { name: k8s, namespace: monitoring }, spec: { podMetadata: { annotations: { proxy.istio.io/config: x } } } }`,
  ],
])('it finds nothing with %s', (_what, more) => {
  expect(findingsFor(check, chain({ more }))).toEqual([]);
});

test.each([
  [
    'TLS',
    chain({
      more: strict,
      monitor: serviceMonitor('endpoints: [{ port: web, scheme: https, tlsConfig: { caFile: /a } }]'),
    }),
  ],
  [
    'pods without sidecar',
    chain({ more: strict, deployment: pods({ labels: 'app: cart, sidecar.istio.io/inject: "false"' }) }),
  ],
  [
    'the port of the sidecar',
    chain({ more: strict, deployment: pods({ ports: '{ name: http, containerPort: 15020 }' }) }),
  ],
])('it finds nothing in a scrape over %s', (_what, yaml) => {
  expect(findingsFor(check, yaml)).toEqual([]);
});

const namespace = (name: string, labels: string) =>
  `---\n{ apiVersion: v1, kind: Namespace, metadata: { name: ${name}, labels: { ${labels} } } }\n`;
const ofMesh = policy('mtls: { mode: STRICT }', 'default', 'istio-system');
const injected = namespace('shop', 'istio-injection: enabled');
const prometheus =
  '---\n{ apiVersion: monitoring.coreos.com/v1, kind: Prometheus, metadata: { name: k8s, namespace: monitoring }, spec: { serviceMonitorSelector: {} } }\n';

test.each([
  ['a policy of the whole mesh', ofMesh + injected, 'warning'],
  [
    'pods in the mesh and a Prometheus outside it',
    ofMesh + injected + prometheus + namespace('monitoring', 'a: b'),
    'error',
  ],
  ['a Prometheus whose namespace was not read', strict + injected + prometheus, 'warning'],
])('with %s, scrapes fail', (_what, more, severity) => {
  expect(findingsFor(check, chain({ more }))).toMatchObject([{ severity }]);
});

test.each([
  ['pods that ask for no sidecar', ofMesh],
  ['an exception of the namespace', ofMesh + injected + policy('mtls: { mode: PERMISSIVE }')],
  [
    'a policy for some pods of istio-system',
    policy('selector: { matchLabels: { app: cart } }, mtls: { mode: STRICT }', 'x', 'istio-system') +
      injected,
  ],
])('a policy of the mesh does not concern %s', (_what, more) => {
  expect(findingsFor(check, chain({ more }))).toEqual([]);
});
