import { check } from '../../../../src/doctor/checks/no-target/role-reaches-namespace';
import { factsOf } from '../../../../src/doctor/facts';
import { findingsOf, runChecks } from '../../../../src/doctor/run';
import { plainObject } from '../../../../src/doctor/sources/plain-files';
import { readManifests } from '../../../../src/kubernetes/read';
import { findingsFor } from '../../../support/doctor';
import { chain, podMonitor, serviceMonitor } from '../scrape-chain';

const prometheus = (spec = '') =>
  `---\n{ apiVersion: monitoring.coreos.com/v1, kind: Prometheus, metadata: { name: k8s, namespace: monitoring }, spec: { serviceAccountName: prom, serviceMonitorSelector: {}, podMonitorSelector: {}, ${spec} } }`;
const rules = (resources = 'services, endpoints, pods', verbs = 'get, list, watch') =>
  `[{ apiGroups: [""], resources: [${resources}], verbs: [${verbs}] }]`;
const role = (namespace: string, granted = rules()) =>
  `---\n{ apiVersion: rbac.authorization.k8s.io/v1, kind: Role, metadata: { name: prom, namespace: ${namespace} }, rules: ${granted} }`;
const clusterRole = (granted: string) =>
  `---\n{ apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRole, metadata: { name: prom }, rules: ${granted} }`;
const binding = (namespace: string, kind = 'Role', name = 'prom') =>
  `---\n{ apiVersion: rbac.authorization.k8s.io/v1, kind: RoleBinding, metadata: { name: prom, namespace: ${namespace} }, roleRef: { kind: ${kind}, name: ${name} }, subjects: [{ kind: ServiceAccount, name: prom, namespace: monitoring }] }`;
const clusterBinding = (name = 'prom') =>
  `---\n{ apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRoleBinding, metadata: { name: prom }, roleRef: { kind: ClusterRole, name: ${name} }, subjects: [{ kind: ServiceAccount, name: prom, namespace: monitoring }] }`;

const own = [role('monitoring'), binding('monitoring')];
const yaml = (parts: readonly string[], monitor = serviceMonitor(), spec = '') =>
  chain({ monitor, more: [prometheus(spec), ...parts].join('\n') });

test('a Role reaches its own namespace only', () => {
  expect(findingsFor(check, yaml(own))).toEqual([
    {
      code: 'role-reaches-namespace',
      check: 'role-reaches-namespace',
      severity: 'error',
      resource: 'Prometheus monitoring/k8s',
      path: 'spec.serviceAccountName',
      message:
        'no role lets ServiceAccount monitoring/prom list services, endpoints, pods in namespace shop, where ServiceMonitor monitoring/cart looks for targets',
      found: 'prom',
      expected: 'get, list and watch of services, endpoints, pods in namespace shop',
      fix: 'kubectl create role prom --namespace shop --verb=get,list,watch --resource=services,endpoints,pods\nkubectl create rolebinding prom --namespace shop --role=prom --serviceaccount=monitoring:prom',
      at: { file: 'test.yaml', line: 8 },
    },
  ]);
});

test.each([
  ['one resource', yaml([...own, role('shop', rules('services, endpoints')), binding('shop')]), 'pods'],
  [
    'the verb watch',
    yaml([...own, role('shop', rules('services, endpoints, pods', 'get, list')), binding('shop')]),
    'services, endpoints, pods',
  ],
  ['pods for a PodMonitor', yaml(own, podMonitor()), 'pods'],
  [
    'EndpointSlices',
    yaml([...own, role('shop'), binding('shop')], serviceMonitor(), 'serviceDiscoveryRole: EndpointSlice'),
    'endpointslices',
  ],
])('it finds a role that lacks %s', (_what, manifests, names) => {
  expect(findingsFor(check, manifests)).toMatchObject([
    { message: expect.stringContaining(` list ${names} in namespace shop`) as string },
  ]);
});

/** A Probe of the Ingresses of a namespace, and what the role there grants. */
const probing = (more: string) =>
  [
    prometheus('probeSelector: {}'),
    `---\n{ apiVersion: monitoring.coreos.com/v1, kind: Probe, metadata: { name: sites, namespace: monitoring }, spec: { prober: { url: "b:9115" }, targets: { ingress: { selector: {}, namespaceSelector: { matchNames: [shop] } } } } }`,
    role('shop', `[{ apiGroups: [""], resources: [services, endpoints, pods], verbs: ["*"] }${more}]`),
    binding('shop'),
  ].join('\n');

test('a Probe of Ingresses needs to list them', () => {
  expect(findingsFor(check, probing(''))).toMatchObject([
    {
      message: expect.stringContaining(
        'list ingresses in namespace shop, where Probe monitoring/sites',
      ) as string,
      fix: expect.stringContaining('--resource=ingresses.networking.k8s.io') as string,
    },
  ]);
  const before = ', { apiGroups: [extensions], resources: [ingresses], verbs: [get, list, watch] }';
  expect(findingsFor(check, probing(before))).toHaveLength(1);
  expect(findingsFor(check, probing(before.replace('extensions', 'networking.k8s.io')))).toEqual([]);
});

test('a monitor of all namespaces needs a ClusterRole', () => {
  const everywhere = serviceMonitor('namespaceSelector: { any: true }');
  expect(findingsFor(check, yaml([...own, role('shop'), binding('shop')], everywhere))).toMatchObject([
    { fix: expect.stringMatching(/^kubectl create clusterrole prom-discovery --verb/) as string },
  ]);
});

test.each([
  ['a Role in the namespace', yaml([...own, role('shop'), binding('shop')])],
  ['a ClusterRole for the cluster', yaml([clusterRole(rules()), clusterBinding()])],
  ['a ClusterRole in the namespace', yaml([...own, clusterRole(rules()), binding('shop', 'ClusterRole')])],
  ['a role of Kubernetes', yaml([...own, clusterBinding('view')])],
  ['a role that was not read', yaml([...own, binding('shop')])],
  ['no binding that was read', yaml([])],
  ['a monitor of the own namespace', yaml(own, serviceMonitor('namespaceSelector: -'))],
  [
    'a wildcard',
    yaml([clusterRole('[{ apiGroups: ["*"], resources: ["*"], verbs: ["*"] }]'), clusterBinding()]),
  ],
])('it finds nothing in %s', (_what, manifests) => {
  expect(findingsFor(check, manifests)).toEqual([]);
});

const withoutAccount = (...parts: readonly string[]) => yaml(parts).replace('serviceAccountName: prom, ', '');

test('without serviceAccountName, a binding for another account has no effect', () => {
  expect(findingsFor(check, withoutAccount(clusterRole(rules()), clusterBinding()))).toMatchObject([
    {
      severity: 'error',
      path: 'spec.serviceAccountName',
      message:
        'Prometheus runs as ServiceAccount monitoring/default, which no role lets list targets; the roles are bound to prom',
      fix: 'serviceAccountName: prom',
    },
  ]);
});

test.each([
  ['no bindings', withoutAccount()],
  [
    'a binding for the default account',
    withoutAccount(
      clusterRole(rules()),
      clusterBinding().replace('name: prom, namespace: m', 'name: default, namespace: m'),
    ),
  ],
  [
    'a binding of an account that lists nothing',
    withoutAccount(clusterRole(rules('nodes')), clusterBinding()),
  ],
  [
    'two accounts',
    withoutAccount(
      clusterRole(rules()),
      clusterBinding(),
      clusterBinding().replace('name: prom, namespace: m', 'name: other, namespace: m'),
    ),
  ],
])('without serviceAccountName nothing is certain with %s', (_what, text) => {
  expect(findingsFor(check, text)).toEqual([]);
});

test('a binding has the namespace of another account of that name', () => {
  const bound = [clusterRole(rules()), clusterBinding().replace('namespace: monitoring', 'namespace: shop')];
  expect(findingsFor(check, yaml(bound))).toMatchObject([
    {
      severity: 'error',
      resource: 'ClusterRoleBinding prom',
      path: 'subjects[0].namespace',
      message: 'the role is granted to ServiceAccount shop/prom, but Prometheus runs as monitoring/prom',
      fix: 'namespace: monitoring',
    },
  ]);
  const account = '---\n{ apiVersion: v1, kind: ServiceAccount, metadata: { name: prom, namespace: shop } }';
  expect(findingsFor(check, yaml([...bound, account]))).toEqual([]);
  const unstated = yaml(bound).replace('name: k8s, namespace: monitoring', 'name: k8s');
  expect(findingsFor(check, unstated)).toEqual([]);
});

test('the account of a prometheus.yml is in no file of its own', () => {
  const file = { ...plainObject({ scrape_configs: [] }, 'prometheus.yml')! };
  const objects = [
    ...readManifests([role('monitoring'), clusterRole(rules()), clusterBinding()].join('\n'), 'x'),
    file,
  ];
  expect(findingsOf(runChecks([check], factsOf({ objects })))).toEqual([]);
});
