import { check } from '../../../../src/doctor/checks/no-target/ignored-namespace-selector';
import { findingsFor } from '../../../support/doctor';
import { chain, podMonitor, serviceMonitor } from '../scrape-chain';
import { yaml } from '../yaml';

const ignoring = yaml('Prometheus', 'name: k8s', 'spec: { ignoreNamespaceSelectors: true }');

test('a Prometheus that ignores namespaceSelector searches only the namespace of the monitor', () => {
  expect(findingsFor(check, chain({ more: ignoring }))).toEqual([
    {
      code: 'ignored-namespace-selector',
      check: 'ignored-namespace-selector',
      severity: 'error',
      resource: 'ServiceMonitor monitoring/cart',
      path: 'spec.namespaceSelector',
      message:
        'Prometheus monitoring/k8s ignores namespaceSelector, and everything that the monitor selects is in namespace shop',
      found: { matchNames: ['shop'] },
      expected: 'a monitor in namespace shop',
      fix: 'in metadata: namespace: shop',
      at: { file: 'test.yaml', line: 2 },
    },
  ]);
  expect(findingsFor(check, chain({ monitor: podMonitor(), more: ignoring }))).toHaveLength(1);
});

test.each([
  ['a Prometheus that follows it', chain({ more: yaml('Prometheus', 'name: k8s', 'spec: {}') })],
  [
    'a monitor beside the Service',
    chain({ monitor: serviceMonitor('', 'name: cart, namespace: shop'), more: ignoring }),
  ],
  [
    'a second Prometheus that follows it',
    chain({ more: ignoring + yaml('Prometheus', 'name: other', 'spec: {}') }),
  ],
  ['what was not read', chain({ service: '', more: ignoring })],
])('it finds nothing in %s', (_what, text) => {
  expect(findingsFor(check, text)).toEqual([]);
});
