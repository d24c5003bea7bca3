import { parse } from 'yaml';
import { parseValues } from '../../src/helm-values/parse-values';
import { InvalidInput } from '../../src/findings/invalid-input';

/** What is wrong with values, one sentence a line, without the resource that starts each. */
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
    'replicas that are told apart',
    'prometheus: { prometheusSpec: { replicas: 2, replicaExternalLabelNameClear: false } }',
  ],
  [
    'one replica that is not',
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
        message: 'is not a number',
        found: 'x',
        fix: 'give a number',
      },
      {
        resource: 'values of kube-prometheus-stack',
        path: 'a',
        message: 'is not a known field',
        found: 1,
        fix: 'remove it, or take the right one from "helm show values kube-prometheus-stack --repo https://prometheus-community.github.io/helm-charts --version 88.5.3"',
      },
    ]),
  );
});

test.each([
  // Misspelt.
  ['promethues: {}', 'promethues is not a known field (got {}); write prometheus'],
  [
    'prometheus: { prometheusSpec: { ruleSelectorNilUseHelmValues: false } }',
    'prometheus.prometheusSpec.ruleSelectorNilUseHelmValues is not a known field (got false); write ruleSelectorNilUsesHelmValues',
  ],
  [
    'prometheus: { prometheusspec: {} }',
    'prometheus.prometheusspec is not a known field (got {}); write prometheusSpec',
  ],
  [
    'prometheus: { prometheusSpec: { storage: {} } }',
    'prometheus.prometheusSpec.storage is not a known field (got {}); write storageSpec',
  ],
  // At the wrong level.
  [
    'serviceMonitorSelectorNilUsesHelmValues: false',
    'serviceMonitorSelectorNilUsesHelmValues is not a known field (got false); move it to prometheus.prometheusSpec',
  ],
  [
    'prometheus: { serviceMonitorSelectorNilUsesHelmValues: false }',
    'prometheus.serviceMonitorSelectorNilUsesHelmValues is not a known field (got false); move it to prometheus.prometheusSpec',
  ],
  [
    'replicas: 2',
    'replicas is not a known field (got 2); move it to prometheus.prometheusSpec or alertmanager.alertmanagerSpec or grafana or prometheusOperator',
  ],
  [
    'prometheus: { featureGates: {} }',
    'prometheus.featureGates is not a known field (got {}); move it to prometheusOperator',
  ],
  ['grafana: { kubeEtcd: {} }', 'grafana.kubeEtcd is not a known field (got {}); move it to the top'],
  [
    'prometheus.prometheusSpec.retention: 31d',
    'prometheus.prometheusSpec.retention is not a known field (got "31d"); write the parts below each other: in a values file, a dot is part of the key',
  ],
  // Where few keys are known, all of them are listed.
  [
    'alertmanager: { config: { inhibit_rules: [{ sources: [] }] } }',
    'alertmanager.config.inhibit_rules[0].sources is not a known field (got []); use one of source_matchers, target_matchers, source_match, source_match_re, target_match, target_match_re, equal',
  ],
  [
    'kubeProxy: { enable: false }',
    'kubeProxy.enable is not a known field (got false); use one of enabled, endpoints, service, serviceMonitor, jobNameOverride',
  ],
  [
    'alertmanager: { config: { recievers: [] } }',
    'alertmanager.config.recievers is not a known field (got []); write receivers',
  ],
])('%s is not ignored', (yaml, message) => {
  expect(problemsOf(yaml)).toEqual([message]);
});

test.each([
  [
    'prometheus: { prometheusSpec: { ruleSelectorNilUsesHelmValues: "false" } }',
    'prometheus.prometheusSpec.ruleSelectorNilUsesHelmValues is not true or false (got "false"); write true or false without quotes, because a template takes any text for true',
  ],
  [
    'kubeEtcd: { enabled: "false" }',
    'kubeEtcd.enabled is not true or false (got "false"); write true or false without quotes, because a template takes any text for true',
  ],
  [
    'prometheus: { prometheusSpec: { retention: 30 days } }',
    'prometheus.prometheusSpec.retention is not a Prometheus duration (got "30 days"); write it like 30s, 5m or 31d',
  ],
  [
    'prometheus: { prometheusSpec: { scrapeInterval: 30 } }',
    'prometheus.prometheusSpec.scrapeInterval is not a text (got 30); write it like 30s, 5m or 31d',
  ],
  [
    'prometheus: { prometheusSpec: { replicas: 1.5 } }',
    'prometheus.prometheusSpec.replicas is not a whole number (got 1.5); use 0 or more',
  ],
  [
    'prometheus: { prometheusSpec: { shards: -1 } }',
    'prometheus.prometheusSpec.shards is below 0 (got -1); use 0 or more',
  ],
  [
    'prometheus: { prometheusSpec: { podAntiAffinity: strong } }',
    'prometheus.prometheusSpec.podAntiAffinity is neither hard nor soft (got "strong"); write hard or soft, or an empty text for none',
  ],
  [
    'prometheus: { prometheusSpec: { externalLabels: { cluster: 1 } } }',
    'prometheus.prometheusSpec.externalLabels.cluster is not a text (got 1); put it in quotes, as label values are texts',
  ],
  [
    'prometheus: { prometheusSpec: { ruleSelector: { matchLabels: { release: true } } } }',
    'prometheus.prometheusSpec.ruleSelector.matchLabels.release is not a text (got true); put it in quotes, as label values are texts',
  ],
  [
    'prometheus: { prometheusSpec: { ruleSelector: { release: prometheus } } }',
    'prometheus.prometheusSpec.ruleSelector.release is not a known field (got "prometheus"); use one of matchLabels, matchExpressions',
  ],
  [
    'prometheusOperator: { featureGates: { StatusForConfigurationResources: "true" } }',
    'prometheusOperator.featureGates.StatusForConfigurationResources is not a boolean (got "true"); give a boolean',
  ],
  [
    'alertmanager: { config: { receivers: [{}] } }',
    'alertmanager.config.receivers[0].name is missing (got nothing); put it in quotes',
  ],
  ['grafana: { admin: { existingSecret: "" } }', 'grafana.admin.existingSecret is empty (got ""); name it'],
])('%s has the wrong shape', (yaml, message) => {
  expect(problemsOf(yaml)).toEqual([message]);
});

test.each([
  // Empty, so that the chart puts its own in place.
  [
    '{ serviceMonitorSelector: {} }',
    'serviceMonitorSelector is empty, which the chart replaces by release: prometheus (got {}); set serviceMonitorSelectorNilUsesHelmValues to false to select every ServiceMonitor, or remove it',
  ],
  [
    '{ probeSelector: {}, probeSelectorNilUsesHelmValues: true }',
    'probeSelector is empty, which the chart replaces by release: prometheus (got {}); set probeSelectorNilUsesHelmValues to false to select every Probe, or remove it',
  ],
  // Null, so that no rule is loaded.
  [
    '{ ruleSelector: , ruleSelectorNilUsesHelmValues: false }',
    'ruleSelector leaves out every PrometheusRule: leaves the field out of the resource, and the operator then takes nothing (null: null). Remove it, with ruleSelectorNilUsesHelmValues false to select every PrometheusRule.',
  ],
  // Labels that others have.
  [
    '{ serviceMonitorSelector: { matchLabels: { team: a } } }',
    'serviceMonitorSelector leaves out every ServiceMonitor of the chart itself and of this project, which carry release: prometheus (got {"matchLabels":{"team":"a"}}); select by release: prometheus, or remove it, with serviceMonitorSelectorNilUsesHelmValues false to select every ServiceMonitor',
  ],
  [
    '{ ruleSelector: { matchLabels: { release: other } } }',
    'ruleSelector leaves out every PrometheusRule of the chart itself and of this project, which carry release: prometheus (got {"matchLabels":{"release":"other"}}); select by release: prometheus, or remove it, with ruleSelectorNilUsesHelmValues false to select every PrometheusRule',
  ],
  // All labels of a selector must be there.
  [
    '{ ruleSelector: { matchLabels: { release: prometheus, role: alert-rules } } }',
    'ruleSelector leaves out every PrometheusRule of the chart itself and of this project, which carry release: prometheus (got {"matchLabels":{"release":"prometheus","role":"alert-rules"}}); select by release: prometheus, or remove it, with ruleSelectorNilUsesHelmValues false to select every PrometheusRule',
  ],
  // The chart's own labels, which ours lack.
  [
    '{ ruleSelector: { matchLabels: { app.kubernetes.io/part-of: kube-prometheus-stack } } }',
    'ruleSelector leaves out every PrometheusRule of this project, which carry release: prometheus (got {"matchLabels":{"app.kubernetes.io/part-of":"kube-prometheus-stack"}}); select by release: prometheus, or remove it, with ruleSelectorNilUsesHelmValues false to select every PrometheusRule',
  ],
])('%s does not select what has to be found', (spec, message) => {
  expect(problemsOf(`prometheus: { prometheusSpec: ${spec} }`)).toEqual([
    `prometheus.prometheusSpec.${message}`,
  ]);
});

test("labels that the chart's rules are given count as theirs", () => {
  const problems = problemsOf(
    'commonLabels: { tenant: 1 }\nprometheus: { prometheusSpec: { ruleSelector: { matchLabels: { tenant: "1" } } } }',
  );
  expect(problems).toEqual([
    expect.stringContaining('leaves out every PrometheusRule of this project, which'),
  ]);
});

test('an agent evaluates no rules, so it is no Prometheus for this project', () => {
  expect(problemsOf('prometheus: { agentMode: true }')).toEqual([
    'prometheus.agentMode leaves out every PrometheusRule: agent evaluates no rules (an: true). Remove it, so that the chart decides.',
  ]);
});

test('without Prometheus there is nothing to find monitors and rules, which is told once', () => {
  expect(problemsOf('prometheus: { enabled: false }')).toEqual([
    'prometheus.enabled leaves out every ServiceMonitor: is no Prometheus (there: false). Remove it, so that the chart decides.',
  ]);
});

test.each([
  [
    '{ receivers: [{ name: mail }] }',
    [
      'receivers lack null, which the chart\'s own route names (got ["mail"]); add one named null, or set both route.receiver and route.routes',
    ],
  ],
  [
    '{ route: { receiver: mail }, receivers: [{ name: mail }] }',
    [
      'receivers lack null, which the chart\'s own route names (got ["mail"]); add one named null, or set both route.receiver and route.routes',
    ],
  ],
  [
    '{ route: { receiver: mail, routes: [{ receiver: "null", matchers: [alertname="Watchdog"] }] }, receivers: [{ name: mail }] }',
    [
      'route.routes[0].receiver names no receiver (got "null"); use one of mail, or add it to alertmanager.config.receivers, which replaces the chart\'s list',
    ],
  ],
  [
    '{ route: { receiver: mail } }',
    [
      'route.receiver names no receiver (got "mail"); use one of null, or add it to alertmanager.config.receivers, which replaces the chart\'s list',
    ],
  ],
  [
    '{ route: { receiver: a, routes: [{ routes: [{ receiver: b }] }] }, receivers: [{ name: a }] }',
    [
      'route.routes[0].routes[0].receiver names no receiver (got "b"); use one of a, or add it to alertmanager.config.receivers, which replaces the chart\'s list',
    ],
  ],
])('the configuration %s names a receiver that is not there', (config, messages) => {
  expect(problemsOf(`alertmanager: { config: ${config} }`)).toEqual(
    messages.map((message) => `alertmanager.config.${message}`),
  );
});

test('two replicas without a label of their own are told', () => {
  expect(
    problemsOf('prometheus: { prometheusSpec: { replicas: 2, replicaExternalLabelNameClear: true } }'),
  ).toEqual([
    'prometheus.prometheusSpec.replicaExternalLabelNameClear makes the series of 2 replicas indistinguishable (got true); set it to false, and remove the label where the series are read',
  ]);
});

test('all problems are told at once, each field once', () => {
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
    'grafana.adminPassword is a secret in plain text (got "hidden"); put it into a Secret and name that in grafana.admin.existingSecret',
    'prometheus.prometheusSpec.serviceMonitorSelector.team is not a known field (got "a"); use one of matchLabels, matchExpressions',
    'prometheus.prometheusSpec.retentio is not a known field (got "31d"); write retention',
    'prometheus.prometheusSpec.podMonitorSelector is empty, which the chart replaces by release: prometheus (got {}); set podMonitorSelectorNilUsesHelmValues to false to select every PodMonitor, or remove it',
  ]);
});

test('an error that is none of the input stays what it is', () => {
  const values = {
    get prometheus(): never {
      throw new TypeError('a defect');
    },
  };
  expect(() => parseValues(values, 'prometheus')).toThrow(TypeError);
});
