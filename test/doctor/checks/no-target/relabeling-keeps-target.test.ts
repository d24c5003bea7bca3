import { check } from '../../../../src/doctor/checks/no-target/relabeling-keeps-target';
import { findingsFor } from '../../../support/doctor';
import { aService, chain, ownCart, podMonitor, serviceMonitor } from '../scrape-chain';
import { yaml } from '../yaml';

const relabelings = (steps: string) => serviceMonitor(`endpoints: [{ port: web, relabelings: [${steps}] }]`);
const KEEP_LABEL = '{ action: keep, sourceLabels: [__meta_kubernetes_pod_label_scrape], regex: "yes" }';
const KEEP_NODE = '{ action: keep, sourceLabels: [__meta_kubernetes_pod_node_name], regex: here }';

test('a keep on a name that the Service does not have drops everything', () => {
  const monitor = relabelings(
    '{ action: keep, sourceLabels: [__meta_kubernetes_service_name], regex: stock }',
  );
  expect(findingsFor(check, chain({ monitor }))).toEqual([
    {
      code: 'relabeling-keeps-target',
      check: 'relabeling-keeps-target',
      severity: 'error',
      resource: 'ServiceMonitor monitoring/cart',
      path: 'spec.endpoints[0].relabelings[0]',
      message: 'relabeling drops every target of the endpoint',
      found: { action: 'keep', sourceLabels: ['__meta_kubernetes_service_name'], regex: 'stock' },
      expected: 'a step that keeps at least one of the pods',
      fix: 'remove the step, or correct its regex',
      at: { file: 'test.yaml', line: 2 },
    },
  ]);
});

test('foreign pods can get labels when they start, pods of the catalog do not', () => {
  const yaml = chain({ monitor: relabelings(KEEP_LABEL) });
  expect(findingsFor(check, yaml)).toEqual([]);
  expect(findingsFor(check, yaml, { contracts: ownCart() })).toMatchObject([{ severity: 'error' }]);
  expect(findingsFor(check, yaml, { contracts: ownCart(false) })).toEqual([]);
});

test('pods of the catalog without a Service are found, too', () => {
  const onNode = (step: string) =>
    chain({
      monitor: podMonitor(`podMetricsEndpoints: [{ port: http, relabelings: [${step}] }]`),
      service: '',
    });
  const own = { contracts: ownCart(false) };
  const keep = (name: string) => `{ action: keep, sourceLabels: [namespace], regex: ${name} }`;
  expect(findingsFor(check, onNode(KEEP_NODE), own)).toMatchObject([
    { severity: 'warning', path: 'spec.podMetricsEndpoints[0].relabelings[0]' },
  ]);
  expect(findingsFor(check, onNode(KEEP_NODE), { contracts: ownCart() })).toMatchObject([
    { severity: 'error' },
  ]);
  expect(findingsFor(check, onNode(keep('web')), own)).toMatchObject([{ severity: 'error' }]);
  expect(findingsFor(check, onNode(KEEP_LABEL), own)).toEqual([]);
  expect(findingsFor(check, onNode(keep('shop')), own)).toEqual([]);
});

test('with several steps, the finding is about the list', () => {
  const monitor = relabelings(`{ action: Drop, sourceLabels: [namespace], regex: web }, ${KEEP_NODE}`);
  expect(findingsFor(check, chain({ monitor }))).toMatchObject([
    { severity: 'warning', path: 'spec.endpoints[0].relabelings' },
  ]);
});

const headless = aService('clusterIP: None', 'name: b, namespace: shop, labels: { app: cart }');

const scrapeConfig = (steps: string, more = '') =>
  yaml(
    'ScrapeConfig',
    'name: db',
    `spec: { staticConfigs: [{ targets: ["a:9187", "b:9187"], labels: { site: eu } }], relabelings: [${steps}]${more} }`,
  );
const KEEP_SITE = '{ action: keep, sourceLabels: [site], regex: us }';

test('static targets of a ScrapeConfig, all of which are dropped', () => {
  expect(findingsFor(check, scrapeConfig(`{ targetLabel: team, replacement: a }, ${KEEP_SITE}`))).toEqual([
    {
      code: 'relabeling-keeps-target',
      check: 'relabeling-keeps-target',
      severity: 'error',
      resource: 'ScrapeConfig monitoring/db',
      path: 'spec.relabelings[1]',
      message: 'relabeling drops every target, such as a:9187',
      found: { action: 'keep', sourceLabels: ['site'], regex: 'us' },
      expected: 'a step that keeps at least one target',
      fix: 'remove the step, or move it to metricRelabelings if it filters series',
      at: { file: 'test.yaml', line: 2 },
    },
  ]);
  expect(findingsFor(check, scrapeConfig(KEEP_SITE, ', honorLabels: true'))).toHaveLength(1);
  expect(
    findingsFor(check, scrapeConfig(`${KEEP_SITE}, { action: keep, sourceLabels: [__meta_x], regex: a }`)),
  ).toMatchObject([{ path: 'spec.relabelings', fix: 'remove the step, or correct its regex' }]);
});

test.each([
  ['no steps', chain()],
  ['static targets that are kept', scrapeConfig('{ action: keep, sourceLabels: [site], regex: eu }')],
  ['one static target of two', scrapeConfig('{ action: drop, sourceLabels: [__address__], regex: "a:.*" }')],
  [
    'static targets beside discovered ones',
    scrapeConfig(KEEP_SITE, ', ec2SDConfigs: [{ region: eu-west-1 }]'),
  ],
  [
    'a step of a ScrapeConfig that Prometheus rejects',
    scrapeConfig('{ action: keep, sourceLabels: [site], regex: "(" }'),
  ],
  [
    'addresses that Prometheus rejects',
    yaml(
      'ScrapeConfig',
      '',
      `spec: { staticConfigs: [{ targets: ["https://a/b"] }], relabelings: [{ action: keep, sourceLabels: [__address__], regex: "https.*" }] }`,
    ),
  ],
  [
    'a step that keeps',
    chain({ monitor: relabelings('{ action: keep, sourceLabels: [namespace], regex: shop }') }),
  ],
  [
    'a step that drops one Service of two',
    chain({ monitor: relabelings('{ action: drop, sourceLabels: [service], regex: b }'), more: headless }),
  ],
  [
    'a step that keeps the containers of a mesh',
    chain({
      monitor: relabelings(
        '{ action: keep, sourceLabels: [__meta_kubernetes_pod_container_name], regex: istio-proxy }',
      ),
    }),
  ],
  [
    'a step that keeps pods with an annotation',
    chain({
      monitor: relabelings(
        '{ action: keep, sourceLabels: [__meta_kubernetes_pod_annotationpresent_prometheus_io_scrape], regex: "true" }',
      ),
    }),
  ],
  ['no targets', relabelings('{ action: drop }')],
  [
    'a step that Prometheus rejects',
    chain({ monitor: relabelings('{ action: keep, sourceLabels: [a], regex: "(" }') }),
  ],
])('it finds nothing in %s', (_what, yaml) => {
  expect(findingsFor(check, yaml)).toEqual([]);
});

test.each([
  [
    '{ action: drop, sourceLabels: [__meta_kubernetes_namespace], regex: shop }',
    'remove the step, or correct its regex; the action labeldrop with a regex of names drops labels',
  ],
  [
    '{ action: drop, sourceLabels: [namespace], regex: shop }',
    'remove the step, or move it to metricRelabelings if it filters series',
  ],
])('the fix for %s', (step, fix) => {
  const monitor = serviceMonitor(`endpoints: [{ port: web, relabelings: [${step}] }]`);
  expect(findingsFor(check, chain({ monitor }))).toMatchObject([{ fix }]);
});
