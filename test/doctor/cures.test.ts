import { checks } from '../../src/doctor/checks/index';
import { cure, documentsOf, errorsIn } from '../support/cure';
import { aService, chain, ownCart, podMonitor, pods, serviceMonitor } from './checks/scrape-chain';
import { values, yaml } from './checks/yaml';
import { BY_HAND, NEVER_ERRORS } from './cures/by-hand';
import { WRONG_OBJECTS, WRONG_VALUES } from './cures/objects';
import { WRONG_QUERIES } from './cures/queries';
import { contracts } from './expressions/shop';

const prometheus = (spec = '') =>
  yaml(
    'Prometheus',
    'name: k8s',
    `spec: { serviceMonitorSelector: {}, serviceMonitorNamespaceSelector: {}, podMonitorSelector: {}, podMonitorNamespaceSelector: {}, ruleSelector: {}, ruleNamespaceSelector: {}${spec} }`,
  );
const endpoint = (fields: string) => serviceMonitor(`endpoints: [{ ${fields} }]`);
const alertmanager = yaml(
  'Alertmanager',
  'name: main',
  'spec: { alertmanagerConfigSelector: { matchLabels: { a: b } }, alertmanagerConfigNamespaceSelector: { matchLabels: { c: d } } }',
);
const config = (route: string) =>
  yaml(
    'AlertmanagerConfig',
    'labels: { a: b }',
    `spec: { receivers: [{ name: team }], route: { ${route} } }`,
  );
/** A rule with this annotation. */
const annotated = (summary: string) =>
  yaml(
    'PrometheusRule',
    '',
    `spec: { groups: [{ name: g, rules: [{ alert: A, expr: up == 0, annotations: { summary: ${JSON.stringify(summary)} } }] }] }`,
  );
const slice =
  '---\n{ apiVersion: discovery.k8s.io/v1, kind: EndpointSlice, metadata: { name: cart, namespace: shop, labels: { app: cart } }, ports: [{ name: web, port: 8080 }], endpoints: [{ addresses: [192.0.2.1] }] }\n';
const endpoints = (name: string, port: string) =>
  `---\n{ apiVersion: v1, kind: Endpoints, metadata: { name: ${name}, namespace: shop, labels: { app: cart } }, subsets: [{ addresses: [{ ip: 192.0.2.1 }], ports: [{ name: ${port}, port: 8080 }] }] }\n`;
const unselected = aService('selector: -, ports: [{ name: web, port: 80, targetPort: 8080 }]');
const two = {
  service: aService(
    'ports: [{ name: web, port: 80, targetPort: http }, { name: admin, port: 81, targetPort: 8081 }]',
  ),
  deployment: pods({ ports: '{ name: http, containerPort: 8080 }, { name: admin, containerPort: 8081 }' }),
};
const namespace = (name: string) => `---\n{ apiVersion: v1, kind: Namespace, metadata: { name: ${name} } }\n`;

/** Wrong inputs by the check that reports them. */
const WRONG: readonly (readonly [check: string, text: string])[] = [
  ['monitor-target-port', chain({ monitor: endpoint('targetPort: 80') })],
  ['monitor-target-port', chain({ monitor: endpoint('targetPort: 9090') })],
  ['monitor-target-port', chain({ monitor: podMonitor('podMetricsEndpoints: [{ port: "8080" }]') })],
  [
    'monitor-target-port',
    chain({
      monitor: endpoint('targetPort: 9090'),
      service: aService('ports: [{ name: web, port: 80, targetPort: 9090 }]'),
    }),
  ],
  ['monitor-service-port', chain({ monitor: endpoint('port: http') })],
  [
    'monitor-service-port',
    chain({ monitor: endpoint('port: web'), service: aService('ports: [{ port: 80, targetPort: 8080 }]') }),
  ],
  ['monitor-service-port', chain({ monitor: endpoint('port: admin'), deployment: two.deployment })],
  [
    'monitor-port-conflict',
    chain({
      ...two,
      monitor: serviceMonitor(
        'endpoints: [{ port: web }, { metricRelabelings: [{ action: labeldrop, regex: id }] }]',
      ),
    }),
  ],
  ['monitor-selects-service', chain({ monitor: serviceMonitor('namespaceSelector: -') })],
  ['monitor-selects-service', chain({ service: aService('', 'name: cart, namespace: shop') })],
  ['monitor-selects-pod', chain({ monitor: podMonitor('namespaceSelector: -') })],
  ['monitor-selector-fields', chain({ monitor: serviceMonitor('selector: { app: cart }') })],
  ['service-target-port', chain({ service: aService('ports: [{ name: web, port: 80, targetPort: htpp }]') })],
  ['endpoints-without-service', chain({ service: unselected, deployment: '', more: slice })],
  [
    'endpoints-without-service',
    chain({
      service: aService(
        'selector: -, type: ExternalName, externalName: 192.0.2.1, ports: [{ name: web, port: 80 }]',
      ),
      deployment: '',
      more: endpoints('other', 'web'),
    }),
  ],
  ['endpoints-port', chain({ service: unselected, deployment: '', more: endpoints('cart', 'x') })],
  [
    'metric-relabeling-labels',
    chain({
      monitor: endpoint(
        'port: web, metricRelabelings: [{ sourceLabels: [__address__], targetLabel: instance }]',
      ),
    }),
  ],
  [
    'metric-relabeling-labels',
    chain({
      monitor: endpoint(
        'port: web, metricRelabelings: [{ action: drop, sourceLabels: [__meta_kubernetes_namespace], regex: .* }]',
      ),
    }),
  ],
  ['copied-labels', chain({ monitor: serviceMonitor('targetLabels: [__meta_kubernetes_node_name]') })],
  [
    'target-label-missing',
    chain({
      more: yaml(
        'PrometheusRule',
        '',
        `spec: { groups: [{ name: g, rules: [{ alert: A, expr: 'up{job="cart", metrics_path="/metrics"} == 0' }] }] }`,
      ),
    }),
  ],
  [
    'job-without-job-label',
    chain({
      service: aService('', 'name: cart-metrics, namespace: shop, labels: { app: cart }'),
      deployment: '',
      more: yaml(
        'PrometheusRule',
        '',
        `spec: { groups: [{ name: g, rules: [{ alert: A, expr: 'up{job="cart"} == 0' }] }] }`,
      ),
    }),
  ],
  ['unknown-field', chain({ monitor: endpoint('port: web, metricsPath: /m') })],
  ['unknown-field', chain({ monitor: serviceMonitor('relabelings: [{ targetLabel: a, replacement: b }]') })],
  ['unknown-field', chain() + prometheus(', probeSelector: { team: a }')],
  ['field-type', chain({ monitor: serviceMonitor('namespaceSelector: [shop]') })],
  [
    'field-type',
    chain({
      monitor: podMonitor('podMetricsEndpoints: [{ port: 8080 }]'),
      deployment: pods({ ports: '{ containerPort: 8080 }' }),
    }),
  ],
  ['field-type', chain({ monitor: endpoint('port: web, honorLabels: "true"') })],
  [
    'field-type',
    yaml('Secret', 'name: cloud', 'stringData: { username: u }') +
      prometheus(', remoteWrite: [{ url: "https://x", basicAuth: { username: u } }]'),
  ],
  ['alert-receivers', config('routes: [{ receiver: team }]')],
  ['field-type', config(`receiver: team, matchers: ['severity = "page"']`)],
  ['unknown-field', config('receiver: team, routes: [{ group_wait: 1s }]')],
  ['alert-matchers', config(`receiver: team, matchers: [{ name: 'severity="page"' }]`)],
  ['alert-config-selected', alertmanager + namespace('monitoring') + config('receiver: team')],
  [
    'alert-config-selected',
    alertmanager + config('receiver: team').replace('labels: { a: b }', 'labels: { x: y }'),
  ],
  [
    'selector-labels',
    chain() +
      yaml('Prometheus', 'name: k8s', 'spec: { serviceMonitorSelector: { matchLabels: { release: p } } }'),
  ],
  ['scrape-timeout', chain({ monitor: endpoint('port: web, interval: 10s, scrapeTimeout: 20s') })],
  ['invalid-duration', chain({ monitor: endpoint('port: web, interval: 30') })],
  ['endpoint-path', chain({ monitor: endpoint('port: web, path: "/m?format=a"') })],
  ['endpoint-scheme', chain({ monitor: endpoint('port: web, scheme: tcp') })],
  [
    'missing-secret',
    chain({
      monitor: endpoint('port: web, bearerTokenSecret: { name: s, key: tokn }'),
      more: yaml('Secret', 'name: s', 'stringData: { token: a }'),
    }),
  ],
  [
    'role-reaches-namespace',
    chain({
      more:
        prometheus() +
        '---\n{ apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRole, metadata: { name: p }, rules: [{ apiGroups: [""], resources: [services, endpoints, pods], verbs: [get, list, watch] }] }' +
        '\n---\n{ apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRoleBinding, metadata: { name: p }, roleRef: { kind: ClusterRole, name: p }, subjects: [{ kind: ServiceAccount, name: p, namespace: monitoring }] }\n',
    }),
  ],
  [
    'endpoint-scheme',
    chain({
      deployment: pods().replace('containers: [{', 'containers: [{ args: ["--secure-listen-address=:8080"],'),
    }),
  ],
  ['template-fields', annotated('{{ .labels.job }} is down')],
  ['template-escapes', annotated('{{"{{"}} $labels.job {{"}}"}} is down')],
  ['template-syntax', annotated('{{ $value | humanise }}')],
  ['template-types', annotated('{{ if gt $value 90 }}high{{ end }}')],
  [
    'relabeling-steps',
    chain({ monitor: endpoint('port: web, relabelings: [{ sourceLabels: [job] }, { targetLabel: b }]') }),
  ],
];

const rows = [
  ...WRONG.map(([check, text]) => [check, text, {}] as const),
  ...WRONG_OBJECTS.map(([check, text]) => [check, text, {}] as const),
  ...WRONG_QUERIES.map(([check, text]) => [check, text, { contracts }] as const),
  ...WRONG_VALUES.map(([check, given]) => [check, '', values(given)] as const),
  ['job-label', chain({ monitor: serviceMonitor('jobLabel: cart') }), { contracts: ownCart() }] as const,
  ['label-collision', chain(), { contracts: ownCart() }] as const,
  ['scrape-limits', chain({ monitor: serviceMonitor('sampleLimit: 1') }), { contracts: ownCart() }] as const,
];

test.each(rows)('%s: the printed fix cures %#', (check, text, sources) => {
  expect(errorsIn(documentsOf(text), sources).map((finding) => finding.check)).toContain(check);
  expect(cure(text, sources).left).toEqual([]);
});

test('every check whose findings can be errors has a cure by machine, or a reason why not', () => {
  const cured = new Set(rows.map(([check]) => check));
  const errors = checks.filter(({ id }) => !NEVER_ERRORS.includes(id)).map(({ id }) => id);
  expect(errors.filter((id) => !cured.has(id) && !(id in BY_HAND))).toEqual([]);
  expect(Object.keys(BY_HAND).filter((id) => cured.has(id) || !errors.includes(id))).toEqual([]);
});
