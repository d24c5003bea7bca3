import type { Failure } from '../../src/doctor/check';
import { checks } from '../../src/doctor/checks/index';
import { changed, findingsIn, ownStack, REMOVED, type OwnStack } from './own-stack';

const SPEC = ['prometheus', 'prometheusSpec'] as const;
const MONITOR = { kind: 'ServiceMonitor', name: 'order-api' };
const SERVICE = { kind: 'Service', name: 'order-api' };
const DEPLOYMENT = { kind: 'Deployment', name: 'order-api' };
const POLICY = { kind: 'NetworkPolicy', name: 'order-api' };
const RECORDING = { kind: 'PrometheusRule', name: 'order-api-recording-rules' };
const ALERTS = { kind: 'PrometheusRule', name: 'order-api-alerts' };
const SLOS = { kind: 'PrometheusRule', name: 'order-api-slo-rules' };

const ENDPOINT = ['spec', 'endpoints', 0] as const;
const FROM = ['spec', 'ingress', 0, 'from', 0] as const;
const rule = (group: number, index: number, field: string) =>
  ['spec', 'groups', group, 'rules', index, field] as const;

type Mutation = readonly [
  what: string,
  failure: Failure,
  check: string,
  target: Parameters<typeof changed>[1],
  path: readonly (string | number)[],
  value: unknown,
];

/** By failure: not selected, no target, target down, rejected, wrong query. */
const MUTATIONS: readonly Mutation[] = [
  [
    'the flag is left to the chart and the label is gone',
    'not-selected',
    'selector-labels',
    MONITOR,
    ['metadata', 'labels', 'release'],
    REMOVED,
  ],
  ['another release', 'not-selected', 'selector-labels', MONITOR, ['metadata', 'labels', 'release'], 'prom'],
  [
    'the rules lose their release',
    'not-selected',
    'selector-labels',
    RECORDING,
    ['metadata', 'labels', 'release'],
    REMOVED,
  ],
  [
    'the alerts have another release',
    'not-selected',
    'selector-labels',
    ALERTS,
    ['metadata', 'labels', 'release'],
    'other',
  ],
  ['the SLO rules lose all labels', 'not-selected', 'selector-labels', SLOS, ['metadata', 'labels'], REMOVED],
  [
    'a selector that nothing has',
    'not-selected',
    'selector-labels',
    'values',
    [...SPEC, 'serviceMonitorSelector'],
    { matchLabels: { team: 'platform' } },
  ],
  [
    'a rule selector that nothing has',
    'not-selected',
    'selector-labels',
    'values',
    [...SPEC, 'ruleSelector'],
    { matchLabels: { role: 'alerts' } },
  ],
  [
    'an expression that excludes',
    'not-selected',
    'selector-labels',
    'values',
    [...SPEC, 'serviceMonitorSelector'],
    { matchExpressions: [{ key: 'app', operator: 'NotIn', values: ['order-api'] }] },
  ],
  ['a rule selector of null', 'not-selected', 'selector-nothing', 'values', [...SPEC, 'ruleSelector'], null],
  [
    'an empty selector under a flag that is on',
    'not-selected',
    'values-empty-selector',
    'values',
    [...SPEC, 'serviceMonitorSelector'],
    {},
  ],
  [
    'the flag as text',
    'not-selected',
    'values-quoted-flag',
    'values',
    [...SPEC, 'ruleSelectorNilUsesHelmValues'],
    'false',
  ],
  [
    'the key misspelt',
    'not-selected',
    'values-unknown-key',
    'values',
    [...SPEC, 'serviceMonitorSelectorNilUseHelmValues'],
    false,
  ],
  [
    'the key at the wrong level',
    'not-selected',
    'values-unknown-key',
    'values',
    ['prometheus', 'serviceMonitorSelectorNilUsesHelmValues'],
    false,
  ],
  [
    'a namespace selector with a label',
    'not-selected',
    'selector-namespaces',
    'values',
    [...SPEC, 'serviceMonitorNamespaceSelector'],
    { matchLabels: { 'kubernetes.io/metadata.name': 'default' } },
  ],
  [
    'a rule namespace selector for another namespace',
    'not-selected',
    'selector-namespaces',
    'values',
    [...SPEC, 'ruleNamespaceSelector'],
    { matchLabels: { 'kubernetes.io/metadata.name': 'rules' } },
  ],
  [
    'the operator watches other namespaces',
    'not-selected',
    'operator-namespaces',
    'values',
    ['prometheusOperator', 'namespaces'],
    { releaseNamespace: false, additional: ['default'] },
  ],
  ['no Prometheus', 'not-selected', 'selector-nothing', 'values', ['prometheus', 'enabled'], false],
  ['an agent', 'wrong-query', 'agent-rules', 'values', ['prometheus', 'agentMode'], true],

  [
    'the monitor selects pod labels',
    'no-target',
    'monitor-selects-service',
    MONITOR,
    ['spec', 'selector', 'matchLabels', 'app'],
    'order-apii',
  ],
  [
    'the monitor selects a missing label',
    'no-target',
    'monitor-selects-service',
    MONITOR,
    ['spec', 'selector', 'matchLabels', 'tier'],
    'web',
  ],
  [
    'the monitor excludes the Service',
    'no-target',
    'monitor-selects-service',
    MONITOR,
    ['spec', 'selector', 'matchExpressions'],
    [{ key: 'app', operator: 'DoesNotExist' }],
  ],
  [
    'the Service loses the label',
    'no-target',
    'monitor-selects-service',
    SERVICE,
    ['metadata', 'labels', 'app'],
    REMOVED,
  ],
  [
    'the Service has no labels',
    'no-target',
    'monitor-selects-service',
    SERVICE,
    ['metadata', 'labels'],
    REMOVED,
  ],
  [
    'no namespaceSelector',
    'no-target',
    'monitor-selects-service',
    MONITOR,
    ['spec', 'namespaceSelector'],
    REMOVED,
  ],
  [
    'another namespace',
    'no-target',
    'monitor-selects-service',
    MONITOR,
    ['spec', 'namespaceSelector', 'matchNames', 0],
    'prod',
  ],
  [
    'the Service moves',
    'no-target',
    'monitor-selects-service',
    SERVICE,
    ['metadata', 'namespace'],
    'elsewhere',
  ],
  [
    'a port number in place of the name',
    'no-target',
    'monitor-service-port',
    MONITOR,
    [...ENDPOINT, 'port'],
    '80',
  ],
  [
    'the container port in place of the name',
    'no-target',
    'monitor-service-port',
    MONITOR,
    [...ENDPOINT, 'port'],
    '8000',
  ],
  ['another port name', 'no-target', 'monitor-service-port', MONITOR, [...ENDPOINT, 'port'], 'metrics'],
  [
    'the Service port is renamed',
    'no-target',
    'monitor-service-port',
    SERVICE,
    ['spec', 'ports', 0, 'name'],
    'web',
  ],
  [
    'the Service port has no name',
    'no-target',
    'monitor-service-port',
    SERVICE,
    ['spec', 'ports', 0, 'name'],
    REMOVED,
  ],
  [
    'the Service selects another pod port',
    'no-target',
    'service-target-port',
    SERVICE,
    ['spec', 'ports', 0, 'targetPort'],
    'web',
  ],
  [
    'the Service selects other pods',
    'no-target',
    'service-has-pods',
    SERVICE,
    ['spec', 'selector', 'app'],
    'orders',
  ],
  [
    'the Service selects another label too',
    'no-target',
    'service-has-pods',
    SERVICE,
    ['spec', 'selector', 'tier'],
    'web',
  ],
  [
    'the pods lose the label',
    'no-target',
    'service-has-pods',
    DEPLOYMENT,
    ['spec', 'template', 'metadata', 'labels', 'app'],
    'orders',
  ],
  [
    'the Deployment moves',
    'no-target',
    'service-has-pods',
    DEPLOYMENT,
    ['metadata', 'namespace'],
    'elsewhere',
  ],
  ['the Service is an alias', 'no-target', 'service-has-pods', SERVICE, ['spec', 'type'], 'ExternalName'],
  [
    'relabeling drops every target',
    'no-target',
    'relabeling-keeps-target',
    MONITOR,
    [...ENDPOINT, 'relabelings', 0],
    { action: 'drop', sourceLabels: ['namespace'], regex: 'default|order-api' },
  ],
  [
    'relabeling keeps what is not there',
    'no-target',
    'relabeling-keeps-target',
    MONITOR,
    [...ENDPOINT, 'relabelings', 0],
    { action: 'keep', sourceLabels: ['__meta_kubernetes_pod_label_scrape'], regex: 'yes' },
  ],
  [
    'a second endpoint scrapes the same',
    'wrong-query',
    'double-scrape',
    MONITOR,
    ['spec', 'endpoints', 1],
    { port: 'http' },
  ],

  [
    'the policy admits another namespace',
    'target-down',
    'network-policy-admits',
    POLICY,
    [...FROM, 'namespaceSelector', 'matchLabels', 'kubernetes.io/metadata.name'],
    'observability',
  ],
  [
    'the policy admits other pods',
    'target-down',
    'network-policy-admits',
    POLICY,
    [...FROM, 'podSelector', 'matchLabels', 'app.kubernetes.io/name'],
    'grafana',
  ],
  [
    'the policy admits its own namespace',
    'target-down',
    'network-policy-admits',
    POLICY,
    [...FROM, 'namespaceSelector'],
    REMOVED,
  ],
  [
    'the policy admits the port of the Service',
    'target-down',
    'network-policy-admits',
    POLICY,
    ['spec', 'ingress', 0, 'ports', 0, 'port'],
    80,
  ],
  ['the policy admits no peer', 'target-down', 'network-policy-admits', POLICY, ['spec', 'ingress'], []],
  ['the policy has no rules', 'target-down', 'network-policy-admits', POLICY, ['spec', 'ingress'], REMOVED],
  [
    'the policy admits UDP',
    'target-down',
    'network-policy-admits',
    POLICY,
    ['spec', 'ingress', 0, 'ports', 0, 'protocol'],
    'UDP',
  ],
  [
    'the policy admits an unknown port name',
    'target-down',
    'network-policy-admits',
    POLICY,
    ['spec', 'ingress', 0, 'ports', 0, 'port'],
    'metrics',
  ],
  ['another path', 'target-down', 'endpoint-path', MONITOR, [...ENDPOINT, 'path'], '/prometheus'],
  ['https', 'target-down', 'endpoint-scheme', MONITOR, [...ENDPOINT, 'scheme'], 'https'],
  [
    'a sample limit below the contract',
    'target-down',
    'scrape-limits',
    MONITOR,
    ['spec', 'sampleLimit'],
    100,
  ],
  [
    'a label limit below what a series has',
    'target-down',
    'scrape-limits',
    MONITOR,
    ['spec', 'labelLimit'],
    3,
  ],
  [
    'an enforced sample limit',
    'target-down',
    'scrape-limits',
    'values',
    [...SPEC, 'enforcedSampleLimit'],
    50,
  ],

  [
    'the timeout exceeds the interval',
    'rejected',
    'scrape-timeout',
    MONITOR,
    [...ENDPOINT, 'scrapeTimeout'],
    '31s',
  ],
  [
    'the interval falls below the timeout',
    'rejected',
    'scrape-timeout',
    MONITOR,
    [...ENDPOINT, 'interval'],
    '5s',
  ],
  ['an invalid interval', 'rejected', 'invalid-duration', MONITOR, [...ENDPOINT, 'interval'], '30 s'],
  ['a scrape class that is not defined', 'rejected', 'scrape-class', MONITOR, ['spec', 'scrapeClass'], 'tls'],
  [
    'labeldrop with a source label',
    'rejected',
    'relabeling-steps',
    MONITOR,
    [...ENDPOINT, 'relabelings', 1, 'sourceLabels'],
    ['endpoint'],
  ],
  [
    'replace without a target',
    'rejected',
    'relabeling-steps',
    MONITOR,
    [...ENDPOINT, 'relabelings', 0, 'targetLabel'],
    REMOVED,
  ],
  [
    'a relabeling with a bad regex',
    'rejected',
    'relabeling-steps',
    MONITOR,
    [...ENDPOINT, 'relabelings', 1, 'regex'],
    '(endpoint',
  ],
  [
    'hashmod without modulus',
    'rejected',
    'relabeling-steps',
    MONITOR,
    [...ENDPOINT, 'relabelings', 0, 'action'],
    'hashmod',
  ],
  [
    'an unknown action',
    'rejected',
    'relabeling-steps',
    MONITOR,
    [...ENDPOINT, 'relabelings', 0, 'action'],
    'rename',
  ],
  [
    'an expression that syntax error',
    'rejected',
    'promql-syntax',
    RECORDING,
    rule(0, 0, 'expr'),
    'sum(rate(order_api_requests_total[5m]) by (endpoint)',
  ],
  ['for on a recording rule', 'rejected', 'recording-rule-fields', RECORDING, rule(0, 0, 'for'), '5m'],
  [
    'annotations on a recording rule',
    'rejected',
    'recording-rule-fields',
    RECORDING,
    rule(0, 0, 'annotations'),
    { summary: 'x' },
  ],
  ['a record and an alert', 'rejected', 'rule-kind', RECORDING, rule(0, 0, 'alert'), 'OrderApiTraffic'],
  [
    'a group name twice',
    'rejected',
    'rule-group-names',
    RECORDING,
    ['spec', 'groups', 1, 'name'],
    'order-api',
  ],
  ['a label that is a number', 'rejected', 'rule-text-values', ALERTS, [...rule(0, 0, 'labels'), 'tier'], 1],

  ['the collision is back', 'wrong-query', 'label-collision', MONITOR, [...ENDPOINT, 'relabelings'], REMOVED],
  [
    'honorLabels does not help',
    'wrong-query',
    'absent-of-nothing',
    MONITOR,
    [...ENDPOINT, 'relabelings'],
    [{ action: 'labeldrop', regex: 'namespace' }],
  ],
  ['jobLabel holds a value', 'wrong-query', 'job-label', MONITOR, ['spec', 'jobLabel'], 'order-api'],
  [
    'jobLabel names a label with another value',
    'wrong-query',
    'absent-of-nothing',
    MONITOR,
    ['spec', 'jobLabel'],
    'team',
  ],
  [
    'the pods become one',
    'wrong-query',
    'aggregation-label',
    MONITOR,
    [...ENDPOINT, 'metricRelabelings'],
    [{ action: 'labeldrop', regex: 'instance|pod' }],
  ],
  [
    'metrics are dropped',
    'wrong-query',
    'unknown-metric',
    MONITOR,
    [...ENDPOINT, 'metricRelabelings'],
    [{ action: 'drop', sourceLabels: ['__name__'], regex: 'order_api_requests_total' }],
  ],
  [
    'a label of the metric is dropped',
    'wrong-query',
    'unknown-label',
    MONITOR,
    [...ENDPOINT, 'metricRelabelings'],
    [{ action: 'labeldrop', regex: 'status' }],
  ],
  [
    'le is dropped',
    'wrong-query',
    'aggregation-label',
    MONITOR,
    [...ENDPOINT, 'metricRelabelings'],
    [{ action: 'labeldrop', regex: 'le' }],
  ],
  [
    'an enforced namespace label',
    'wrong-query',
    'absent-of-nothing',
    'values',
    [...SPEC, 'enforcedNamespaceLabel'],
    'namespace',
  ],
  ['too few scrapes in five minutes', 'wrong-query', 'rate-window', MONITOR, [...ENDPOINT, 'interval'], '2m'],
  ['retention below the period', 'wrong-query', 'beyond-retention', 'values', [...SPEC, 'retention'], '10d'],
  [
    'an unknown metric',
    'wrong-query',
    'recorded-label',
    RECORDING,
    rule(0, 0, 'expr'),
    'sum(rate(order_api_request_total{namespace="default", job="order-api"}[5m]))',
  ],
  [
    'an unknown label',
    'wrong-query',
    'aggregation-label',
    RECORDING,
    rule(0, 0, 'expr'),
    'sum by (route) (rate(order_api_requests_total{namespace="default", job="order-api"}[5m]))',
  ],
  [
    'an unknown label value',
    'wrong-query',
    'unknown-label-value',
    RECORDING,
    rule(0, 0, 'expr'),
    'sum by (namespace, job, endpoint) (rate(order_api_requests_total{namespace="default", job="order-api", method="PUT"}[5m]))',
  ],
  [
    'another job',
    'wrong-query',
    'recorded-label',
    RECORDING,
    rule(0, 0, 'expr'),
    'sum by (namespace, job, endpoint) (rate(order_api_requests_total{namespace="default", job="taskapi"}[5m]))',
  ],
  [
    'another namespace in a rule',
    'wrong-query',
    'recorded-label',
    RECORDING,
    rule(0, 0, 'expr'),
    'sum by (namespace, job, endpoint) (rate(order_api_requests_total{namespace="prod", job="order-api"}[5m]))',
  ],
  [
    'a window of one scrape',
    'wrong-query',
    'rate-window',
    RECORDING,
    rule(0, 0, 'expr'),
    'sum by (namespace, job, endpoint) (rate(order_api_requests_total{namespace="default", job="order-api"}[30s]))',
  ],
  [
    'a rate of a gauge',
    'wrong-query',
    'aggregation-label',
    RECORDING,
    rule(0, 0, 'expr'),
    'sum by (namespace, job) (rate(order_api_requests_in_flight{namespace="default", job="order-api"}[5m]))',
  ],
  [
    'a quantile without le',
    'wrong-query',
    'quantile-without-le',
    RECORDING,
    rule(0, 2, 'expr'),
    'histogram_quantile(0.95, sum by (namespace, job, endpoint) (rate(order_api_request_duration_seconds_bucket{namespace="default", job="order-api"}[5m])))',
  ],
  [
    'an unknown bucket',
    'wrong-query',
    'le-bucket',
    RECORDING,
    rule(0, 0, 'expr'),
    'sum by (namespace, job, endpoint) (rate(order_api_request_duration_seconds_bucket{namespace="default", job="order-api", le="0.3"}[5m]))',
  ],
  [
    'histograms are converted',
    'wrong-query',
    'converted-histogram',
    'values',
    [...SPEC, 'convertClassicHistogramsToNHCB'],
    true,
  ],
  [
    'a monitor converts its histograms',
    'wrong-query',
    'converted-histogram',
    MONITOR,
    ['spec', 'convertClassicHistogramsToNHCB'],
    true,
  ],
  [
    'the rate of a sum',
    'wrong-query',
    'sum-before-rate',
    RECORDING,
    rule(0, 0, 'expr'),
    'rate(sum by (namespace, job, endpoint) (order_api_requests_total{namespace="default", job="order-api"})[5m:30s])',
  ],
  [
    'an alert without a comparison',
    'wrong-query',
    'alert-condition',
    ALERTS,
    rule(0, 0, 'expr'),
    'sum by (namespace, job) (rate(order_api_requests_total{namespace="default", job="order-api"}[5m]))',
  ],
  [
    '$value in a label',
    'wrong-query',
    'value-in-labels',
    ALERTS,
    [...rule(0, 0, 'labels'), 'current'],
    '{{ $value }}',
  ],
  [
    'a match that can never be',
    'wrong-query',
    'recorded-label',
    RECORDING,
    rule(0, 0, 'expr'),
    'sum by (endpoint) (rate(order_api_requests_total{namespace="default", job="order-api"}[5m])) / on (pod) sum by (pod) (rate(order_api_requests_total{namespace="default", job="order-api"}[5m]))',
  ],
  [
    'a label template that stays empty',
    'wrong-query',
    'template-label',
    ALERTS,
    [...rule(0, 0, 'annotations'), 'description'],
    '{{ $labels.endpoint }} is slow',
  ],
  [
    'a matcher on an external label',
    'wrong-query',
    'unknown-label',
    RECORDING,
    rule(0, 0, 'expr'),
    'sum by (namespace, job, endpoint) (rate(order_api_requests_total{namespace="default", job="order-api", cluster="dev"}[5m]))',
  ],
];

/** With the selectors of the chart, so that labels of objects decide. */
const byLabel = (stack: OwnStack): OwnStack =>
  ['serviceMonitor', 'podMonitor', 'probe', 'scrapeConfig', 'rule'].reduce(
    (changedStack, prefix) =>
      changed(changedStack, 'values', [...SPEC, `${prefix}SelectorNilUsesHelmValues`], true),
    stack,
  );

const failures = new Map(checks.map(({ id, failure }) => [id, failure]));
const everything = changed(ownStack('dev'), DEPLOYMENT, ['spec', 'replicas'], 2);
const dev = byLabel(everything);

/** Without the rule that admits every client, and Prometheus with them. */
const closed = changed(dev, POLICY, ['spec', 'ingress', 1], REMOVED);

function startFor(target: Mutation[3], value: unknown): OwnStack {
  // With its flag on, a selector of null is the release's.
  if (target === 'values' && value === null) return everything;
  return target === POLICY ? closed : dev;
}

test.each(['dev', 'prod'])('the fixture stack of %s has no findings', (environment) => {
  expect(findingsIn(ownStack(environment))).toEqual([]);
  expect(findingsIn(byLabel(ownStack(environment)))).toEqual([]);
});

test.each(MUTATIONS)('%s: %s, %s', (_what, failure, id, target, path, value) => {
  const found = findingsIn(changed(startFor(target, value), target, path, value)).filter(
    ({ severity }) => severity !== 'info',
  );
  expect(found.map(({ check }) => check)).toContain(id);
  expect(failures.get(id)).toBe(failure);
});

test('there are at least sixty mutations', () => {
  expect(MUTATIONS.length).toBeGreaterThanOrEqual(60);
  expect(new Set(MUTATIONS.map(([what]) => what)).size).toBe(MUTATIONS.length);
});
