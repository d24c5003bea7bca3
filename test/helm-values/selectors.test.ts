import { parse } from 'yaml';
import { effectiveSelectors, selects, type LabelSelector } from '../../src/helm-values/selectors';
import { kubePrometheusStackValues } from '../../src/outputs/kube-prometheus-stack/kube-prometheus-stack';
import { environmentWith } from '../outputs/kube-prometheus-stack/environments';

const all = { kind: 'all' };
const release = { kind: 'matches', selector: { matchLabels: { release: 'prometheus' } } };
const labelled = { kind: 'matches', selector: { matchLabels: { team: 'a' } } };
const refused = {
  kind: 'none',
  value: 'prometheus.prometheusSpec.serviceMonitorSelector',
  because: 'it is not a valid label selector',
};

/** Values with this YAML below `prometheus.prometheusSpec`. */
const spec = (yaml: string): unknown => ({ prometheus: { prometheusSpec: parse(yaml) as unknown } });

test.each<[string, string, unknown]>([
  ['nothing', '{}', release],
  ['the flag off', 'serviceMonitorSelectorNilUsesHelmValues: false', all],
  ['the flag on', 'serviceMonitorSelectorNilUsesHelmValues: true', release],
  ['the flag as the text "false"', 'serviceMonitorSelectorNilUsesHelmValues: "false"', release],
  ['the flag as an empty text', 'serviceMonitorSelectorNilUsesHelmValues: ""', all],
  ['the flag as 0', 'serviceMonitorSelectorNilUsesHelmValues: 0', all],
  ['the flag as null', 'serviceMonitorSelectorNilUsesHelmValues:', all],
  ['an empty selector', 'serviceMonitorSelector: {}', release],
  ['an empty list as selector', 'serviceMonitorSelector: []', release],
  ['a selector of null', 'serviceMonitorSelector:', release],
  [
    'an empty selector, the flag off',
    '{ serviceMonitorSelector: {}, serviceMonitorSelectorNilUsesHelmValues: false }',
    all,
  ],
  [
    'a selector of null, the flag off',
    '{ serviceMonitorSelector: , serviceMonitorSelectorNilUsesHelmValues: false }',
    all,
  ],
  ['labels', 'serviceMonitorSelector: { matchLabels: { team: a } }', labelled],
  [
    'labels, the flag off',
    '{ serviceMonitorSelector: { matchLabels: { team: a } }, serviceMonitorSelectorNilUsesHelmValues: false }',
    labelled,
  ],
  ['no labels in a selector', 'serviceMonitorSelector: { matchLabels: {} }', all],
  ['no expressions in a selector', 'serviceMonitorSelector: { matchExpressions: [] }', all],
  ['labels of null', 'serviceMonitorSelector: { matchLabels: }', release],
  [
    'an expression',
    'serviceMonitorSelector: { matchExpressions: [{ key: team, operator: Exists }] }',
    { kind: 'matches', selector: { matchExpressions: [{ key: 'team', operator: 'Exists' }] } },
  ],
  [
    'the name of the release from a template',
    'serviceMonitorSelector: { matchLabels: { release: "{{ $.Release.Name }}" } }',
    release,
  ],
  ['labels without matchLabels', 'serviceMonitorSelector: { team: a }', refused],
  ['a label value that is no text', 'serviceMonitorSelector: { matchLabels: { team: true } }', refused],
  [
    'an unknown operator',
    'serviceMonitorSelector: { matchExpressions: [{ key: team, operator: Equals }] }',
    refused,
  ],
  [
    'an expression without key',
    'serviceMonitorSelector: { matchExpressions: [{ operator: Exists }] }',
    refused,
  ],
  [
    'an expression whose values are no list',
    'serviceMonitorSelector: { matchExpressions: [{ key: team, operator: In, values: a }] }',
    refused,
  ],
  [
    'an expression without the values it needs',
    'serviceMonitorSelector: { matchExpressions: [{ key: team, operator: NotIn }] }',
    refused,
  ],
  ['expressions that are no list', 'serviceMonitorSelector: { matchExpressions: { key: team } }', refused],
  ['labels that are no map', 'serviceMonitorSelector: { matchLabels: [team] }', refused],
  ['a text as selector', 'serviceMonitorSelector: team=a', refused],
  ['a list as selector', 'serviceMonitorSelector: [team]', refused],
])('for ServiceMonitors, %s is rendered as by the template', (_what, yaml, expected) => {
  expect(effectiveSelectors(spec(yaml), 'prometheus').ServiceMonitor.objects).toEqual(expected);
});

const leftOut = (key: string) => ({
  kind: 'none',
  value: `prometheus.prometheusSpec.${key}`,
  because: 'with null the chart leaves the field out of the resource, and the operator then selects nothing',
});

test.each<['PodMonitor' | 'Probe' | 'ScrapeConfig' | 'PrometheusRule', string, unknown]>([
  ['PodMonitor', '{ podMonitorSelector: , podMonitorSelectorNilUsesHelmValues: false }', all],
  ['Probe', '{ probeSelector: , probeSelectorNilUsesHelmValues: }', all],
  ['PrometheusRule', 'ruleSelectorNilUsesHelmValues: false', all],
  ['PrometheusRule', 'ruleSelector:', release],
  ['PrometheusRule', '{ ruleSelector: , ruleSelectorNilUsesHelmValues: true }', release],
  ['PrometheusRule', '{ ruleSelector: , ruleSelectorNilUsesHelmValues: false }', leftOut('ruleSelector')],
  ['PrometheusRule', '{ ruleSelector: {}, ruleSelectorNilUsesHelmValues: false }', all],
  ['ScrapeConfig', '{ scrapeConfigSelector: , scrapeConfigSelectorNilUsesHelmValues: false }', all],
  ['ScrapeConfig', 'scrapeConfigSelectorNilUsesHelmValues:', all],
  [
    'ScrapeConfig',
    '{ scrapeConfigSelector: , scrapeConfigSelectorNilUsesHelmValues: }',
    leftOut('scrapeConfigSelector'),
  ],
])('for %ss, %s is rendered as by the template', (kind, yaml, expected) => {
  expect(effectiveSelectors(spec(yaml), 'prometheus')[kind].objects).toEqual(expected);
});

test.each<['ServiceMonitor' | 'ScrapeConfig' | 'PrometheusRule', string, unknown]>([
  ['ServiceMonitor', '{}', all],
  ['ServiceMonitor', 'serviceMonitorNamespaceSelector: {}', all],
  ['ServiceMonitor', 'serviceMonitorNamespaceSelector:', all],
  ['ServiceMonitor', 'serviceMonitorNamespaceSelector: { matchLabels: { team: a } }', labelled],
  [
    'ServiceMonitor',
    'serviceMonitorNamespaceSelector: { any: true }',
    { ...refused, value: 'prometheus.prometheusSpec.serviceMonitorNamespaceSelector' },
  ],
  ['ScrapeConfig', 'scrapeConfigNamespaceSelector: {}', all],
  // The operator reads an absent selector as the namespace of Prometheus.
  ['ScrapeConfig', 'scrapeConfigNamespaceSelector:', { kind: 'own namespace' }],
  ['PrometheusRule', 'ruleNamespaceSelector:', all],
])('for the namespaces of %ss, %s is rendered as by the template', (kind, yaml, expected) => {
  expect(effectiveSelectors(spec(yaml), 'prometheus')[kind].namespaces).toEqual(expected);
});

const agent = {
  kind: 'none',
  value: 'prometheus.agentMode',
  because: 'a Prometheus agent evaluates no rules',
};
const off = { kind: 'none', value: 'prometheus.enabled', because: 'Prometheus is disabled' };

test.each<[string, unknown, unknown]>([
  ['agentMode: true', release, agent],
  ['agentMode: "false"', release, agent],
  ['agentMode: false', release, release],
  ['enabled: false', off, off],
  ['enabled: true', release, release],
])('with %s monitors and rules are selected if Prometheus reads them', (yaml, monitors, rules) => {
  const selectors = effectiveSelectors({ prometheus: parse(yaml) as unknown }, 'prometheus');
  expect(selectors.ServiceMonitor.objects).toEqual(monitors);
  expect(selectors.PrometheusRule.objects).toEqual(rules);
});

test.each([
  [undefined],
  [null],
  ['text'],
  [[]],
  [{ prometheus: 'text' }],
  [{ prometheus: { prometheusSpec: [] } }],
])('values of %j leave all to the chart', (values) => {
  expect(effectiveSelectors(values, 'prometheus')).toEqual({
    ServiceMonitor: { objects: release, namespaces: all },
    PodMonitor: { objects: release, namespaces: all },
    Probe: { objects: release, namespaces: all },
    ScrapeConfig: { objects: release, namespaces: all },
    PrometheusRule: { objects: release, namespaces: all },
  });
});

test.each<['all' | 'release-label', unknown]>([
  ['all', all],
  ['release-label', release],
])('our own values select as discovery mode %s requires', (discovery, objects) => {
  const values = kubePrometheusStackValues(environmentWith({ discovery }));
  expect(effectiveSelectors(values, 'prometheus')).toEqual({
    ServiceMonitor: { objects, namespaces: all },
    PodMonitor: { objects, namespaces: all },
    Probe: { objects, namespaces: all },
    ScrapeConfig: { objects, namespaces: all },
    PrometheusRule: { objects, namespaces: all },
  });
});

const labels = { app: 'order-api', release: 'prometheus' };

test.each<[LabelSelector, boolean]>([
  [{}, true],
  [{ matchLabels: { app: 'order-api' } }, true],
  [{ matchLabels: { app: 'order-api', release: 'prometheus' } }, true],
  [{ matchLabels: { app: 'order-api', release: 'other' } }, false],
  [{ matchLabels: { team: 'a' } }, false],
  [{ matchExpressions: [{ key: 'app', operator: 'In', values: ['x', 'order-api'] }] }, true],
  [{ matchExpressions: [{ key: 'app', operator: 'In', values: ['x'] }] }, false],
  [{ matchExpressions: [{ key: 'app', operator: 'In' }] }, false],
  [{ matchExpressions: [{ key: 'team', operator: 'In', values: ['x'] }] }, false],
  [{ matchExpressions: [{ key: 'app', operator: 'NotIn', values: ['x'] }] }, true],
  [{ matchExpressions: [{ key: 'app', operator: 'NotIn', values: ['order-api'] }] }, false],
  [{ matchExpressions: [{ key: 'team', operator: 'NotIn', values: ['x'] }] }, true],
  [{ matchExpressions: [{ key: 'app', operator: 'Exists' }] }, true],
  [{ matchExpressions: [{ key: 'team', operator: 'Exists' }] }, false],
  [{ matchExpressions: [{ key: 'team', operator: 'DoesNotExist' }] }, true],
  [{ matchExpressions: [{ key: 'app', operator: 'DoesNotExist' }] }, false],
  [
    { matchLabels: { app: 'order-api' }, matchExpressions: [{ key: 'release', operator: 'DoesNotExist' }] },
    false,
  ],
])('%j selects labels app and release: %s', (selector, expected) => {
  expect(selects(selector, labels)).toBe(expected);
});
