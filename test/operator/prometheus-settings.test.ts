import { parse } from 'yaml';
import { manifestsOf } from '../../src/kubernetes/manifests';
import { readManifests } from '../../src/kubernetes/read';
import { prometheusSettings, type GivenValues } from '../../src/operator/prometheus-settings';
import { kubePrometheusStackValues } from '../../src/outputs/kube-prometheus-stack/kube-prometheus-stack';
import { toYaml } from '../../src/kubernetes/yaml/to-yaml';
import { yaml } from '../doctor/checks/yaml';
import { findEnvironment } from '../fixtures/stack/index';

const settings = (text = '', values?: GivenValues) =>
  prometheusSettings(manifestsOf(readManifests(text, 'test.yaml')), values);

const given = (text: string, more: Partial<GivenValues> = {}) =>
  settings('', {
    values: parse(text) as unknown,
    name: 'values.yml',
    release: 'prom',
    namespace: 'obs',
    ...more,
  });

const all = { kind: 'all' };
const own = { kind: 'own namespace' };
const release = (name: string) => ({ kind: 'matches', selector: { matchLabels: { release: name } } });

test('a Prometheus resource with few fields has the defaults of the operator', () => {
  expect(settings(yaml('Prometheus', 'name: k8s', 'spec: { serviceMonitorSelector: {} }'))).toEqual({
    origin: 'Prometheus resource',
    name: 'Prometheus monitoring/k8s',
    object: expect.objectContaining({ kind: 'Prometheus', name: 'k8s' }) as unknown,
    namespace: 'monitoring',
    podLabels: {
      'app.kubernetes.io/name': 'prometheus',
      'app.kubernetes.io/managed-by': 'prometheus-operator',
      'app.kubernetes.io/instance': 'k8s',
      'operator.prometheus.io/name': 'k8s',
      prometheus: 'k8s',
    },
    selectors: {
      ServiceMonitor: { objects: all, namespaces: own },
      PodMonitor: { objects: nothing('spec.podMonitorSelector'), namespaces: own },
      Probe: { objects: nothing('spec.probeSelector'), namespaces: own },
      ScrapeConfig: { objects: nothing('spec.scrapeConfigSelector'), namespaces: own },
      PrometheusRule: { objects: nothing('spec.ruleSelector'), namespaces: own },
    },
    agent: false,
    scrapeInterval: 30,
    scrapeTimeout: 10,
    evaluationInterval: 30,
    retention: 86_400,
    externalLabels: {},
    shards: 1,
    overrideHonorLabels: false,
    arbitraryFileAccessDenied: false,
    ignoresNamespaceSelectors: false,
    scrapeClasses: [],
    alertmanagerMatcherStrategy: 'OnNamespace',
  });
});

const nothing = (value: string) => ({
  kind: 'none',
  value,
  because: 'an absent selector selects nothing',
});

test('a Prometheus resource with many fields', () => {
  const spec = `
spec:
  serviceMonitorSelector: { matchExpressions: [{ key: team, operator: In, values: [a, b] }] }
  serviceMonitorNamespaceSelector: { matchLabels: { monitored: "yes" } }
  podMonitorNamespaceSelector: {}
  scrapeInterval: 5s
  evaluationInterval: 1m
  retention: 2w
  externalLabels: { cluster: a, bad: 1 }
  shards: 3
  overrideHonorLabels: true
  enforcedNamespaceLabel: namespace
  enforcedSampleLimit: 1000
  ignoreNamespaceSelectors: true
  arbitraryFSAccessThroughSMs: { deny: true }
  podMetadata: { labels: { team: core, prometheus: mine } }
  scrapeClasses: [{ name: tls, default: true, relabelings: [{ action: labeldrop, regex: a }] }]`;
  const found = settings(
    yaml('Prometheus', 'name: k8s', spec) +
      yaml('Alertmanager', 'name: main', 'spec: { alertmanagerConfigMatcherStrategy: { type: None } }'),
  );
  expect(found).toMatchObject({
    podLabels: { team: 'core', prometheus: 'k8s' },
    scrapeInterval: 5,
    // Prometheus' default of 10 s, cut to the interval.
    scrapeTimeout: 5,
    evaluationInterval: 60,
    retention: 1_209_600,
    externalLabels: { cluster: 'a' },
    shards: 3,
    overrideHonorLabels: true,
    enforcedNamespaceLabel: 'namespace',
    enforcedSampleLimit: 1000,
    ignoresNamespaceSelectors: true,
    arbitraryFileAccessDenied: true,
    scrapeClasses: [
      {
        name: 'tls',
        default: true,
        relabelings: [{ action: 'labeldrop', regex: 'a' }],
        metricRelabelings: [],
      },
    ],
    alertmanagerMatcherStrategy: 'None',
  });
  expect(found.selectors.ServiceMonitor).toEqual({
    objects: {
      kind: 'matches',
      selector: { matchLabels: {}, matchExpressions: [{ key: 'team', operator: 'In', values: ['a', 'b'] }] },
    },
    namespaces: { kind: 'matches', selector: { matchLabels: { monitored: 'yes' }, matchExpressions: [] } },
  });
  expect(found.selectors.PodMonitor.namespaces).toEqual(all);
});

test.each<[string, string, number | undefined]>([
  ['neither a time nor a size', '{}', 86_400],
  ['a size', '{ retentionSize: 10GB }', undefined],
  ['a time and a size', '{ retention: 1d, retentionSize: 10GB }', 86_400],
  ['what is no time', '{ retention: long }', undefined],
])('a resource with %s has that retention', (_what, spec, expected) => {
  expect(settings(yaml('Prometheus', '', `spec: ${spec}`)).retention).toBe(expected);
});

test('without any selector for monitors, the operator manages rules but not the configuration', () => {
  const { selectors } = settings(yaml('Prometheus', '', 'spec: { ruleSelector: {} }'));
  const because = 'without any selector, the operator does not manage the configuration';
  expect(selectors.ServiceMonitor.objects).toEqual({
    kind: 'none',
    value: 'spec.serviceMonitorSelector',
    because,
  });
  expect(selectors.PrometheusRule.objects).toEqual(all);
});

test('an agent evaluates no rules, and its pods have other labels', () => {
  const found = settings(yaml('PrometheusAgent', 'name: a', 'spec: { ruleSelector: {} }'));
  expect(found).toMatchObject({ agent: true, name: 'PrometheusAgent monitoring/a' });
  expect(found.podLabels).toMatchObject({ 'app.kubernetes.io/name': 'prometheus-agent' });
  expect(found.selectors.PrometheusRule.objects).toEqual({
    kind: 'none',
    value: 'kind',
    because: 'a Prometheus agent evaluates no rules',
  });
});

test('the watched namespaces come from the arguments of the operator', () => {
  const operator = (argument: string) =>
    yaml(
      'Deployment',
      'name: operator',
      `spec: { template: { spec: { containers: [{ name: o, image: "quay.io/prometheus-operator/prometheus-operator:v0.93.1", args: ["--localhost=127.0.0.1", "${argument}"] }] } } }`,
    );
  const prometheus = yaml('Prometheus', '', 'spec: {}');
  expect(settings(prometheus + operator('--namespaces=a,b')).watchedNamespaces).toEqual(['a', 'b']);
  expect(settings(prometheus + operator('--deny-namespaces=c')).deniedNamespaces).toEqual(['c']);
  expect(settings(prometheus + operator('--namespaces=')).watchedNamespaces).toBeUndefined();
  expect(settings(prometheus + operator('--prometheus-instance-namespaces=d')).instanceNamespaces).toEqual([
    'd',
  ]);
});

test.each([
  ['two arguments', 'args: [--namespaces, "a,b"]'],
  ['the command', 'command: [/bin/operator, --namespaces=x, "--namespaces=a,b"]'],
  ['one dash', 'args: ["-namespaces=a,b"]'],
])('arguments are read from %s', (_what, container) => {
  const operator = yaml(
    'Deployment',
    'name: operator',
    `spec: { template: { spec: { containers: [{ image: prometheus-operator, ${container} }] } } }`,
  );
  expect(settings(yaml('Prometheus', '', 'spec: {}') + operator).watchedNamespaces).toEqual(['a', 'b']);
});

test('of several resources, the one that selects most objects comes first', () => {
  const selecting = (name: string, selector: string) =>
    yaml('Prometheus', `name: ${name}`, `spec: { serviceMonitorSelector: ${selector} }`);
  const monitors =
    yaml('ServiceMonitor', 'name: one') + yaml('ServiceMonitor', 'name: two, labels: { team: a }');
  const found = settings(
    selecting('team', '{ matchLabels: { team: a } }') + selecting('all', '{}') + monitors,
  );
  expect([found.name, ...(found.others ?? []).map(({ name }) => name)]).toEqual([
    'Prometheus monitoring/all',
    'Prometheus monitoring/team',
  ]);
});

test('a resource wins over values, which are kept for the checks of values', () => {
  const found = settings(yaml('Prometheus', 'name: k8s', 'spec: {}'), {
    values: { a: 1 },
    name: 'values.yml',
  });
  expect(found).toMatchObject({ origin: 'Prometheus resource', values: { a: 1 }, valuesFile: 'values.yml' });
});

test('empty values have the defaults of the chart', () => {
  const found = given('{}');
  expect(found).toMatchObject({
    origin: 'Helm values',
    name: 'Helm values values.yml',
    valuesFile: 'values.yml',
    release: 'prom',
    namespace: 'obs',
    agent: false,
    scrapeInterval: 30,
    scrapeTimeout: 10,
    retention: 864_000,
    podLabels: { 'operator.prometheus.io/name': 'prom-kube-prometheus-stack-prometheus' },
  });
  expect(found.selectors.PrometheusRule).toEqual({ objects: release('prom'), namespaces: all });
  expect(found).not.toHaveProperty('assumption');
  expect(found).not.toHaveProperty('watchedNamespaces');
});

test('values with many fields', () => {
  const found = given(
    `
namespaceOverride: elsewhere
fullnameOverride: kps
prometheus:
  agentMode: true
  prometheusSpec:
    scrapeInterval: 1m
    scrapeTimeout: 20s
    retention: ""
    retentionSize: 10GB
    enforcedSampleLimit: false
    serviceMonitorSelectorNilUsesHelmValues: false
prometheusOperator:
  namespaces: { releaseNamespace: true, additional: [shop] }
  denyNamespaces: [secret]
alertmanager: { alertmanagerSpec: { alertmanagerConfigMatcherStrategy: { type: OnNamespaceExceptForAlertmanagerNamespace } } }`,
    {},
  );
  expect(found).toMatchObject({
    namespace: 'obs',
    agent: true,
    scrapeInterval: 60,
    scrapeTimeout: 20,
    watchedNamespaces: ['obs', 'shop'],
    deniedNamespaces: ['secret'],
    alertmanagerMatcherStrategy: 'OnNamespaceExceptForAlertmanagerNamespace',
  });
  expect(found).not.toHaveProperty('retention');
  expect(found).not.toHaveProperty('enforcedSampleLimit');
  expect(found.selectors.ServiceMonitor.objects).toEqual(all);
  // The name of the resource follows the override, so labels that hold it are not certain.
  expect(found.podLabels).toEqual({
    'app.kubernetes.io/name': 'prometheus-agent',
    'app.kubernetes.io/managed-by': 'prometheus-operator',
  });
});

test.each<[string, Partial<GivenValues>, string]>([
  ['given', { namespace: 'obs' }, 'obs'],
  ['a value', {}, 'elsewhere'],
])('the namespace of the release may be %s', (_what, { namespace }, expected) => {
  const found = settings('', {
    values: { namespaceOverride: 'elsewhere' },
    name: 'values.yml',
    ...(namespace === undefined ? {} : { namespace }),
  });
  expect(found.namespace).toBe(expected);
});

const monitors =
  yaml('ServiceMonitor', 'name: a, labels: { release: prom }') +
  yaml('PrometheusRule', 'name: b, labels: { release: prom }') +
  yaml('ServiceMonitor', 'name: c, labels: { release: other }') +
  yaml('ServiceMonitor', 'name: d');

test.each<[string, string, GivenValues | undefined, string, string]>([
  [
    'nothing was read',
    '',
    undefined,
    'prometheus',
    'the defaults of kube-prometheus-stack 88.5.3 with release "prometheus" (the usual name; no monitor or rule has the label release), because neither a Prometheus resource nor Helm values were read',
  ],
  [
    'objects carry labels',
    monitors,
    undefined,
    'prom',
    'the defaults of kube-prometheus-stack 88.5.3 with release "prom" (the label of 2 of 4 monitors and rules), because neither a Prometheus resource nor Helm values were read',
  ],
  [
    'values have no release',
    monitors,
    { values: {}, name: 'values.yml' },
    'prom',
    'release "prom" for values.yml (the label of 2 of 4 monitors and rules)',
  ],
])('where %s, the release is assumed, and reported as such', (_what, text, values, expected, assumption) => {
  expect(settings(text, values)).toMatchObject({ release: expected, releaseAssumed: true, assumption });
});

test.each([undefined, null, 'text', [], { prometheus: [], prometheusOperator: 'x', alertmanager: 3 }])(
  'invalid values (%j) count as empty',
  (broken) => {
    expect(settings('', { values: broken, name: 'values.yml' })).toMatchObject({
      scrapeInterval: 30,
      shards: 1,
    });
  },
);

test('generated values give the settings of their environment', () => {
  const values = kubePrometheusStackValues(findEnvironment('dev'));
  const found = given(toYaml(values), { release: 'prometheus', namespace: 'monitoring' });
  expect(found).toMatchObject({
    scrapeInterval: 30,
    scrapeTimeout: 10,
    evaluationInterval: 30,
    retention: 31 * 86_400,
    externalLabels: { cluster: 'dev' },
    shards: 1,
    podLabels: { 'operator.prometheus.io/name': 'prometheus-kube-prometheus-prometheus' },
  });
  expect(Object.values(found.selectors).map(({ objects }) => objects)).toEqual([all, all, all, all, all]);
});
