import { check } from '../../../../src/doctor/checks/target-down/scrape-limits';
import { findingsFor } from '../../../support/doctor';
import { chain, ownCart, podMonitor, pods, serviceMonitor } from '../scrape-chain';
import { values, yaml } from '../yaml';

const limited = (limit: string, endpoint = 'port: web') =>
  chain({ monitor: serviceMonitor(`${limit}, endpoints: [{ ${endpoint} }]`) });
const own = { contracts: ownCart() };
const filter = 'port: web, metricRelabelings: [{ action: drop, sourceLabels: [__name__], regex: x }]';

test('a sample limit below the contract fails the whole scrape', () => {
  expect(findingsFor(check, limited('sampleLimit: 1'), own)).toEqual([
    {
      code: 'scrape-limits',
      check: 'scrape-limits',
      severity: 'error',
      resource: 'ServiceMonitor monitoring/cart',
      path: 'spec.sampleLimit',
      message: 'the limit is below the 2 series that a target of Service shop/cart can expose',
      found: 1,
      expected: '2 or more',
      fix: 'sampleLimit: 2',
      at: { file: 'test.yaml', line: 2 },
    },
  ]);
});

test.each([
  [
    'sampleLimit',
    1,
    2,
    'the limit is below the 2 series that a target of the pods of PodMonitor monitoring/cart can expose',
  ],
  // Without service, and with the endpoint of the pods as exported_endpoint.
  ['labelLimit', 7, 8, 'the limit is below the 8 labels of a series after the scrape, including its name'],
  ['targetLimit', 1, 2, 'the limit is below the 2 targets of the replicas'],
])('pods without a Service have a %s', (field, low, enough, message) => {
  const text = (limit: number) => chain({ monitor: podMonitor(`${field}: ${limit}`), service: '' });
  expect(findingsFor(check, text(low), own)).toMatchObject([
    { severity: 'error', path: `spec.${field}`, message, fix: `${field}: ${enough}` },
  ]);
  expect(findingsFor(check, text(enough), own)).toEqual([]);
});

test.each([
  ['namespace, service, pod, container, job, instance, endpoint and the name', {}, 8],
  ['and the one that endpoint is renamed to', own, 9],
])('a series has the labels %s', (_what, sources, most) => {
  expect(findingsFor(check, limited('labelLimit: 5'), sources)).toMatchObject([
    {
      path: 'spec.labelLimit',
      message: `the limit is below the ${most} labels of a series after the scrape, including its name`,
      fix: `labelLimit: ${most}`,
    },
  ]);
  expect(findingsFor(check, limited(`labelLimit: ${most}`), sources)).toEqual([]);
});

test('a target limit below the replicas fails all of them', () => {
  expect(findingsFor(check, limited('targetLimit: 1'))).toMatchObject([
    {
      path: 'spec.targetLimit',
      message: 'the limit is below the 2 targets of the replicas',
      fix: 'targetLimit: 2',
    },
  ]);
});

const prometheus = yaml('Prometheus', 'name: k8s', 'spec: { enforcedSampleLimit: 1 }');
const enforced = values({ prometheus: { prometheusSpec: { enforcedSampleLimit: 1 } } });

test('an enforced limit is reported for Prometheus', () => {
  expect(findingsFor(check, chain({ more: prometheus }), own)).toMatchObject([
    {
      resource: 'Prometheus monitoring/k8s',
      path: 'spec.enforcedSampleLimit',
      message:
        'the limit is below the 2 series that a target of Service shop/cart can expose (ServiceMonitor monitoring/cart)',
      fix: 'enforcedSampleLimit: 2',
    },
  ]);
  expect(findingsFor(check, limited('sampleLimit: 1000'), { ...own, ...enforced })).toMatchObject([
    { path: 'prometheus.prometheusSpec.enforcedSampleLimit', fix: 'enforcedSampleLimit: 2' },
  ]);
});

test.each([
  ['enough samples', limited('sampleLimit: 2'), own],
  ['samples of a foreign service', limited('sampleLimit: 1'), {}],
  ['samples of which some are dropped', limited('sampleLimit: 1', filter), own],
  ['a limit of 0, which means no limit', limited('sampleLimit: 0, labelLimit: 0, targetLimit: 0'), own],
  ['enough targets', limited('targetLimit: 2'), own],
  [
    'targets of which some are dropped',
    limited(
      'targetLimit: 1',
      'port: web, relabelings: [{ action: keep, sourceLabels: [pod], regex: ".*-0" }]',
    ),
    {},
  ],
  ['pods that were not read', chain({ monitor: serviceMonitor('targetLimit: 1'), deployment: '' }), {}],
  [
    'one replica',
    chain({ monitor: serviceMonitor('targetLimit: 1'), deployment: pods({ replicas: 1 }) }),
    {},
  ],
  [
    'a target that relabeling drops',
    limited('labelLimit: 1', 'port: web, relabelings: [{ action: drop }]'),
    {},
  ],
])('it finds nothing in %s', (_what, text, sources) => {
  expect(findingsFor(check, text, sources)).toEqual([]);
});
