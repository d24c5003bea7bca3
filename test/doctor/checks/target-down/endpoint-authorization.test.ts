import { check } from '../../../../src/doctor/checks/target-down/endpoint-authorization';
import { findingsFor } from '../../../support/doctor';
import { chain, podMonitor, pods, serviceMonitor } from '../scrape-chain';
import { yaml } from '../yaml';

const TOKEN = 'bearerTokenFile: /var/run/secrets/kubernetes.io/serviceaccount/token';
const monitor = (fields: string) => serviceMonitor(`endpoints: [{ port: web, scheme: https, ${fields} }]`);
const proxied = (monitored: string, more = '', args = '"--secure-listen-address=:8080"') =>
  chain({
    monitor: monitored,
    deployment: pods().replace('containers: [{', `containers: [{ args: [${args}],`),
    more,
  });
const RBAC = 'apiVersion: rbac.authorization.k8s.io/v1';
/** A Prometheus whose account is bound to a ClusterRole with these rules. */
const prometheus = (rules: string, spec = '') =>
  [
    yaml('Prometheus', 'name: k8s', `spec: { serviceAccountName: prom, serviceMonitorSelector: {}${spec} }`),
    `---\n{ ${RBAC}, kind: ClusterRole, metadata: { name: prom }, rules: [${rules}] }`,
    `---\n{ ${RBAC}, kind: ClusterRoleBinding, metadata: { name: prom }, roleRef: { kind: ClusterRole, name: prom }, subjects: [{ kind: ServiceAccount, name: prom, namespace: monitoring }] }`,
  ].join('\n');
const DISCOVERY = '{ apiGroups: [""], resources: [services, endpoints, pods], verbs: ["*"] }';
const paths = (urls: string, verb = 'get') => `{ nonResourceURLs: [${urls}], verbs: [${verb}] }`;

test('a scrape without a token is rejected', () => {
  expect(findingsFor(check, proxied(monitor('')))).toEqual([
    {
      code: 'endpoint-authorization',
      check: 'endpoint-authorization',
      severity: 'error',
      resource: 'ServiceMonitor monitoring/cart',
      path: 'spec.endpoints[0].bearerTokenFile',
      message: 'container cart is kube-rbac-proxy, which rejects a scrape without a token',
      expected: 'the token of the ServiceAccount of Prometheus',
      fix: TOKEN,
      at: { file: 'test.yaml', line: 2 },
    },
  ]);
});

test.each([
  ['a PodMonitor, which has no files', proxied(podMonitor()), 'authorization:'],
  [
    'a Prometheus that forbids files',
    proxied(monitor(''), prometheus(paths('/metrics'), ', arbitraryFSAccessThroughSMs: { deny: true }')),
    'authorization:',
  ],
])('it proposes a Secret for %s', (_what, text, fix) => {
  expect(findingsFor(check, text)).toMatchObject([{ fix: expect.stringContaining(fix) as string }]);
});

test.each([
  ['no rule for paths', monitor(TOKEN), prometheus(DISCOVERY), '/metrics'],
  ['another verb', monitor(TOKEN), prometheus(paths('/metrics', 'head')), '/metrics'],
  ['another path', monitor(`path: /probe, ${TOKEN}`), prometheus(paths('/metrics')), '/probe'],
])('the account may not get the path: %s', (_what, monitored, more, path) => {
  expect(findingsFor(check, proxied(monitored, more))).toMatchObject([
    {
      severity: 'error',
      resource: 'Prometheus monitoring/k8s',
      path: 'spec.serviceAccountName',
      message: `no ClusterRole lets ServiceAccount monitoring/prom get ${path}, which kube-rbac-proxy demands for ServiceMonitor monitoring/cart`,
      fix: `kubectl create clusterrole prom-metrics --verb=get --non-resource-url=${path}\nkubectl create clusterrolebinding prom-metrics --clusterrole=prom-metrics --serviceaccount=monitoring:prom`,
    },
  ]);
});

const withClass = (authorization: string) =>
  prometheus(paths('/metrics'), `, scrapeClasses: [{ name: a, default: true${authorization} }]`);

test.each([
  ['the path', monitor(TOKEN), prometheus(paths('/metrics')), undefined],
  ['every path', monitor(TOKEN), prometheus(paths('"*"', '"*"')), undefined],
  [
    'a token of another account',
    monitor('authorization: { credentials: { name: a, key: b } }'),
    prometheus(DISCOVERY),
    undefined,
  ],
  [
    'a role that was not read',
    monitor(TOKEN),
    prometheus(DISCOVERY).replace('ClusterRole, name: prom }', 'ClusterRole, name: x }'),
    undefined,
  ],
  ['no Prometheus that was read', monitor(TOKEN), '', undefined],
  [
    'a token in the scrape class',
    monitor(''),
    withClass(', authorization: { credentials: { name: a } }'),
    undefined,
  ],
  [
    'a path without an account',
    monitor(''),
    '',
    '"--secure-listen-address=:8080", "--ignore-paths=/metrics"',
  ],
  ['client certificates', monitor(''), '', '"--secure-listen-address=:8080", "--client-ca-file=/a"'],
  [
    'a resource in place of the path',
    monitor(TOKEN),
    prometheus(DISCOVERY),
    '"--secure-listen-address=:8080", "--config-file=/a"',
  ],
  ['the port of the program itself', monitor(''), '', '"--secure-listen-address=:8443"'],
])('it finds nothing with %s', (_what, monitored, more, args) => {
  expect(findingsFor(check, proxied(monitored, more, args))).toEqual([]);
});

test('servers with --secure-port authorize alike, unless a path is always allowed', () => {
  const bare = monitor('tlsConfig: { insecureSkipVerify: true }');
  expect(findingsFor(check, proxied(bare, '', '--secure-port=8080'))).toMatchObject([
    {
      severity: 'warning',
      message:
        'container cart asks the API server who may read its metrics, so it rejects a scrape without a token',
      fix: TOKEN,
    },
  ]);
  expect(findingsFor(check, proxied(monitor(TOKEN), prometheus(DISCOVERY), '--secure-port=8080'))).toEqual(
    [],
  );
  for (const known of [
    monitor('tlsConfig: { certFile: /c, keyFile: /k }'),
    serviceMonitor('scrapeClass: tls, endpoints: [{ port: web, scheme: https }]'),
  ])
    expect(findingsFor(check, proxied(known, '', '--secure-port=8080'))).toEqual([]);
  const open = '--secure-port=8080, --authorization-always-allow-paths=/metrics';
  expect(findingsFor(check, proxied(bare, '', open))).toEqual([]);
  expect(findingsFor(check, proxied(bare, '', '--secure-port=8443'))).toEqual([]);
});
