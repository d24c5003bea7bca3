import { check } from '../../../../src/doctor/checks/wrong-query/metric-relabeling-keeps-samples';
import { findingsFor } from '../../../support/doctor';
import { chain, serviceMonitor } from '../scrape-chain';
import { values, yaml } from '../yaml';

const steps = (list: string, more = '') =>
  chain({ monitor: serviceMonitor(`endpoints: [{ port: web, metricRelabelings: [${list}]${more} }]`) });

test('a drop with the default expression drops everything', () => {
  expect(findingsFor(check, steps('{ action: drop, sourceLabels: [__name__] }'))).toEqual([
    {
      code: 'metric-relabeling-keeps-samples',
      check: 'metric-relabeling-keeps-samples',
      severity: 'error',
      resource: 'ServiceMonitor monitoring/cart',
      path: 'spec.endpoints[0].metricRelabelings[0]',
      message: 'the step drops every sample of the endpoint',
      found: { action: 'drop', sourceLabels: ['__name__'] },
      expected: 'a step that keeps some samples',
      fix: 'remove step 0 of metricRelabelings, or match the samples that are not wanted',
      at: { file: 'test.yaml', line: 2 },
    },
  ]);
});

test.each([
  ['keeps another namespace', '{ action: keep, sourceLabels: [namespace], regex: prod }'],
  ['drops the own job', '{ action: drop, sourceLabels: [job], regex: cart }'],
  ['keeps a part of the value', '{ action: keep, sourceLabels: [namespace, service], regex: shop }'],
])('it finds a step that %s', (_what, step) => {
  expect(findingsFor(check, steps(step))).toMatchObject([{ path: 'spec.endpoints[0].metricRelabelings[0]' }]);
});

const outside = (kind: string, spec: string, step: string) =>
  yaml(kind, 'name: out', `spec: { jobName: db, ${spec}, metricRelabelings: [${step}] }`);
const PROBED = 'prober: { url: "b:9115" }, targets: { staticConfig: { static: [a, b] } }';
const STATIC = 'staticConfigs: [{ targets: ["a:9187"], labels: { site: eu } }]';

test.each([
  ['Probe', PROBED, '{ action: drop, sourceLabels: [__name__], regex: .* }'],
  ['Probe', PROBED, '{ action: keep, sourceLabels: [job], regex: other }'],
  ['ScrapeConfig', STATIC, '{ action: drop, sourceLabels: [site], regex: eu }'],
  ['ScrapeConfig', 'httpSDConfigs: [{ url: "http://a" }]', '{ action: drop, regex: .* }'],
])('it finds the step of a %s with %s: %s', (kind, spec, step) => {
  expect(findingsFor(check, outside(kind, spec, step))).toMatchObject([
    {
      severity: 'error',
      resource: `${kind} monitoring/out`,
      path: 'spec.metricRelabelings[0]',
      message: `the step drops every sample of the ${kind}`,
      fix: 'remove step 0 of metricRelabelings, or match the samples that are not wanted',
    },
  ]);
});

test.each([
  [
    'names of a Probe',
    outside('Probe', PROBED, '{ action: keep, sourceLabels: [__name__], regex: probe_.* }'),
  ],
  ['one target of two', outside('Probe', PROBED, '{ action: keep, sourceLabels: [instance], regex: a }')],
  [
    'a label of the page that wins',
    outside(
      'ScrapeConfig',
      `honorLabels: true, ${STATIC}`,
      '{ action: drop, sourceLabels: [site], regex: eu }',
    ),
  ],
  [
    'a label that discovery may replace',
    outside(
      'ScrapeConfig',
      'httpSDConfigs: [{ url: "http://a" }]',
      '{ action: keep, sourceLabels: [job], regex: b }',
    ),
  ],
  ['a keep of the own namespace', steps('{ action: keep, sourceLabels: [namespace], regex: shop }')],
  ['a keep on a label of the samples', steps('{ action: keep, sourceLabels: [code], regex: "5.." }')],
  [
    'labels that the service may set itself',
    steps('{ action: keep, sourceLabels: [namespace], regex: prod }', ', honorLabels: true'),
  ],
  [
    'labels that an earlier step may set',
    steps(
      '{ sourceLabels: [a], targetLabel: namespace }, { action: keep, sourceLabels: [namespace], regex: a }',
    ),
  ],
  ['labels that differ between pods', steps('{ action: keep, sourceLabels: [pod], regex: cart-0 }')],
  [
    'labels that are gone, which another check reports',
    steps('{ action: drop, sourceLabels: [__address__] }'),
  ],
  ['an invalid expression', steps('{ action: keep, sourceLabels: [job], regex: "(" }')],
])('it finds nothing in %s', (_what, yaml) => {
  expect(findingsFor(check, yaml)).toEqual([]);
});

const remote = (list: object[]) => ({ remoteWrite: [{ url: 'https://a', writeRelabelConfigs: list }] });
const named = (action: string, regex: string) => ({ action, sourceLabels: ['__name__'], regex });

test('a remote write without samples, of a resource and of values', () => {
  const spec = remote([named('drop', '.+'), named('keep', 'up')]);
  const fix = 'remove step 0 of writeRelabelConfigs, or match the samples that are not wanted';
  expect(findingsFor(check, yaml('PrometheusAgent', '', `spec: ${JSON.stringify(spec)}`))).toMatchObject([
    { severity: 'error', path: 'spec.remoteWrite[0].writeRelabelConfigs[0]', fix },
  ]);
  expect(findingsFor(check, '', values({ prometheus: { prometheusSpec: spec } }))).toMatchObject([
    { path: 'prometheus.prometheusSpec.remoteWrite[0].writeRelabelConfigs[0]', fix },
  ]);
});

test.each([
  ['two steps that keep other names', [named('keep', 'up|down'), named('keep', 'a|b')], 1],
  ['two steps that keep one name', [named('keep', 'up|a'), named('keep', 'a|b')], 0],
  ['a drop of some names', [named('drop', 'go_.+')], 0],
  ['a label that may be missing', [{ action: 'drop', sourceLabels: ['a'], regex: '.+' }], 0],
])('a remote write with %s', (_what, list, count) => {
  const text = yaml('Prometheus', '', `spec: ${JSON.stringify(remote(list))}`);
  expect(findingsFor(check, text)).toHaveLength(count);
});
