import { check } from '../../../../src/doctor/checks/wrong-query/metric-relabeling-labels';
import { findingsFor } from '../../../support/doctor';
import { serviceMonitor } from '../scrape-chain';
import { yaml } from '../yaml';

const steps = (list: string, more = '') =>
  serviceMonitor(`endpoints: [{ port: web, metricRelabelings: [${list}]${more} }]`);

test('labels of targets are gone after the scrape', () => {
  expect(
    findingsFor(
      check,
      steps(
        '{ sourceLabels: [__address__], targetLabel: instance }, { action: drop, sourceLabels: [__name__], regex: go_.* }',
        ', relabelings: [{ targetLabel: a, replacement: b }]',
      ),
    ),
  ).toEqual([
    {
      code: 'metric-relabeling-labels',
      check: 'metric-relabeling-labels',
      severity: 'error',
      resource: 'ServiceMonitor monitoring/cart',
      path: 'spec.endpoints[0].metricRelabelings',
      message: 'samples do not have __address__, which exist for targets only',
      found: [{ sourceLabels: ['__address__'], targetLabel: 'instance' }],
      expected: 'labels of samples; labels of targets in relabelings',
      fix: 'relabelings: [{"targetLabel":"a","replacement":"b"},{"sourceLabels":["__address__"],"targetLabel":"instance"}]\nmetricRelabelings: [{"action":"drop","sourceLabels":["__name__"],"regex":"go_.*"}]',
      at: { file: 'test.yaml', line: 2 },
    },
  ]);
});

test.each([
  ['a keep', '{ action: keep, sourceLabels: [__meta_kubernetes_namespace], regex: shop }'],
  ['a drop', '{ action: drop, sourceLabels: [__meta_kubernetes_namespace], regex: (.*) }'],
])('%s on such a label drops every sample', (_what, step) => {
  expect(findingsFor(check, steps(step))).toMatchObject([
    { message: expect.stringContaining('so every sample is dropped') as string },
  ]);
});

test('a drop of everything is not moved, as it would drop every target', () => {
  const [finding] = findingsFor(check, steps('{ action: drop, sourceLabels: [__address__], regex: .* }'));
  expect(finding?.fix).toBe('remove metricRelabelings');
});

test.each([
  ['a target label that only requests have', steps('{ targetLabel: __param_target, replacement: x }')],
  [
    'a ScrapeConfig',
    yaml(
      'ScrapeConfig',
      '',
      'spec: { staticConfigs: [{ targets: [a] }], metricRelabelings: [{ sourceLabels: [__address__], targetLabel: a }] }',
    ),
  ],
])('it finds %s', (_what, manifest) => {
  expect(findingsFor(check, manifest)).toMatchObject([{ severity: 'error' }]);
});

test('the steps of a Probe move to its targets', () => {
  const probe = yaml(
    'Probe',
    '',
    'spec: { prober: { url: a }, metricRelabelings: [{ sourceLabels: [__address__], targetLabel: a }] }',
  );
  expect(findingsFor(check, probe)).toMatchObject([
    { fix: expect.stringContaining('relabelingConfigs of targets.staticConfig') as string },
  ]);
});

test.each([
  ['labels of samples', steps('{ action: drop, sourceLabels: [__name__], regex: go_.* }')],
  ['a temporary label', steps('{ sourceLabels: [a], targetLabel: __tmp_a }')],
  [
    'labels of targets in relabelings',
    serviceMonitor(
      'endpoints: [{ port: web, relabelings: [{ sourceLabels: [__address__], targetLabel: a }] }]',
    ),
  ],
  ['an invalid expression', steps('{ action: keep, sourceLabels: [a], regex: "(" }')],
])('it finds nothing in %s', (_what, manifest) => {
  expect(findingsFor(check, manifest)).toEqual([]);
});
