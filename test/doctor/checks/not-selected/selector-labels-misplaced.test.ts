import { check } from '../../../../src/doctor/checks/not-selected/selector-labels-misplaced';
import { check as labels } from '../../../../src/doctor/checks/not-selected/selector-labels';
import { findingsFor } from '../../../support/doctor';
import { values, yaml } from '../yaml';

const rule = (metadata: string, spec: string) => yaml('PrometheusRule', metadata, spec);
const release = values({}, 'prom');

test('a label of a rule group does not select the rule', () => {
  const text = rule('', 'spec: { groups: [{ name: a, labels: { release: prom } }] }');
  expect(findingsFor(check, text, release)).toEqual([
    {
      code: 'selector-labels-misplaced',
      check: 'selector-labels-misplaced',
      severity: 'error',
      resource: 'PrometheusRule monitoring/x',
      path: 'spec.groups[0].labels',
      message:
        'the label is among the labels of alerts and recorded series, so Prometheus does not select the object',
      found: { release: 'prom' },
      expected:
        'release=prom in metadata.labels (prometheus.prometheusSpec.ruleSelector of Helm values values.yml)',
      fix: 'metadata: { labels: { release: prom } }',
      at: { file: 'test.yaml', line: 2 },
    },
  ]);
  expect(findingsFor(labels, text, release)).toEqual([]);
});

test.each<[string, string, string]>([
  [
    'spec.groups[0].rules[1].labels',
    '',
    'spec: { groups: [{ rules: [{}, { labels: { release: prom } }] }] }',
  ],
  ['metadata.annotations', 'annotations: { release: prom }', ''],
  ['spec.labels', '', 'spec: { labels: { release: prom } }'],
  ['labels', '', 'labels: { release: prom }'],
  ['spec.selector.matchLabels', '', 'spec: { selector: { matchLabels: { release: prom } } }'],
])('the label is found in %s', (path, metadata, spec) => {
  expect(findingsFor(check, rule(metadata, spec), release)).toMatchObject([{ path, severity: 'error' }]);
});

test.each<[string, string]>([
  ['it is in both places', rule('labels: { release: prom }', 'spec: { labels: { release: prom } }')],
  ['it has another value there', rule('', 'spec: { labels: { release: other } }')],
  ['it is nowhere', rule('', 'spec: {}')],
])('nothing is found where %s', (_what, text) => {
  expect(findingsFor(check, text, release)).toEqual([]);
});

test('an assumed release makes it a warning', () => {
  const text =
    yaml('ServiceMonitor', 'name: a, labels: { release: prom }') + rule('annotations: { release: prom }', '');
  expect(findingsFor(check, text)).toMatchObject([{ severity: 'warning', path: 'metadata.annotations' }]);
});
