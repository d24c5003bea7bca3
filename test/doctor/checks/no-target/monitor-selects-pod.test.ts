import { check } from '../../../../src/doctor/checks/no-target/monitor-selects-pod';
import { findingsFor } from '../../../support/doctor';
import { aService, chain, podMonitor, pods } from '../scrape-chain';

test('a PodMonitor does not find pods by the labels of their Service', () => {
  const yaml = chain({
    monitor: podMonitor('selector: { matchLabels: { team: shop } }'),
    service: aService('', 'name: cart, namespace: shop, labels: { team: shop }'),
  });
  expect(findingsFor(check, yaml)).toEqual([
    {
      code: 'monitor-selects-pod',
      check: 'monitor-selects-pod',
      severity: 'error',
      resource: 'PodMonitor monitoring/cart',
      path: 'spec.selector',
      message: 'the selector has labels of Service shop/cart, but a PodMonitor selects pods',
      found: 'team=shop',
      expected: 'labels of the pods of Deployment shop/cart',
      fix: 'selector: {"matchLabels":{"app":"cart"}}',
      at: { file: 'test.yaml', line: 2 },
    },
  ]);
});

test.each([
  [
    'pods in another namespace',
    chain({ monitor: podMonitor('namespaceSelector: -') }),
    'error',
    'without namespaceSelector, the monitor searches only its own namespace monitoring, but the selector matches Deployment shop/cart',
  ],
  [
    'pods with another value, of a workload with another name',
    chain({
      monitor: podMonitor(
        'selector: { matchLabels: { app: cart, tier: web } }',
        'name: m, namespace: monitoring',
      ),
    }),
    'warning',
    'no pods in namespace shop match the selector; those of Deployment shop/cart come closest: tier is missing',
  ],
  [
    'pods with another value',
    chain({ monitor: podMonitor('selector: { matchLabels: { app: basket } }') }),
    'error',
    'no pods in namespace shop match the selector; those of Deployment shop/cart come closest: app is cart, not basket',
  ],
])('it finds %s', (_what, yaml, severity, message) => {
  expect(findingsFor(check, yaml)).toMatchObject([{ severity, message }]);
});

test.each([
  ['the whole chain', chain({ monitor: podMonitor() })],
  ['a folder without pods', podMonitor()],
  [
    'pods without a similar label',
    chain({ monitor: podMonitor('selector: { matchLabels: { role: db } }'), deployment: pods() }),
  ],
])('it finds nothing in %s', (_what, yaml) => {
  expect(findingsFor(check, yaml)).toEqual([]);
});
