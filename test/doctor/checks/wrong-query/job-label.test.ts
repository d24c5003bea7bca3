import { check } from '../../../../src/doctor/checks/wrong-query/job-label';
import { findingsFor } from '../../../support/doctor';
import { aService, chain, ownCart, podMonitor, serviceMonitor } from '../scrape-chain';
import { yaml } from '../yaml';

const dashboard = (value: string) =>
  yaml(
    'ConfigMap',
    'name: d, labels: { grafana_dashboard: "1" }',
    `data: { d.json: '${JSON.stringify({
      panels: [
        {
          type: 'timeseries',
          title: 'P',
          datasource: { type: 'prometheus' },
          targets: [{ expr: `up{job="${value}"}` }],
        },
      ],
    })}' }`,
  );

const job = (label: string) => serviceMonitor(`jobLabel: ${label}`);

const own = { contracts: ownCart() };

test('jobLabel is the key of a label, not its value', () => {
  expect(findingsFor(check, chain({ monitor: job('cart') }), own)).toEqual([
    {
      code: 'job-label',
      check: 'job-label',
      severity: 'error',
      resource: 'ServiceMonitor monitoring/cart',
      path: 'spec.jobLabel',
      message:
        'Service shop/cart has no such label, but a label app of that value; its series get job="cart"',
      found: 'cart',
      expected: 'the key of a label, or no jobLabel',
      fix: 'jobLabel: app',
      at: { file: 'test.yaml', line: 2 },
    },
  ]);
});

test.each([
  [
    'the name of the monitor',
    chain({ monitor: serviceMonitor('jobLabel: orders', 'name: orders, namespace: monitoring') }),
  ],
  ['a label that is not there', chain({ monitor: job('component') })],
])('of our own services it finds %s', (_what, text) => {
  const message = 'Service shop/cart has no such label; its series get job="cart"';
  const found = { fix: 'remove jobLabel', message };
  expect(findingsFor(check, text, own)).toMatchObject([{ severity: 'error', ...found }]);
  expect(findingsFor(check, text)).toMatchObject([{ severity: 'info', ...found }]);
});

const up = (value: string) =>
  yaml(
    'PrometheusRule',
    'name: r',
    `spec: { groups: [{ name: g, rules: [{ alert: Down, expr: 'up{job="${value}"} == 0' }] }] }`,
  );

test.each([
  ['an alert asks for it', 'shop-frontend', 'shop-frontend', 'error'],
  ['an alert asks for another one', 'shop-frontend', 'cart', 'info'],
  ['it happens to be the name of the Service', 'cart', 'cart', 'info'],
])('a chart that gives the name of its release: %s', (_what, value, asked, severity) => {
  const more = `${up(asked)}${dashboard(asked)}`;
  expect(findingsFor(check, chain({ monitor: job(value), more }))).toMatchObject([{ severity }]);
});

test('a panel that asks for the job counts too', () => {
  expect(findingsFor(check, chain({ monitor: job('kps'), more: dashboard('kps') }))).toMatchObject([
    { severity: 'error' },
  ]);
});

test('the job of a PodMonitor is then called after it', () => {
  const text = chain({ monitor: podMonitor('jobLabel: component') });
  const message = 'Deployment shop/cart has no such label; its series get job="monitoring/cart"';
  expect(findingsFor(check, text)).toMatchObject([{ severity: 'info', message }]);
  expect(findingsFor(check, text, own)).toMatchObject([{ severity: 'error', message }]);
  expect(findingsFor(check, chain({ monitor: podMonitor('jobLabel: app') }), own)).toEqual([]);
});

const named = aService(
  '',
  'name: cart, namespace: shop, labels: { app: cart, app.kubernetes.io/name: cart }',
);

test.each([
  ['a label of the Service', chain({ monitor: job('app') })],
  [
    'a label in the form that Prometheus knows',
    chain({ monitor: job('app_kubernetes_io_name'), service: named }),
  ],
  ['no jobLabel', chain()],
  ['a Service that was not read', job('cart')],
  ['a label of the pods', chain({ monitor: podMonitor('jobLabel: app') })],
])('it finds nothing in %s', (_what, text) => {
  expect(findingsFor(check, text)).toEqual([]);
});
