import { check } from '../../../../src/doctor/checks/target-down/linkerd-policy';
import { findingsFor } from '../../../support/doctor';
import { chain, pods } from '../scrape-chain';

const of = (kind: string, spec: string, name = 'metrics', more = '') =>
  `---\n{ apiVersion: policy.linkerd.io/v1beta3, kind: ${kind}, metadata: { name: ${name}, namespace: shop${more} }, spec: { ${spec} } }\n`;
const namespace = (name: string, annotations = '') =>
  `---\n{ apiVersion: v1, kind: Namespace, metadata: { name: ${name}, annotations: { ${annotations} } } }\n`;
const MESHED = namespace('shop', 'linkerd.io/inject: enabled');
const OUTSIDE = namespace('monitoring');
const INSIDE = namespace('monitoring', 'linkerd.io/inject: enabled');
const PROMETHEUS =
  '---\n{ apiVersion: monitoring.coreos.com/v1, kind: Prometheus, metadata: { name: k8s, namespace: monitoring }, spec: { serviceAccountName: prometheus, serviceMonitorSelector: {} } }\n';
const server = (more = '') => of('Server', `podSelector: { matchLabels: { app: cart } }, port: 8080${more}`);
const forMesh = (meshTLS: string) =>
  of('ServerAuthorization', `server: { name: metrics }, client: { meshTLS: { ${meshTLS} } }`);
const policy = (references: string, kind = 'Server', name = 'metrics') =>
  of(
    'AuthorizationPolicy',
    `targetRef: { group: policy.linkerd.io, kind: ${kind}, name: ${name} }, requiredAuthenticationRefs: [${references}]`,
  );
const identities = (spec: string) => of('MeshTLSAuthentication', spec, 'identities');

const found = (more: string, deployment = pods()) =>
  findingsFor(check, chain({ deployment, more: PROMETHEUS + more }));

test('a Server that nothing authorizes', () => {
  expect(found(MESHED + OUTSIDE + server())).toEqual([
    {
      code: 'linkerd-policy',
      check: 'linkerd-policy',
      severity: 'error',
      resource: 'ServiceMonitor monitoring/cart',
      path: 'spec.endpoints[0].port',
      message:
        'Linkerd denies Prometheus the port 8080 of Deployment shop/cart: Server shop/metrics admits no client',
      found: 'web',
      expected: 'a policy that admits Prometheus',
      fix: 'kubectl apply a ServerAuthorization in namespace shop with spec: {"server":{"name":"metrics"},"client":{"unauthenticated":true}}',
      at: { file: 'test.yaml', line: 2 },
    },
  ]);
});

test.each([
  [
    'clients of the mesh, for a Prometheus outside',
    OUTSIDE + server() + forMesh('identities: ["*"]'),
    'error',
  ],
  [
    'clients of the mesh, for a Prometheus that may be outside',
    server() + forMesh('identities: ["*"]'),
    'warning',
  ],
  ['other accounts', INSIDE + server() + forMesh('serviceAccounts: [{ name: web }]'), 'error'],
  [
    'another account of that namespace',
    INSIDE + server() + forMesh('serviceAccounts: [{ name: grafana, namespace: monitoring }]'),
    'error',
  ],
  [
    'other identities',
    INSIDE +
      server() +
      policy('{ kind: MeshTLSAuthentication, name: identities }') +
      identities('identities: [web.shop.serviceaccount.identity.linkerd.cluster.local]'),
    'error',
  ],
  ['another ServiceAccount', INSIDE + server() + policy('{ kind: ServiceAccount, name: web }'), 'error'],
  [
    'a policy for another Server',
    OUTSIDE + server() + policy('{ kind: NetworkAuthentication, name: all }', 'Server', 'web'),
    'error',
  ],
  ['authenticated clients by default', OUTSIDE + server(', accessPolicy: all-authenticated'), 'error'],
])('a Server that admits %s', (_what, more, severity) => {
  expect(found(MESHED + more)).toMatchObject([{ severity }]);
});

test('the printed fix admits Prometheus', () => {
  for (const more of [OUTSIDE + server(), INSIDE + server() + forMesh('serviceAccounts: [{ name: web }]')]) {
    const [finding] = found(MESHED + more);
    const [, kind = '', spec = ''] =
      /apply a (\w+) in namespace shop with spec: \{(.*)\}$/.exec(finding!.fix) ?? [];
    expect(found(MESHED + more + of(kind, spec, 'prometheus'))).toEqual([]);
  }
  const denied = namespace(
    'shop',
    'linkerd.io/inject: enabled, config.linkerd.io/default-inbound-policy: all-authenticated',
  );
  const [finding] = found(denied + OUTSIDE);
  expect(finding).toMatchObject({
    severity: 'error',
    message:
      'Linkerd denies Prometheus the port 8080 of Deployment shop/cart: config.linkerd.io/default-inbound-policy: all-authenticated admits clients of the mesh only, and Prometheus is outside of it',
  });
  const [, spec = ''] = /apply a Server in namespace shop with spec: \{(.*)\}$/.exec(finding!.fix) ?? [];
  expect(found(denied + OUTSIDE + of('Server', spec))).toEqual([]);
});

test('pods of a namespace that was not read may be outside of the mesh', () => {
  expect(found(server())).toMatchObject([{ severity: 'warning' }]);
});

test.each([
  ['no Server', MESHED + OUTSIDE],
  ['pods outside of the mesh', namespace('shop') + OUTSIDE + server()],
  ['a Server for another port', MESHED + OUTSIDE + of('Server', 'podSelector: {}, port: 9999')],
  [
    'a Server for other pods',
    MESHED + OUTSIDE + of('Server', 'podSelector: { matchLabels: { app: web } }, port: 8080'),
  ],
  ['a Server that admits everybody', MESHED + OUTSIDE + server(', accessPolicy: all-unauthenticated')],
  [
    'unauthenticated clients',
    MESHED +
      OUTSIDE +
      server() +
      of('ServerAuthorization', 'server: { selector: {} }, client: { unauthenticated: true }'),
  ],
  ['networks', MESHED + OUTSIDE + server() + policy('{ kind: NetworkAuthentication, name: all }')],
  [
    'a policy for the namespace',
    MESHED + OUTSIDE + server() + policy('{ kind: NetworkAuthentication, name: all }', 'Namespace', 'shop'),
  ],
  [
    'a policy for a route',
    MESHED +
      OUTSIDE +
      server() +
      policy('{ kind: NetworkAuthentication, name: all }', 'HTTPRoute', 'metrics'),
  ],
  ['every identity, for a Prometheus in the mesh', MESHED + INSIDE + server() + forMesh('identities: ["*"]')],
  [
    'its account',
    MESHED + INSIDE + server() + forMesh('serviceAccounts: [{ name: prometheus, namespace: monitoring }]'),
  ],
  [
    'its identity',
    MESHED +
      INSIDE +
      server() +
      policy('{ kind: MeshTLSAuthentication, name: identities }') +
      identities('identities: [prometheus.monitoring.serviceaccount.identity.linkerd.cluster.local]'),
  ],
  [
    'its namespace',
    MESHED +
      INSIDE +
      server() +
      policy('{ kind: MeshTLSAuthentication, name: identities }') +
      identities('identityRefs: [{ kind: Namespace, name: monitoring }]'),
  ],
  [
    'identities that were not read',
    MESHED + INSIDE + server() + policy('{ kind: MeshTLSAuthentication, name: other }'),
  ],
  [
    'a port that bypasses the proxy',
    namespace('shop', 'linkerd.io/inject: enabled, config.linkerd.io/skip-inbound-ports: "8080"') +
      OUTSIDE +
      server(),
  ],
])('it finds nothing with %s', (_what, more) => {
  expect(found(more)).toEqual([]);
});

test('a named port, and pods that ask for no proxy', () => {
  const named = of('Server', 'podSelector: {}, port: http');
  const deployment = pods({ ports: '{ name: http, containerPort: 8080 }' });
  expect(found(MESHED + OUTSIDE + named, deployment)).toHaveLength(1);
  const annotated = deployment.replace(
    'metadata: { labels: { app: cart } }',
    'metadata: { labels: { app: cart }, annotations: { linkerd.io/inject: disabled } }',
  );
  expect(annotated).not.toBe(deployment);
  expect(found(MESHED + OUTSIDE + named, annotated)).toEqual([]);
});
