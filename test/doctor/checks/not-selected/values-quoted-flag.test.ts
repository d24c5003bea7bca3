import { parse } from 'yaml';
import { check } from '../../../../src/doctor/checks/not-selected/values-quoted-flag';
import { findingsFor } from '../../../support/doctor';
import { values } from '../yaml';

const found = (text: string) => findingsFor(check, '', values(parse(text)));

test('"false" is true to a template', () => {
  expect(found('prometheus: { prometheusSpec: { ruleSelectorNilUsesHelmValues: "false" } }')).toEqual([
    {
      code: 'values-quoted-flag',
      check: 'values-quoted-flag',
      severity: 'error',
      resource: 'Helm values values.yml',
      path: 'prometheus.prometheusSpec.ruleSelectorNilUsesHelmValues',
      message: 'the flag is a string, which the chart treats as true',
      found: 'false',
      expected: 'false, without quotes',
      fix: 'ruleSelectorNilUsesHelmValues: false',
      at: { file: 'values.yml' },
    },
  ]);
});

test.each<[string, string]>([
  ['prometheus: { enabled: "False" }', 'prometheus.enabled'],
  ['kubeScheduler: { enabled: "false" }', 'kubeScheduler.enabled'],
  ['prometheus-node-exporter: { hostNetwork: { enabled: false } }', 'prometheus-node-exporter.hostNetwork'],
])('%s', (text, path) => {
  expect(found(text)).toMatchObject([{ path }]);
});

test.each([
  'prometheus: { enabled: false }',
  'prometheus: { enabled: "true" }',
  'prometheus-node-exporter: { hostNetwork: false, hostPID: { enabled: true } }',
  // Helm reads YAML 1.1, to which these are truth values without quotes.
  'prometheus: { enabled: off }',
  'prometheus: { prometheusSpec: { externalLabels: { primary: "false" } } }',
])('nothing is found in %s', (text) => {
  expect(found(text)).toEqual([]);
});
