import { check } from '../../../../src/doctor/checks/target-down/network-policy-egress';
import { findingsFor } from '../../../support/doctor';
import { chain } from '../scrape-chain';
import { yaml } from '../yaml';

const prometheus = yaml('Prometheus', 'name: k8s', 'spec: {}');
const policy = (spec: string, name = 'deny', namespace = 'monitoring') =>
  `---\n{ apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: { name: ${name}, namespace: ${namespace} }, spec: { ${spec} } }\n`;
const denied = policy('podSelector: {}, policyTypes: [Egress]');

test('a policy that blocks all connections of Prometheus', () => {
  expect(findingsFor(check, denied + prometheus + chain())).toEqual([
    {
      code: 'network-policy-egress',
      check: 'network-policy-egress',
      severity: 'error',
      resource: 'NetworkPolicy monitoring/deny',
      path: 'spec.egress',
      message: 'the policy blocks all connections from the pods of Prometheus monitoring/k8s',
      found: undefined,
      expected: 'a rule for the scraped pods, and one for DNS',
      fix: 'egress: [{}]',
      at: { file: 'test.yaml', line: 2 },
    },
  ]);
});

test.each([
  ['another policy with rules', denied + policy('podSelector: {}, egress: [{}]', 'allow') + prometheus],
  [
    'a policy with rules that may be for Prometheus',
    denied +
      policy('podSelector: { matchLabels: { app.kubernetes.io/version: "3" } }, egress: [{}]', 'allow') +
      prometheus,
  ],
  [
    'a policy for other pods',
    policy('podSelector: { matchLabels: { app.kubernetes.io/name: grafana } }, policyTypes: [Egress]') +
      prometheus,
  ],
  [
    'a policy of another namespace',
    policy('podSelector: {}, policyTypes: [Egress]', 'deny', 'shop') + prometheus,
  ],
  ['a policy about ingress', policy('podSelector: {}') + prometheus],
  ['a Prometheus that was not read', denied],
  [
    'policies of a network plugin',
    `${denied}---\n{ apiVersion: cilium.io/v2, kind: CiliumNetworkPolicy, metadata: { name: a, namespace: monitoring } }\n${prometheus}`,
  ],
])('it finds nothing with %s', (_what, manifests) => {
  expect(findingsFor(check, manifests + chain())).toEqual([]);
});
