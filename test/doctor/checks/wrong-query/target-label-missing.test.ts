import { check } from '../../../../src/doctor/checks/wrong-query/target-label-missing';
import { findingsFor } from '../../../support/doctor';
import { aService, chain, serviceMonitor } from '../scrape-chain';
import { yaml } from '../yaml';

const rule = (expr: string) =>
  yaml('PrometheusRule', '', `spec: { groups: [{ name: g, rules: [{ alert: A, expr: '${expr}' }] }] }`);
const read = (expr: string, monitor = serviceMonitor(), deployment = '') =>
  chain({ monitor, deployment, more: rule(expr) });

test('up has the labels of its target only', () => {
  expect(findingsFor(check, read('absent(up{job="cart", metrics_path="/metrics"} == 1)'))).toEqual([
    {
      code: 'target-label-missing',
      check: 'target-label-missing',
      severity: 'error',
      resource: 'PrometheusRule monitoring/x',
      path: 'spec.groups[0].rules[0].expr',
      message: 'alert A: no target of job cart has a label metrics_path',
      found: 'metrics_path="/metrics"',
      expected: 'one of container, endpoint, instance, job, namespace, node, pod, service',
      fix: 'in every entry of endpoints of ServiceMonitor monitoring/cart: relabelings: [{"sourceLabels":["__metrics_path__"],"targetLabel":"metrics_path"}]',
      at: { file: 'test.yaml', line: 7 },
    },
  ]);
});

test('a label without a known source is removed or set', () => {
  expect(findingsFor(check, read('up{job="cart", team="a"} == 0'))).toMatchObject([
    { fix: 'remove team="a", or set team by relabelings of ServiceMonitor monitoring/cart' },
  ]);
});

const relabeled = (step: string) => serviceMonitor(`endpoints: [{ port: web, relabelings: [${step}] }]`);

test.each([
  ['labels of the operator', read('up{job="cart", namespace="shop", endpoint="web"} == 0')],
  [
    'a label that relabeling sets',
    read('up{job="cart", team="a"}', relabeled('{ targetLabel: team, replacement: a }')),
  ],
  [
    'a label that relabeling may set',
    read('up{job="cart", team="a"}', relabeled('{ action: labelmap, regex: x_(.+) }')),
  ],
  ['a label of the Service', read('up{job="cart", team="a"}', serviceMonitor('targetLabels: [team]'))],
  ['a matcher that a missing label meets', read('up{job="cart", team!="a"}')],
  ['a job of targets that were not read', read('up{job="stock", team="a"}')],
  [
    'a job that relabeling sets',
    read('up{job="cart", team="a"}', relabeled('{ targetLabel: job, replacement: x }')),
  ],
  ['metrics of the service', read('orders_total{job="cart", team="a"}')],
  [
    'a job that a ScrapeConfig has too',
    read('up{job="cart", team="a"}') + yaml('ScrapeConfig', '', 'spec: { jobName: cart }'),
  ],
])('it finds nothing in %s', (_what, manifests) => {
  expect(findingsFor(check, manifests)).toEqual([]);
});

test('the job comes from the label that jobLabel names', () => {
  const manifests = chain({
    monitor: serviceMonitor('jobLabel: k8s-app'),
    service: aService('', 'name: x, namespace: shop, labels: { app: cart, k8s-app: kubelet }'),
    deployment: '',
    more: rule('up{job="kubelet", metrics_path="/m"}'),
  });
  expect(findingsFor(check, manifests)).toHaveLength(1);
});
