import { check } from '../../../../src/doctor/checks/wrong-query/job-without-job-label';
import { findingsFor } from '../../../support/doctor';
import { aService, chain, serviceMonitor } from '../scrape-chain';
import { yaml } from '../yaml';

const read = (expr: string, monitor = serviceMonitor(), name = 'cart-metrics') =>
  chain({
    monitor,
    service: aService('', `name: ${name}, namespace: shop, labels: { app: cart }`),
    deployment: '',
    more: yaml(
      'PrometheusRule',
      '',
      `spec: { groups: [{ name: g, rules: [{ alert: A, expr: '${expr}' }] }] }`,
    ),
  });

test('without jobLabel, the job is the name of the Service', () => {
  expect(findingsFor(check, read('up{job="cart"} == 0'))).toEqual([
    {
      code: 'job-without-job-label',
      check: 'job-without-job-label',
      severity: 'error',
      resource: 'PrometheusRule monitoring/x',
      path: 'spec.groups[0].rules[0].expr',
      message:
        'alert A: no target has job="cart"; the Service with app=cart gets job="cart-metrics", because ServiceMonitor monitoring/cart has no jobLabel',
      found: 'job="cart"',
      expected: 'job="cart-metrics", or jobLabel: app in the monitor',
      fix: 'in ServiceMonitor monitoring/cart: jobLabel: app',
      at: { file: 'test.yaml', line: 7 },
    },
  ]);
});

test('metrics of the service have the job too', () => {
  expect(findingsFor(check, read('rate(orders_total{job="cart"}[5m]) > 1'))).toHaveLength(1);
});

test.each([
  ['the name of the Service', read('up{job="cart-metrics"} == 0')],
  ['a jobLabel', read('up{job="cart"} == 0', serviceMonitor('jobLabel: app'))],
  ['a job of other targets', read('up{job="stock"} == 0')],
  ['a Service with that name', read('up{job="cart"} == 0', serviceMonitor(), 'cart')],
  [
    'relabeling that sets the job',
    read('up{job="cart"}', serviceMonitor('endpoints: [{ port: web, relabelings: [{ targetLabel: job }] }]')),
  ],
])('it finds nothing in %s', (_what, manifests) => {
  expect(findingsFor(check, manifests)).toEqual([]);
});
