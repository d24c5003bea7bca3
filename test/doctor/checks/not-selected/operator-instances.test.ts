import { check } from '../../../../src/doctor/checks/not-selected/operator-instances';
import { findingsFor } from '../../../support/doctor';
import { yaml } from '../yaml';

const operator = (container: string, name = 'operator') =>
  yaml(
    'Deployment',
    `name: ${name}`,
    `spec: { template: { spec: { containers: [{ image: quay.io/prometheus-operator/prometheus-operator:v0.93.1, ${container} }] } } }`,
  );
const prometheus = yaml('Prometheus', 'name: k8s', 'spec: {}');

test('a Prometheus in a namespace that the operator does not manage', () => {
  const found = findingsFor(check, prometheus + operator('args: [--prometheus-instance-namespaces=a]'));
  expect(found).toEqual([
    {
      code: 'operator-instances',
      check: 'operator-instances',
      severity: 'error',
      resource: 'Prometheus monitoring/k8s',
      path: 'metadata.namespace',
      message:
        'the operator manages Prometheus resources in other namespaces only (--prometheus-instance-namespaces=a)',
      found: 'monitoring',
      expected: 'one of a',
      fix: '--prometheus-instance-namespaces=a,monitoring',
      at: { file: 'test.yaml', line: 2 },
    },
  ]);
});

test.each([
  ['its namespace among others', operator('args: ["--prometheus-instance-namespaces=a,monitoring"]')],
  ['no such flag', operator('args: [--namespaces=a]')],
  ['two operators', operator('args: [--prometheus-instance-namespaces=a]') + operator('args: []', 'other')],
  ['another program', yaml('Deployment', '', 'spec: {}')],
])('it finds nothing with %s', (_what, manifest) => {
  expect(findingsFor(check, prometheus + manifest)).toEqual([]);
});
