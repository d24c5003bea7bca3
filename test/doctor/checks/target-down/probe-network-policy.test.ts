import { check } from '../../../../src/doctor/checks/target-down/probe-network-policy';
import { findingsFor } from '../../../support/doctor';
import { aService, pods } from '../scrape-chain';
import { yaml } from '../yaml';

const stack =
  yaml('Prometheus', 'name: k8s', 'spec: {}') +
  yaml(
    'Probe',
    'name: site',
    'spec: { prober: { url: "blackbox.shop.svc:9115" }, targets: { staticConfig: { static: [a] } } }',
  ) +
  aService(
    'ports: [{ name: http, port: 9115, targetPort: http }], selector: { app: blackbox }',
    'name: blackbox, namespace: shop',
  ) +
  `\n${pods({ metadata: 'name: blackbox, namespace: shop', labels: 'app: blackbox' })}\n`;
const policy = (spec: string) =>
  `---\n{ apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: { name: deny, namespace: shop }, spec: { podSelector: {}, ${spec} } }\n`;

test('a policy blocks Prometheus from the prober', () => {
  expect(findingsFor(check, stack + policy('policyTypes: [Ingress]'))).toEqual([
    {
      code: 'probe-network-policy',
      check: 'probe-network-policy',
      severity: 'error',
      resource: 'Probe monitoring/site',
      path: 'spec.prober.url',
      message:
        'NetworkPolicy shop/deny blocks Prometheus from the pods of the prober, Deployment shop/blackbox',
      found: 'blackbox.shop.svc:9115',
      expected: 'a rule for the pods of Prometheus in namespace monitoring on TCP port 8080',
      fix: 'in NetworkPolicy shop/deny, add to ingress: {"from":[{"namespaceSelector":{"matchLabels":{"kubernetes.io/metadata.name":"monitoring"}}}],"ports":[{"port":8080}]}',
      at: { file: 'test.yaml', line: 7 },
    },
  ]);
});

test.each([
  ['a rule for every client', policy('ingress: [{}]')],
  [
    'a rule for the namespace',
    policy(
      'ingress: [{ from: [{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: monitoring } } }] }]',
    ),
  ],
  [
    'labels of a namespace that was not read',
    policy('ingress: [{ from: [{ namespaceSelector: { matchLabels: { team: a } } }] }]'),
  ],
  ['no policy', ''],
])('it finds nothing with %s', (_what, more) => {
  expect(findingsFor(check, stack + more)).toEqual([]);
});
