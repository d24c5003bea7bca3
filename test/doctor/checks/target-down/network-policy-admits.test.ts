import { check } from '../../../../src/doctor/checks/target-down/network-policy-admits';
import { findingsFor } from '../../../support/doctor';
import { chain, podMonitor, pods } from '../scrape-chain';
import { values, yaml } from '../yaml';

/** A policy on the cart's pods with these fields. */
const policy = (spec: string, name = 'cart') =>
  `---
{ apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: { name: ${name}, namespace: shop }, spec: { podSelector: { matchLabels: { app: cart } }, ${spec} } }`;
const ingress = (rule: string) => policy(`ingress: [${rule}]`);
const from = (peer: string, ports = '[{ port: 8080 }]') => ingress(`{ from: [${peer}], ports: ${ports} }`);
const namespace = (name: string) =>
  yaml('Namespace', 'name: monitoring', '').replace(
    /metadata:.*/,
    `metadata: { name: monitoring, labels: { ${name} } }`,
  );

const MONITORING = 'namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: monitoring } }';
const PROMETHEUS = 'podSelector: { matchLabels: { app.kubernetes.io/name: prometheus } }';
const release = values({}, 'prometheus');
const found = (more: string, deployment = pods()) => findingsFor(check, chain({ more, deployment }), release);

const RULE =
  '{"from":[{"namespaceSelector":{"matchLabels":{"kubernetes.io/metadata.name":"monitoring"}},"podSelector":{"matchLabels":{"app.kubernetes.io/name":"prometheus"}}}],"ports":[{"port":8080}]}';

test('a policy without rules blocks Prometheus', () => {
  expect(found(policy('policyTypes: [Ingress]'))).toEqual([
    {
      code: 'network-policy-admits',
      check: 'network-policy-admits',
      severity: 'error',
      resource: 'NetworkPolicy shop/cart',
      path: 'spec.ingress',
      message: 'the policy blocks Prometheus from the pods of Deployment shop/cart',
      found: undefined,
      expected: 'pods of Prometheus in namespace monitoring on TCP port 8080',
      fix: `ingress: [${RULE}]`,
      at: { file: 'test.yaml', line: 8 },
    },
  ]);
});

test('policies match the port of the pod, not of the Service', () => {
  expect(found(from(`{ ${MONITORING} }`, '[{ port: 80 }]'))).toMatchObject([
    {
      path: 'spec.ingress[0].ports',
      message:
        'the policy admits Prometheus to the pods of Deployment shop/cart, but not on port 8080; policies match the port of the pod, not of the Service',
      found: [{ port: 80 }],
      fix: 'add to ports: {"port":8080}',
    },
  ]);
});

test('the fix adds a rule to the existing ones', () => {
  expect(found(from(`{ ${PROMETHEUS} }`))).toMatchObject([{ fix: `add to ingress: ${RULE}` }]);
});

test('a policy for many workloads is reported once', () => {
  const second = pods({ metadata: 'name: stock, namespace: shop' });
  expect(found(`${policy('ingress: []')}\n${second}`)).toMatchObject([
    { message: 'the policy blocks Prometheus from the pods of Deployment shop/cart and 1 more' },
  ]);
});

test.each([
  [
    'another namespace by name',
    from('{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: web } } }'),
  ],
  ['pods of its own namespace', from(`{ ${PROMETHEUS} }`)],
  [
    'other pods in the right namespace',
    from(`{ ${MONITORING}, podSelector: { matchLabels: { app.kubernetes.io/name: grafana } } }`),
  ],
  [
    'a namespace by a label that it does not have',
    namespace('team: web') + '\n' + from('{ namespaceSelector: { matchLabels: { team: sre } } }'),
  ],
  [
    'an expression that excludes it',
    from(
      '{ namespaceSelector: { matchExpressions: [{ key: kubernetes.io/metadata.name, operator: NotIn, values: [monitoring] }] } }',
    ),
  ],
  ['the port as UDP', from(`{ ${MONITORING} }`, '[{ port: 8080, protocol: UDP }]')],
  ['another port name', from(`{ ${MONITORING} }`, '[{ port: grpc }]')],
  ['a range below the port', from(`{ ${MONITORING} }`, '[{ port: 8000, endPort: 8079 }]')],
  ['two policies, neither for it', from(`{ ${PROMETHEUS} }`) + '\n' + policy('ingress: []', 'second')],
  ['every pod of the namespace', ingress('').replace('matchLabels: { app: cart }', '')],
])('it finds a policy for %s', (_what, more) => {
  expect(found(more)).toHaveLength(1);
});

test.each([
  ['Prometheus', from(`{ ${MONITORING}, ${PROMETHEUS} }`)],
  ['its namespace', from(`{ ${MONITORING} }`)],
  ['every client on the port', ingress('{ ports: [{ port: 8080 }] }')],
  ['every client', ingress('{}')],
  ['an empty list, which admits every client', ingress('{ from: [], ports: [] }')],
  ['the named port', from(`{ ${MONITORING} }`, '[{ port: http }]')],
  ['a range with the port', from(`{ ${MONITORING} }`, '[{ port: 8000, endPort: 9000 }]')],
  ['every TCP port', from(`{ ${MONITORING} }`, '[{ protocol: TCP }]')],
  ['every address', from('{ ipBlock: { cidr: 0.0.0.0/0 } }')],
  ['every namespace', from('{ namespaceSelector: {} }')],
  ['it in another policy', policy('ingress: []', 'deny') + '\n' + from(`{ ${MONITORING} }`)],
  ['one peer of several', from(`{ ${PROMETHEUS} }, { ${MONITORING} }`)],
  [
    'a namespace by its label',
    namespace('team: sre') + '\n' + from('{ namespaceSelector: { matchLabels: { team: sre } } }'),
  ],
])('a policy that admits %s is fine', (_what, more) => {
  expect(found(more)).toEqual([]);
});

test.each([
  ['an address block', from('{ ipBlock: { cidr: 10.0.0.0/8 } }')],
  ['every address but some', from('{ ipBlock: { cidr: 0.0.0.0/0, except: [10.0.0.0/8] } }')],
  ['labels of a namespace that was not read', from('{ namespaceSelector: { matchLabels: { team: sre } } }')],
  [
    'labels that Prometheus may have',
    from(`{ ${MONITORING}, podSelector: { matchLabels: { scrape: "yes" } } }`),
  ],
])('it finds nothing where unknown: %s', (_what, more) => {
  expect(found(more)).toEqual([]);
});

test.each([
  ['traffic from the pods', policy('policyTypes: [Egress], egress: []')],
  ['other pods', policy('ingress: []').replace('app: cart', 'app: stock')],
  ['pods of another namespace', policy('ingress: []').replace('namespace: shop', 'namespace: web')],
  ['a mesh', policy('ingress: []').replace('networking.k8s.io/v1', 'projectcalico.org/v3')],
])('it ignores a policy for %s', (_what, more) => {
  expect(found(more)).toEqual([]);
});

const plugin = (kind: string, apiVersion: string, namespace = 'shop') =>
  `${policy('ingress: []')}\n` +
  yaml(kind, `name: allow, namespace: ${namespace}`, 'spec: {}').replace(
    'apiVersion: v1',
    `apiVersion: ${apiVersion}`,
  );

test.each([
  ['CiliumNetworkPolicy', 'cilium.io/v2', 'shop', 0],
  ['CiliumNetworkPolicy', 'cilium.io/v2', 'web', 1],
  ['CiliumClusterwideNetworkPolicy', 'cilium.io/v2', 'default', 0],
  ['CiliumNode', 'cilium.io/v2', 'shop', 1],
  ['AdminNetworkPolicy', 'policy.networking.k8s.io/v1alpha1', 'default', 0],
  ['GlobalNetworkPolicy', 'crd.projectcalico.org/v1', 'default', 0],
  ['NetworkPolicy', 'projectcalico.org/v3', 'shop', 0],
])(
  'beside a %s of %s in %s, Kubernetes is not the only one who admits',
  (kind, version, namespace, count) => {
    expect(found(plugin(kind, version, namespace))).toHaveLength(count);
  },
);

const annotated = (replacement: string) =>
  podMonitor(
    `podMetricsEndpoints: [{ port: http, relabelings: [{ sourceLabels: [__meta_kubernetes_pod_ip], targetLabel: __address__, replacement: "${replacement}" }] }]`,
  );

test.each([
  ['an admitted port', '$1:9102', '[{ port: 9102 }]', 0],
  ['another port', '$1:9102', '[{ port: 8080 }]', 1],
  ['a proxy', 'proxy.web.svc:9102', '[{ port: 8080 }]', 0],
])('policies match the port after relabeling: %s', (_what, address, ports, count) => {
  const text = chain({ monitor: annotated(address), more: from(`{ ${MONITORING} }`, ports) });
  expect(findingsFor(check, text, release)).toHaveLength(count);
});

test('policies do not apply to pods on the network of the node', () => {
  expect(found(policy('ingress: []'), pods({ spec: 'hostNetwork: true' }))).toEqual([]);
});

const resource = yaml('Prometheus', 'name: k8s', 'spec: { podMetadata: { labels: { scrape: "yes" } } }');

test.each([
  ['has', 'scrape: "yes"', 0],
  ['one that they lack', 'zone: a', 1],
  ['one that the operator can add', 'app.kubernetes.io/version: 3.14.0', 0],
])('labels of the pods of a Prometheus resource: %s', (_what, label, count) => {
  const more = from(`{ ${MONITORING}, podSelector: { matchLabels: { ${label} } } }`);
  expect(findingsFor(check, chain({ more: `${resource}${more}` }))).toHaveLength(count);
});

test('pods of a cluster have all labels of Prometheus', () => {
  const pod = pods({
    metadata: 'name: prometheus-k8s, namespace: monitoring',
    labels:
      'app.kubernetes.io/name: prometheus, app.kubernetes.io/managed-by: prometheus-operator, app.kubernetes.io/instance: k8s, operator.prometheus.io/name: k8s, prometheus: k8s, scrape: "yes", zone: a',
    kind: 'StatefulSet',
  });
  const rule = (label: string) => from(`{ ${MONITORING}, podSelector: { matchLabels: { ${label} } } }`);
  const count = (label: string) =>
    findingsFor(check, chain({ more: `${resource}${pod}\n${rule(label)}` })).length;
  expect([count('zone: a'), count('zone: b'), count('tier: web')]).toEqual([0, 1, 1]);
});
