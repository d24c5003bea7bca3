import { check } from '../../../../src/doctor/checks/not-selected/values-empty-selector';
import { SELECTED_KINDS, selectorKeys } from '../../../../src/helm-values/selectors';
import { findingsFor } from '../../../support/doctor';
import { values } from '../yaml';

const found = (prometheusSpec: unknown) =>
  findingsFor(check, '', values({ prometheus: { prometheusSpec } }, 'prom'));

test('an empty selector is not "all"', () => {
  expect(found({ serviceMonitorSelector: {} })).toEqual([
    {
      code: 'values-empty-selector',
      check: 'values-empty-selector',
      severity: 'warning',
      resource: 'Helm values values.yml',
      path: 'prometheus.prometheusSpec.serviceMonitorSelector',
      message: 'the chart replaces an empty selector by release: prom',
      found: {},
      expected: 'serviceMonitorSelectorNilUsesHelmValues: false, to select every ServiceMonitor',
      fix: 'prometheus: { prometheusSpec: { serviceMonitorSelectorNilUsesHelmValues: false } }',
      at: { file: 'values.yml' },
    },
  ]);
});

test('every kind has such a selector', () => {
  const selectors = Object.fromEntries(SELECTED_KINDS.map((kind) => [selectorKeys(kind).selector, {}]));
  expect(found(selectors)).toHaveLength(5);
});

test('beside flags of other kinds, an empty selector is no copy of the values of the chart', () => {
  const flags = { serviceMonitorSelectorNilUsesHelmValues: true, ruleSelectorNilUsesHelmValues: true };
  expect(found({ ...flags, ruleSelector: {} })).toMatchObject([{ severity: 'warning' }]);
  expect(found({ ...flags, ruleSelector: {}, serviceMonitorSelector: {} })).toMatchObject([
    { severity: 'info' },
    { severity: 'info' },
  ]);
});

test.each([
  { serviceMonitorSelector: {}, serviceMonitorSelectorNilUsesHelmValues: false },
  { serviceMonitorSelector: { matchLabels: { a: 'b' } } },
  { serviceMonitorSelector: null },
  {},
])('nothing is found in %j', (spec) => {
  expect(found(spec)).toEqual([]);
});

test('nothing is found without values', () => {
  expect(findingsFor(check, '')).toEqual([]);
});
