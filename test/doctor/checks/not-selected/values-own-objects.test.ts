import { check } from '../../../../src/doctor/checks/not-selected/values-own-objects';
import { findingsFor } from '../../../support/doctor';
import { values, yaml } from '../yaml';

const found = (prometheus: object, text = '') => findingsFor(check, text, values({ prometheus }, 'prom'));
const selecting = (serviceMonitorSelector: unknown) => ({ prometheusSpec: { serviceMonitorSelector } });

test('a selector of your own loses the monitors of the chart', () => {
  const selector = { matchLabels: { team: 'a' } };
  expect(found(selecting(selector))).toEqual([
    {
      code: 'values-own-objects',
      check: 'values-own-objects',
      severity: 'warning',
      resource: 'Helm values values.yml',
      path: 'prometheus.prometheusSpec.serviceMonitorSelector',
      message:
        'the selector matches no ServiceMonitor of the chart itself: they have the label release: prom',
      found: selector,
      expected: 'a selector that release: prom satisfies',
      fix: 'select by release: prom, or remove the selector and set serviceMonitorSelectorNilUsesHelmValues to false to select every ServiceMonitor',
      at: { file: 'values.yml' },
    },
  ]);
});

const noRules = { prometheusSpec: { ruleSelector: null, ruleSelectorNilUsesHelmValues: false } };

test('a rule selector of null loses the rules of the chart, where no others were read', () => {
  expect(found(noRules)).toMatchObject([
    {
      path: 'prometheus.prometheusSpec.ruleSelector',
      message:
        'Prometheus selects no PrometheusRule: with null the chart leaves the field out of the resource, and the operator then selects nothing',
    },
  ]);
  expect(found(noRules, yaml('PrometheusRule', ''))).toEqual([]);
});

test.each<[string, object]>([
  ['the selector has the label release', selecting({ matchLabels: { release: 'prom' } })],
  [
    'the selector has a label of all objects of the chart',
    selecting({ matchLabels: { 'app.kubernetes.io/instance': 'prom' } }),
  ],
  ['nothing is given', {}],
  ['the chart has no Prometheus', { enabled: false }],
  ['the chart has an agent', { agentMode: true }],
  [
    'the chart has no objects of the kind',
    { prometheusSpec: { probeSelector: { matchLabels: { team: 'a' } } } },
  ],
])('nothing is found where %s', (_what, prometheus) => {
  expect(found(prometheus)).toEqual([]);
});

test('labels of the default rules are those of the chart', () => {
  const given = {
    prometheus: { prometheusSpec: { ruleSelector: { matchLabels: { role: 'a' } } } },
    defaultRules: { labels: { role: 'a' } },
  };
  expect(findingsFor(check, '', values(given, 'prom'))).toEqual([]);
});
