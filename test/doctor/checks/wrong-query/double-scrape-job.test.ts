import { check } from '../../../../src/doctor/checks/wrong-query/double-scrape-job';
import { findingsFor } from '../../../support/doctor';
import { aService, chain, pods, serviceMonitor } from '../scrape-chain';
import { values, yaml } from '../yaml';

/** Steps of the usual job for annotations. */
const annotationSteps = (of: 'pod' | 'service') => [
  {
    source_labels: [`__meta_kubernetes_${of}_annotation_prometheus_io_scrape`],
    action: 'keep',
    regex: true,
  },
  {
    source_labels: [`__meta_kubernetes_${of}_annotation_prometheus_io_path`],
    action: 'replace',
    target_label: '__metrics_path__',
    regex: '(.+)',
  },
  {
    source_labels: ['__address__', `__meta_kubernetes_${of}_annotation_prometheus_io_port`],
    regex: '([^:]+)(?::\\d+)?;(\\d+)',
    replacement: '$1:$2',
    target_label: '__address__',
  },
];
const job = (role = 'pod', more: object = {}) => ({
  job_name: 'kubernetes-pods',
  kubernetes_sd_configs: [{ role }],
  relabel_configs: annotationSteps(role === 'pod' ? 'pod' : 'service'),
  ...more,
});
const reading = (...additionalScrapeConfigs: readonly object[]) =>
  values({
    prometheus: {
      prometheusSpec: { serviceMonitorSelectorNilUsesHelmValues: false, additionalScrapeConfigs },
    },
  });
const annotated = (more = '') =>
  pods().replace(
    'metadata: { labels: { app: cart } }',
    `metadata: { labels: { app: cart }, annotations: { prometheus.io/scrape: "true"${more} } }`,
  );

test('a job for annotated pods scrapes the pods of a ServiceMonitor again', () => {
  expect(findingsFor(check, chain({ deployment: annotated() }), reading(job()))).toEqual([
    {
      code: 'double-scrape-job',
      check: 'double-scrape-job',
      severity: 'error',
      resource: 'ServiceMonitor monitoring/cart',
      path: 'spec.endpoints[0].port',
      message:
        'the job kubernetes-pods of additionalScrapeConfigs scrapes this port and path of the pods of Deployment shop/cart too',
      found: 'web',
      expected: 'one job for each metrics page of a pod',
      fix: 'in Deployment shop/cart: remove annotation prometheus.io/scrape of the pods; or kubectl delete servicemonitor cart --namespace monitoring',
      at: { file: 'test.yaml', line: 2 },
    },
  ]);
});

const annotatedService = aService(
  '',
  'name: cart, namespace: shop, labels: { app: cart }, annotations: { prometheus.io/scrape: "true" }',
);

test.each(['endpoints', 'endpointslice'])('so does a job for annotated Services, by %s', (role) => {
  expect(findingsFor(check, chain({ service: annotatedService }), reading(job(role)))).toMatchObject([
    {
      fix: 'in Service shop/cart: remove annotation prometheus.io/scrape; or kubectl delete servicemonitor cart --namespace monitoring',
    },
  ]);
});

test('so does a job without annotations, of a Prometheus with a Secret', () => {
  const text = JSON.stringify([{ job_name: 'all', kubernetes_sd_configs: [{ role: 'pod' }] }]);
  const prometheus =
    yaml(
      'Prometheus',
      'name: k8s',
      'spec: { serviceMonitorSelector: {}, additionalScrapeConfigs: { name: s, key: k } }',
    ) + yaml('Secret', 'name: s', `stringData: { k: ${JSON.stringify(text)} }`);
  expect(findingsFor(check, chain({ more: prometheus }))).toMatchObject([
    {
      fix: 'exclude these pods from the job all; or kubectl delete servicemonitor cart --namespace monitoring',
    },
  ]);
});

test.each([
  ['pods without the annotation', chain(), [job()]],
  ['another port', chain({ deployment: annotated(', prometheus.io/port: "9090"') }), [job()]],
  ['another path', chain({ deployment: annotated(', prometheus.io/path: /other') }), [job()]],
  [
    'pods of another namespace',
    chain({ deployment: annotated() }),
    [job('pod', { kubernetes_sd_configs: [{ role: 'pod', namespaces: { names: ['web'] } }] })],
  ],
  [
    'pods by a selector of the discovery',
    chain({ deployment: annotated() }),
    [job('pod', { kubernetes_sd_configs: [{ role: 'pod', selectors: [] }] })],
  ],
  [
    'other series of the page',
    chain({ deployment: annotated() }),
    [job('pod', { metric_relabel_configs: [{ action: 'drop', source_labels: ['__name__'], regex: 'a' }] })],
  ],
  ['nodes', chain({ deployment: annotated() }), [job('node')]],
  [
    'nothing, by relabeling that Prometheus rejects',
    chain({ deployment: annotated() }),
    [job('pod', { relabel_configs: [{ regex: '(' }] })],
  ],
  ['pods by hand', chain({ deployment: annotated() }), [{ job_name: 'a', static_configs: [] }]],
] as const)('it finds nothing for a job of %s', (_what, text, jobs) => {
  expect(findingsFor(check, text, reading(...jobs))).toEqual([]);
});

test('it finds nothing for a monitor that Prometheus does not select', () => {
  const given = values({ prometheus: { prometheusSpec: { additionalScrapeConfigs: [job()] } } });
  expect(findingsFor(check, chain({ deployment: annotated(), monitor: serviceMonitor() }), given)).toEqual(
    [],
  );
});
