import { parse } from 'yaml';
import { parseValues } from '../../src/helm-values/parse-values';
import { InvalidInput } from '../../src/findings/invalid-input';

/** The problems of values, one sentence each, without the resource. */
function problemsOf(yaml: string): readonly string[] {
  try {
    parseValues(parse(yaml), 'prometheus');
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    return error.message.split('\n').map((line) => line.replace('values of kube-prometheus-stack: ', ''));
  }
  return [];
}

test.each([
  ['nothing', '{}'],
  [
    'keys of the chart that this project does not use',
    '{ nameOverride: x, prometheus: { ingress: { enabled: true } }, kubelet: { enabled: false } }',
  ],
  [
    'selectors for other kinds',
    'prometheus: { prometheusSpec: { probeSelector: { matchLabels: { team: a } } } }',
  ],
  [
    'labels of the release',
    'prometheus: { prometheusSpec: { ruleSelector: { matchLabels: { release: prometheus } } } }',
  ],
  [
    'an exclusion',
    'prometheus: { prometheusSpec: { ruleSelector: { matchExpressions: [{ key: ignore, operator: DoesNotExist }] } } }',
  ],
  [
    'an empty selector with the flag off',
    'prometheus: { prometheusSpec: { ruleSelector: {}, ruleSelectorNilUsesHelmValues: false } }',
  ],
  [
    'receivers with the one that the chart names',
    'alertmanager: { config: { receivers: [{ name: "null" }, { name: mail }] } }',
  ],
  [
    'a route of its own with its receiver',
    'alertmanager: { config: { route: { receiver: mail, routes: [] }, receivers: [{ name: mail }] } }',
  ],
  [
    'replicas with a replica label',
    'prometheus: { prometheusSpec: { replicas: 2, replicaExternalLabelNameClear: false } }',
  ],
  [
    'one replica without a replica label',
    'prometheus: { prometheusSpec: { replicas: 1, replicaExternalLabelNameClear: true } }',
  ],
])('accepts %s', (_what, yaml) => {
  expect(problemsOf(yaml)).toEqual([]);
});

test('returns the values with every key', () => {
  const values = {
    prometheus: { prometheusSpec: { replicas: 2, image: { tag: 'v3' } } },
    commonLabels: { a: 'b' },
  };
  expect(parseValues(values, 'prometheus')).toEqual(values);
});

test('names the resource in every sentence', () => {
  expect(() =>
    parseValues({ a: 1, prometheus: { prometheusSpec: { replicas: 'x' } } }, 'prometheus'),
  ).toThrow(
    new InvalidInput([
      {
        resource: 'values of kube-prometheus-stack',
        path: 'prometheus.prometheusSpec.replicas',
        message: 'not a number',
        found: 'x',
        fix: 'use a whole number from 0',
      },
      {
        resource: 'values of kube-prometheus-stack',
        path: 'a',
        code: 'unknown-field',
        message: 'unknown field',
        found: 1,
        fix: 'remove it, or look up the key with "helm show values kube-prometheus-stack --repo https://prometheus-community.github.io/helm-charts --version 88.5.3"',
      },
    ]),
  );
});

test.each([
  // Misspelt.
  ['promethues: {}', 'unknown field (promethues: {}). Write prometheus.'],
  [
    'prometheus: { prometheusSpec: { ruleSelectorNilUseHelmValues: false } }',
    'unknown field (prometheus.prometheusSpec.ruleSelectorNilUseHelmValues: false). Write ruleSelectorNilUsesHelmValues.',
  ],
  [
    'prometheus: { prometheusspec: {} }',
    'unknown field (prometheus.prometheusspec: {}). Write prometheusSpec.',
  ],
  [
    'prometheus: { prometheusSpec: { storage: {} } }',
    'unknown field (prometheus.prometheusSpec.storage: {}). Write storageSpec.',
  ],
  // At the wrong level.
  [
    'serviceMonitorSelectorNilUsesHelmValues: false',
    'unknown field (serviceMonitorSelectorNilUsesHelmValues: false). Move it to prometheus.prometheusSpec.',
  ],
  [
    'prometheus: { serviceMonitorSelectorNilUsesHelmValues: false }',
    'unknown field (prometheus.serviceMonitorSelectorNilUsesHelmValues: false). Move it to prometheus.prometheusSpec.',
  ],
  [
    'replicas: 2',
    'unknown field (replicas: 2). Move it to prometheus.prometheusSpec or alertmanager.alertmanagerSpec or grafana or prometheusOperator.',
  ],
  [
    'prometheus: { featureGates: {} }',
    'unknown field (prometheus.featureGates: {}). Move it to prometheusOperator.',
  ],
  ['grafana: { kubeEtcd: {} }', 'unknown field (grafana.kubeEtcd: {}). Move it to the top level.'],
  [
    'prometheus.prometheusSpec.retention: 31d',
    'unknown field (prometheus.prometheusSpec.retention: "31d"). Nest the keys: in a values file, a dot is part of the key.',
  ],
  // Where few keys are known, all of them are listed.
  [
    'alertmanager: { config: { inhibit_rules: [{ sources: [] }] } }',
    'unknown field (alertmanager.config.inhibit_rules[0].sources: []). Use one of source_matchers, target_matchers, source_match, source_match_re, target_match, target_match_re, equal.',
  ],
  [
    'kubeProxy: { enable: false }',
    'unknown field (kubeProxy.enable: false). Use one of enabled, endpoints, service, serviceMonitor, jobNameOverride.',
  ],
  [
    'alertmanager: { config: { recievers: [] } }',
    'unknown field (alertmanager.config.recievers: []). Write receivers.',
  ],
])('%s is not ignored', (yaml, message) => {
  expect(problemsOf(yaml)).toEqual([message]);
});

test.each([
  [
    'prometheus: { prometheusSpec: { ruleSelectorNilUsesHelmValues: "false" } }',
    'neither true nor false (prometheus.prometheusSpec.ruleSelectorNilUsesHelmValues: "false"). Write true or false without quotes, as templates treat any string as true.',
  ],
  [
    'kubeEtcd: { enabled: "false" }',
    'neither true nor false (kubeEtcd.enabled: "false"). Write true or false without quotes, as templates treat any string as true.',
  ],
  [
    'prometheus: { prometheusSpec: { retention: 30 days } }',
    'not a Prometheus duration (prometheus.prometheusSpec.retention: "30 days"). Write it like 30s, 5m or 31d.',
  ],
  [
    'prometheus: { prometheusSpec: { scrapeInterval: 30 } }',
    'not a string (prometheus.prometheusSpec.scrapeInterval: 30). Write it like 30s, 5m or 31d.',
  ],
  [
    'prometheus: { prometheusSpec: { replicas: 1.5 } }',
    'not a whole number (prometheus.prometheusSpec.replicas: 1.5). Use a whole number from 0.',
  ],
  [
    'prometheus: { prometheusSpec: { shards: -1 } }',
    'below 0 (prometheus.prometheusSpec.shards: -1). Use a whole number from 0.',
  ],
  [
    'prometheus: { prometheusSpec: { podAntiAffinity: strong } }',
    'unknown anti-affinity (prometheus.prometheusSpec.podAntiAffinity: "strong"). Write hard, soft, or "" for none.',
  ],
  [
    'prometheus: { prometheusSpec: { externalLabels: { cluster: 1 } } }',
    'not a string (prometheus.prometheusSpec.externalLabels.cluster: 1). Put the label value in quotes.',
  ],
  [
    'prometheus: { prometheusSpec: { ruleSelector: { matchLabels: { release: true } } } }',
    'not a string (prometheus.prometheusSpec.ruleSelector.matchLabels.release: true). Put the label value in quotes.',
  ],
  [
    'prometheus: { prometheusSpec: { ruleSelector: { release: prometheus } } }',
    'unknown field (prometheus.prometheusSpec.ruleSelector.release: "prometheus"). Use one of matchLabels, matchExpressions.',
  ],
  [
    'prometheusOperator: { featureGates: { StatusForConfigurationResources: "true" } }',
    'not a boolean (prometheusOperator.featureGates.StatusForConfigurationResources: "true"). Write true or false without quotes.',
  ],
  [
    'alertmanager: { config: { receivers: [{}] } }',
    'required field is missing (alertmanager.config.receivers[0].name). Write a string in quotes.',
  ],
  [
    'grafana: { admin: { existingSecret: "" } }',
    'empty string (grafana.admin.existingSecret: ""). Set a value.',
  ],
])('%s has the wrong shape', (yaml, message) => {
  expect(problemsOf(yaml)).toEqual([message]);
});

test.each([
  // Empty, so the chart uses its own.
  [
    '{ serviceMonitorSelector: {} }',
    'the chart replaces an empty selector by release: prometheus (prometheus.prometheusSpec.serviceMonitorSelector: {}). Set serviceMonitorSelectorNilUsesHelmValues to false to select every ServiceMonitor, or remove it.',
  ],
  [
    '{ probeSelector: {}, probeSelectorNilUsesHelmValues: true }',
    'the chart replaces an empty selector by release: prometheus (prometheus.prometheusSpec.probeSelector: {}). Set probeSelectorNilUsesHelmValues to false to select every Probe, or remove it.',
  ],
  // Null, so no rule is loaded.
  [
    '{ ruleSelector: , ruleSelectorNilUsesHelmValues: false }',
    'Prometheus selects no PrometheusRule: with null the chart leaves the field out of the resource, and the operator then selects nothing (prometheus.prometheusSpec.ruleSelector: null). Remove it, and set ruleSelectorNilUsesHelmValues to false to select every PrometheusRule.',
  ],
  // Labels of other objects.
  [
    '{ serviceMonitorSelector: { matchLabels: { team: a } } }',
    'the selector matches no ServiceMonitor of the chart itself or of this project: they have the label release: prometheus (prometheus.prometheusSpec.serviceMonitorSelector: {"matchLabels":{"team":"a"}}). Select by release: prometheus, or remove the selector and set serviceMonitorSelectorNilUsesHelmValues to false to select every ServiceMonitor.',
  ],
  [
    '{ ruleSelector: { matchLabels: { release: other } } }',
    'the selector matches no PrometheusRule of the chart itself or of this project: they have the label release: prometheus (prometheus.prometheusSpec.ruleSelector: {"matchLabels":{"release":"other"}}). Select by release: prometheus, or remove the selector and set ruleSelectorNilUsesHelmValues to false to select every PrometheusRule.',
  ],
  // A selector requires all of its labels.
  [
    '{ ruleSelector: { matchLabels: { release: prometheus, role: alert-rules } } }',
    'the selector matches no PrometheusRule of the chart itself or of this project: they have the label release: prometheus (prometheus.prometheusSpec.ruleSelector: {"matchLabels":{"release":"prometheus","role":"alert-rules"}}). Select by release: prometheus, or remove the selector and set ruleSelectorNilUsesHelmValues to false to select every PrometheusRule.',
  ],
  // Labels of the chart that this project does not set.
  [
    '{ ruleSelector: { matchLabels: { app.kubernetes.io/part-of: kube-prometheus-stack } } }',
    'the selector matches no PrometheusRule of this project: they have the label release: prometheus (prometheus.prometheusSpec.ruleSelector: {"matchLabels":{"app.kubernetes.io/part-of":"kube-prometheus-stack"}}). Select by release: prometheus, or remove the selector and set ruleSelectorNilUsesHelmValues to false to select every PrometheusRule.',
  ],
])('%s leaves out required objects', (spec, message) => {
  expect(problemsOf(`prometheus: { prometheusSpec: ${spec} }`)).toEqual([message]);
});

test('commonLabels are labels of the rules of the chart', () => {
  const problems = problemsOf(
    'commonLabels: { tenant: 1 }\nprometheus: { prometheusSpec: { ruleSelector: { matchLabels: { tenant: "1" } } } }',
  );
  expect(problems).toEqual([
    expect.stringContaining('the selector matches no PrometheusRule of this project:'),
  ]);
});

test('an agent is an error, because it evaluates no rules', () => {
  expect(problemsOf('prometheus: { agentMode: true }')).toEqual([
    'Prometheus selects no PrometheusRule: a Prometheus agent evaluates no rules (prometheus.agentMode: true). Remove it to use the default of the chart.',
  ]);
});

test('a disabled Prometheus is reported once, not for every kind', () => {
  expect(problemsOf('prometheus: { enabled: false }')).toEqual([
    'Prometheus selects no ServiceMonitor: Prometheus is disabled (prometheus.enabled: false). Remove it to use the default of the chart.',
  ]);
});

test.each([
  [
    '{ receivers: [{ name: mail }] }',
    [
      'receiver "null" is missing, and the chart\'s default route uses it (alertmanager.config.receivers: ["mail"]). Add a receiver named null, or set both route.receiver and route.routes.',
    ],
  ],
  [
    '{ route: { receiver: mail }, receivers: [{ name: mail }] }',
    [
      'receiver "null" is missing, and the chart\'s default route uses it (alertmanager.config.receivers: ["mail"]). Add a receiver named null, or set both route.receiver and route.routes.',
    ],
  ],
  [
    '{ route: { receiver: mail, routes: [{ receiver: "null", matchers: [alertname="Watchdog"] }] }, receivers: [{ name: mail }] }',
    [
      'unknown receiver (alertmanager.config.route.routes[0].receiver: "null"). Use one of mail, or add it to alertmanager.config.receivers, which replaces the chart\'s list.',
    ],
  ],
  [
    '{ route: { receiver: mail } }',
    [
      'unknown receiver (alertmanager.config.route.receiver: "mail"). Use one of null, or add it to alertmanager.config.receivers, which replaces the chart\'s list.',
    ],
  ],
  [
    '{ route: { receiver: a, routes: [{ routes: [{ receiver: b }] }] }, receivers: [{ name: a }] }',
    [
      'unknown receiver (alertmanager.config.route.routes[0].routes[0].receiver: "b"). Use one of a, or add it to alertmanager.config.receivers, which replaces the chart\'s list.',
    ],
  ],
])('the configuration %s uses an unknown receiver', (config, messages) => {
  expect(problemsOf(`alertmanager: { config: ${config} }`)).toEqual(messages);
});

test('two replicas without a replica label are an error', () => {
  expect(
    problemsOf('prometheus: { prometheusSpec: { replicas: 2, replicaExternalLabelNameClear: true } }'),
  ).toEqual([
    'without the replica label, 2 replicas write the same series (prometheus.prometheusSpec.replicaExternalLabelNameClear: true). Set it to false, and drop the label where the series are read.',
  ]);
});

test('all problems are reported at once, each field once', () => {
  expect(
    problemsOf(`
      grafana: { adminPassword: hunter2 }
      prometheus:
        prometheusSpec:
          retentio: 31d
          serviceMonitorSelector: { team: a }
          podMonitorSelector: {}
    `),
  ).toEqual([
    'secret in plain text (grafana.adminPassword: "hidden"). Put it into a Secret and name that in grafana.admin.existingSecret.',
    'unknown field (prometheus.prometheusSpec.serviceMonitorSelector.team: "a"). Use one of matchLabels, matchExpressions.',
    'unknown field (prometheus.prometheusSpec.retentio: "31d"). Write retention.',
    'the chart replaces an empty selector by release: prometheus (prometheus.prometheusSpec.podMonitorSelector: {}). Set podMonitorSelectorNilUsesHelmValues to false to select every PodMonitor, or remove it.',
  ]);
});

test('a defect in the code is not reported as invalid input', () => {
  const values = {
    get prometheus(): never {
      throw new TypeError('a defect');
    },
  };
  expect(() => parseValues(values, 'prometheus')).toThrow(TypeError);
});
