import { check } from '../../../../src/doctor/checks/rejected/object-metadata';
import { findingsFor } from '../../../support/doctor';
import { pods } from '../scrape-chain';
import { yaml } from '../yaml';

test('a name with upper case', () => {
  expect(findingsFor(check, yaml('AlertmanagerConfig', 'name: Team_A'))).toEqual([
    {
      code: 'object-metadata',
      check: 'object-metadata',
      severity: 'error',
      resource: 'AlertmanagerConfig monitoring/Team_A',
      path: 'metadata.name',
      message: 'invalid name, so Kubernetes rejects the object',
      found: 'Team_A',
      expected: 'lower-case letters, digits, - and dots',
      fix: 'name: team-a',
      at: { file: 'test.yaml', line: 2 },
    },
  ]);
});

test.each([
  [yaml('Service', 'namespace: Monitoring'), 'metadata.namespace', 'namespace: monitoring'],
  [
    yaml('ConfigMap', 'labels: { grafana_dashboard: 1 }'),
    'metadata.labels.grafana_dashboard',
    'grafana_dashboard: "1"',
  ],
  [
    yaml('Service', 'annotations: { prometheus.io/scrape: true }'),
    'metadata.annotations["prometheus.io/scrape"]',
    'prometheus.io/scrape: "true"',
  ],
  [yaml('PodMonitor', 'labels: { team: "web shop" }'), 'metadata.labels.team', 'team: web-shop'],
  [
    yaml('PodMonitor', `labels: { team: ${'a'.repeat(64)} }`),
    'metadata.labels.team',
    `team: ${'a'.repeat(63)}`,
  ],
  [pods({ labels: 'app: cart, tier: 1' }), 'spec.template.metadata.labels.tier', 'tier: "1"'],
])('%s', (text, path, fix) => {
  expect(findingsFor(check, text)).toMatchObject([{ severity: 'error', path, fix }]);
});

test.each([
  ['dots and digits', yaml('Service', 'name: a.1-b, labels: { a: "", b: "1", c: a_b.C-d }')],
  ['a role', yaml('ClusterRole', 'name: "system:Node"').replace('v1', 'rbac.authorization.k8s.io/v1')],
  ['a name that kustomize replaces', yaml('Service', 'name: _, namespace: NAMESPACE')],
  ['a name in brackets', yaml('Service', 'name: "cleanup-<node>"')],
  ['a placeholder', yaml('Service', 'name: "${NAME}", labels: { a: "$(B)" }')],
  ['a label whose type field-type reports', yaml('PodMonitor', 'labels: { a: 1 }')],
  ['a file of another tool', yaml('LabelTransformer', 'name: labelTransformer').replace('v1', 'builtin')],
  ['an annotation with any text', yaml('Service', 'annotations: { a: "b c" }')],
])('it finds nothing in %s', (_what, text) => {
  expect(findingsFor(check, text)).toEqual([]);
});
