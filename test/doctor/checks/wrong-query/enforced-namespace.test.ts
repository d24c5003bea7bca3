import { check } from '../../../../src/doctor/checks/wrong-query/enforced-namespace';
import { findingsFor } from '../../../support/doctor';
import { chain, serviceMonitor } from '../scrape-chain';
import { yaml } from '../yaml';

const enforcing = (more = '') =>
  yaml('Prometheus', 'name: k8s', `spec: { enforcedNamespaceLabel: namespace${more} }`);

test('with an enforced namespace, pods seem to live where their monitor is', () => {
  expect(findingsFor(check, chain({ more: enforcing() }))).toEqual([
    {
      code: 'enforced-namespace',
      check: 'enforced-namespace',
      severity: 'error',
      resource: 'ServiceMonitor monitoring/cart',
      path: 'metadata.namespace',
      message:
        'Prometheus monitoring/k8s sets the label namespace to the namespace of the monitor, but the pods are in namespace shop',
      found: 'monitoring',
      expected: 'shop',
      fix: 'namespace: shop',
      at: { file: 'test.yaml', line: 2 },
    },
  ]);
});

const rule = (expr: string, metadata = 'namespace: rules') =>
  yaml(
    'PrometheusRule',
    metadata,
    `spec: { groups: [{ name: g, rules: [{ record: a, expr: '${expr}' }, { record: b, expr: '${expr}' }] }] }`,
  );

test('rules cannot ask for another namespace than their own', () => {
  expect(findingsFor(check, enforcing() + rule('sum(up{namespace="shop"})'))).toMatchObject([
    {
      resource: 'PrometheusRule rules/x',
      path: 'spec.groups[0].rules[0].expr',
      message:
        'Prometheus monitoring/k8s replaces the matcher by namespace="rules", the namespace of the PrometheusRule',
      found: 'namespace="shop"',
      expected: 'namespace="rules"',
      fix: 'in metadata: namespace: shop',
    },
  ]);
});

const excluded =
  ', excludedFromEnforcement: [{ group: monitoring.coreos.com, resource: servicemonitors, namespace: monitoring, name: cart }]';

test.each([
  [
    'a monitor beside the pods',
    chain({ monitor: serviceMonitor('', 'name: cart, namespace: shop'), more: enforcing() }),
  ],
  ['nothing enforced', chain({ more: yaml('Prometheus', 'name: k8s', 'spec: {}') })],
  ['a monitor that is excluded', chain({ more: enforcing(excluded) })],
  ['rules for their own namespace', enforcing() + rule('up{namespace="rules"}')],
  ['rules that name no namespace', enforcing() + rule('up') + rule('up{', 'name: y')],
  [
    'rules that are excluded',
    enforcing(excluded.replace('servicemonitors', 'prometheusrules')) +
      rule('up{namespace="shop"}', 'name: cart'),
  ],
  ['pods that were not read', chain({ deployment: '', more: enforcing() })],
])('it finds nothing in %s', (_what, text) => {
  expect(findingsFor(check, text)).toEqual([]);
});

test('a rule asks for a job that it cannot see', () => {
  const beside = chain({ monitor: serviceMonitor('', 'name: cart, namespace: shop'), more: enforcing() });
  expect(findingsFor(check, `${beside}\n${rule('up{job="cart"} == 0')}`)).toMatchObject([
    {
      severity: 'warning',
      path: 'spec.groups[0].rules[0].expr',
      message:
        'series with job="cart" have namespace="shop", but Prometheus monitoring/k8s adds namespace="rules", the namespace of the PrometheusRule',
      found: 'rules',
      expected: 'shop',
      fix: 'in metadata: namespace: shop',
    },
  ]);
  expect(findingsFor(check, `${beside}\n${rule('up{job="kubelet"} == 0')}`)).toEqual([]);
});
