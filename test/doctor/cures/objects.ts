import { aService, chain, podMonitor, pods, serviceMonitor } from '../checks/scrape-chain';
import { yaml } from '../checks/yaml';

const ALL =
  'serviceMonitorSelector: {}, serviceMonitorNamespaceSelector: {}, podMonitorSelector: {}, podMonitorNamespaceSelector: {}, ruleSelector: {}, ruleNamespaceSelector: {}, probeSelector: {}, probeNamespaceSelector: {}, scrapeConfigSelector: {}, scrapeConfigNamespaceSelector: {}';
const prometheus = (spec = '') => '\n' + yaml('Prometheus', 'name: k8s', `spec: { ${ALL}${spec} }`);
const endpoint = (fields: string) => serviceMonitor(`endpoints: [{ port: web, ${fields} }]`);
const policy = (spec: string, metadata = 'name: p, namespace: shop') =>
  `---\n{ apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: { ${metadata} }, spec: { ${spec} } }\n`;
const container = (fields: string) => pods().replace('containers: [{', `containers: [{ ${fields},`);
const rule = (group: string) => '\n' + yaml('PrometheusRule', '', `spec: { groups: [${group}] }`);
const jobs = (list: readonly object[]) =>
  prometheus(', additionalScrapeConfigs: { name: s, key: k }') +
  yaml('Secret', 'name: s', `stringData: { k: ${JSON.stringify(JSON.stringify(list))} }`);
const annotated = pods().replace(
  'metadata: { labels: { app: cart } }',
  'metadata: { labels: { app: cart }, annotations: { prometheus.io/scrape: "true" } }',
);
const prober = aService(
  'selector: { app: prober }, ports: [{ name: web, port: 9115, targetPort: 9115 }]',
  'name: prober, namespace: monitoring',
);
const probe = (spec: string) => yaml('Probe', '', `spec: { ${spec} }`) + prober;

/** Wrong objects by the check that reports them. */
export const WRONG_OBJECTS: readonly (readonly [check: string, text: string])[] = [
  ['additional-scrape-configs', jobs([{ job_name: 'a' }]).replace('key: k }', 'key: x }')],
  [
    'agent-rules',
    chain() +
      yaml('PrometheusAgent', 'name: a', `spec: { ${ALL} }`) +
      rule('{ name: g, rules: [{ alert: A, expr: up == 0 }] }'),
  ],
  [
    'alert-route-namespace',
    yaml(
      'AlertmanagerConfig',
      'namespace: shop',
      'spec: { receivers: [{ name: r }], route: { receiver: r, matchers: [{ name: namespace, value: web }] } }',
    ),
  ],
  [
    'credentials',
    chain({
      monitor: endpoint(
        'scheme: https, tlsConfig: { insecureSkipVerify: true, cert: { secret: { name: client, key: tls.crt } } }',
      ),
    }),
  ],
  [
    'double-address',
    chain({ deployment: '', service: '', monitor: '' }) +
      ['a', 'b']
        .map((name) =>
          yaml('ScrapeConfig', `name: ${name}`, 'spec: { staticConfigs: [{ targets: ["192.0.2.1:9100"] }] }'),
        )
        .join('') +
      prometheus(),
  ],
  [
    'double-scrape',
    chain({
      more:
        aService('clusterIP: None', 'name: twin, namespace: shop, labels: { app: cart, variant: headless }') +
        prometheus(),
    }),
  ],
  [
    'double-scrape',
    chain({
      monitor: serviceMonitor('endpoints: [{ port: web }, { targetPort: 8080 }]'),
      more: prometheus(),
    }),
  ],
  ['double-scrape', chain({ more: podMonitor('', 'name: second, namespace: monitoring') + prometheus() })],
  [
    'double-scrape-job',
    chain({
      deployment: annotated,
      more: jobs([
        {
          job_name: 'pods',
          kubernetes_sd_configs: [{ role: 'pod' }],
          relabel_configs: [
            {
              source_labels: ['__meta_kubernetes_pod_annotation_prometheus_io_scrape'],
              action: 'keep',
              regex: 'true',
            },
          ],
        },
      ]),
    }),
  ],
  [
    'endpoint-authorization',
    chain({
      monitor: endpoint('scheme: https, tlsConfig: { insecureSkipVerify: true }'),
      deployment: container('args: ["--secure-listen-address=:8080"]'),
    }),
  ],
  ['enforced-namespace', chain({ more: prometheus(', enforcedNamespaceLabel: namespace') })],
  [
    'enforced-namespace',
    prometheus(', enforcedNamespaceLabel: namespace') +
      rule(`{ name: g, rules: [{ alert: A, expr: 'up{namespace="shop"} == 0' }] }`),
  ],
  ['ignored-namespace-selector', chain({ more: prometheus(', ignoreNamespaceSelectors: true') })],
  [
    'alertmanager-endpoints',
    prometheus(', alerting: { alertmanagers: [{ name: a, port: "9093" }] }') +
      yaml('Service', 'name: a', 'spec: { ports: [{ name: web, port: 9093 }] }'),
  ],
  [
    'certificate-name',
    chain({
      monitor: endpoint(
        'scheme: https, tlsConfig: { serverName: other, ca: { secret: { name: t, key: ca.crt } } }',
      ),
      deployment: pods({ spec: 'volumes: [{ name: t, secret: { secretName: t } }]' }),
      more: '---\n{ apiVersion: cert-manager.io/v1, kind: Certificate, metadata: { name: t, namespace: shop }, spec: { secretName: t, dnsNames: [cart.shop.svc] } }\n',
    }),
  ],
  [
    'mounted-files',
    chain({
      monitor: endpoint('bearerTokenFile: /etc/prometheus/secrets/t/token'),
      more: prometheus(),
    }),
  ],
  [
    'double-scrape',
    chain({
      monitor: serviceMonitor('endpoints: [{ targetPort: 8080 }]'),
      more: aService(
        'ports: [{ name: webhook, port: 443, targetPort: 6443 }]',
        'name: webhook, namespace: shop, labels: { app: cart }',
      ),
    }) + prometheus(),
  ],
  ['loopback-listener', chain({ deployment: container('args: ["--web.listen-address=127.0.0.1:8080"]') })],
  [
    'network-policy-admits',
    chain({
      more:
        policy('podSelector: { matchLabels: { app: cart } }, ingress: [{ from: [{ podSelector: {} }] }]') +
        prometheus(),
    }),
  ],
  [
    'network-policy-egress',
    chain({
      more:
        policy('podSelector: {}, policyTypes: [Egress], egress: []', 'name: p, namespace: monitoring') +
        prometheus(),
    }),
  ],
  [
    'port-protocol',
    chain({ service: aService('ports: [{ name: web, port: 80, targetPort: 8080, protocol: UDP }]') }),
  ],
  [
    'probe-prober',
    probe('prober: { url: "http://prober.monitoring.svc:9115" }, targets: { staticConfig: { static: [a] } }'),
  ],
  [
    'probe-prober',
    probe('prober: { url: "prober.monitoring.svc:9116" }, targets: { staticConfig: { static: [a] } }'),
  ],
  [
    'probe-relabeling',
    probe(
      'prober: { url: "prober.monitoring.svc:9115" }, targets: { staticConfig: { static: [a], relabelingConfigs: [{ action: drop, sourceLabels: [__param_target], regex: a }] } }',
    ),
  ],
  [
    'relabeling-keeps-target',
    chain({
      monitor: endpoint(
        'relabelings: [{ action: drop, sourceLabels: [__meta_kubernetes_namespace], regex: shop }]',
      ),
    }),
  ],
  [
    'relabeling-keeps-target',
    yaml(
      'ScrapeConfig',
      '',
      'spec: { staticConfigs: [{ targets: ["192.0.2.1:9100"] }], relabelings: [{ action: keep, sourceLabels: [site], regex: eu }] }',
    ) + prometheus(),
  ],
  [
    'replicas-distinct',
    chain({
      monitor: endpoint(
        'relabelings: [{ targetLabel: instance, replacement: a }, { action: labeldrop, regex: pod }]',
      ),
    }),
  ],
  ['rule-group-names', rule('{ name: g, rules: [] }, { name: g, rules: [] }')],
  ['rule-group-names', rule('{ rules: [] }')],
  [
    'scrape-class',
    chain({ monitor: serviceMonitor('scrapeClass: x'), more: prometheus(', scrapeClasses: [{ name: a }]') }),
  ],
  ['scrape-class', chain({ monitor: serviceMonitor('scrapeClass: x'), more: prometheus() })],
  [
    'scrape-config-targets',
    yaml('ScrapeConfig', '', 'spec: { staticConfigs: [{ targets: ["https://a.example.com/metrics"] }] }') +
      prometheus(),
  ],
  [
    'static-address',
    yaml('ScrapeConfig', '', 'spec: { staticConfigs: [{ targets: ["alerts.monitoring.svc:9094"] }] }') +
      yaml('Service', 'name: alerts', 'spec: { ports: [{ name: web, port: 9093 }] }') +
      prometheus(),
  ],
  [
    'secret-newline',
    chain({
      monitor: endpoint('bearerTokenSecret: { name: s, key: token }'),
      more: '\n' + yaml('Secret', 'name: s', 'stringData: { token: "a\\n" }'),
    }),
  ],
  [
    'selector-labels-misplaced',
    chain({
      monitor: serviceMonitor('', 'name: cart, namespace: monitoring'),
      more:
        '\n' +
        yaml('Prometheus', 'name: k8s', 'spec: { serviceMonitorSelector: { matchLabels: { release: p } } }'),
    }).replace('matchLabels: { app: cart }', 'matchLabels: { app: cart, release: p }'),
  ],
  [
    'selector-namespaces',
    chain({
      monitor: serviceMonitor('', 'name: cart, namespace: shop'),
      more: '\n' + yaml('Prometheus', 'name: k8s', 'spec: { serviceMonitorSelector: {} }'),
    }),
  ],
  [
    'selector-nothing',
    chain({ more: '\n' + yaml('Prometheus', 'name: k8s', 'spec: { podMonitorSelector: {} }') }),
  ],
  ['service-has-pods', chain({ service: aService('selector: { app: cort }') })],
  [
    'relabeling-steps',
    chain({ monitor: endpoint('metricRelabelings: [{ action: drop, sourceLabels: [_name_], regex: a }]') }),
  ],
  ['object-kind', chain({ service: aService('selector: { matchLabels: { app: cart } }') })],
  [
    'object-kind',
    chain({
      more: yaml(
        'ServiceMonitor',
        'name: b',
        'spec: { selector: { app: cart }, ports: [{ name: web, port: 80 }] }',
      ),
    }),
  ],
  [
    'object-kind',
    chain({
      service:
        '\n' +
        yaml(
          'Service',
          'name: cart, namespace: shop, labels: { app: cart }, selector: { app: cart }, ports: [{ name: web, port: 80, targetPort: http }]',
        ),
    }),
  ],
  [
    'object-kind',
    chain({
      monitor:
        '\n' +
        yaml(
          'ServiceMonitor',
          'name: cart',
          'spec: { selector: { matchLabels: { app: cart } }, namespaceSelector: { matchNames: [shop] }, ports: [{ name: web }] }',
        ),
    }),
  ],
  [
    'object-kind',
    chain({
      monitor: serviceMonitor()
        .replace('kind: ServiceMonitor', 'kind: Service')
        .replace('monitoring.coreos.com/v1', 'v1'),
    }),
  ],
  ['object-metadata', '\n' + yaml('ConfigMap', 'labels: { grafana_dashboard: 1, team: "a b" }', 'data: {}')],
  [
    'notification-templates',
    '\n' +
      yaml(
        'AlertmanagerConfig',
        '',
        `spec: { route: { receiver: a }, receivers: [{ name: a, webhookConfigs: [{ url: 'https://a', title: '{{ .Labels.job }} {{ $labels.pod }}' }] }] }`,
      ),
  ],
  ['duplicate-objects', `${chain()}\n${serviceMonitor('endpoints: [{ port: web, path: /other }]')}`],
  [
    'exporter-honor-labels',
    chain({
      service: aService('', 'name: kube-state-metrics, namespace: shop, labels: { app: cart }'),
      more: rule(`{ name: g, rules: [{ alert: A, expr: 'kube_pod_status_phase{namespace="prod"} > 0' }] }`),
    }),
  ],
  [
    'metric-relabeling-keeps-samples',
    chain({
      monitor: endpoint('metricRelabelings: [{ action: drop, sourceLabels: [__name__] }]'),
    }),
  ],
  [
    'metric-relabeling-keeps-samples',
    probe(
      'prober: { url: "prober.monitoring.svc:9115" }, targets: { staticConfig: { static: [a] } }, metricRelabelings: [{ action: keep, sourceLabels: [job], regex: a }]',
    ),
  ],
  [
    'probe-network-policy',
    probe('prober: { url: "prober.monitoring.svc:9115" }, targets: { staticConfig: { static: [a] } }') +
      '\n' +
      pods({ metadata: 'name: prober, namespace: monitoring', labels: 'app: prober' }) +
      policy('podSelector: {}, policyTypes: [Ingress]', 'name: p, namespace: monitoring').replace(
        '---',
        '\n---',
      ),
  ],
];

const prometheusSpec = (spec: object) => ({ prometheus: { prometheusSpec: spec } });

/** Wrong Helm values by the check that reports them. */
export const WRONG_VALUES: readonly (readonly [check: string, values: object])[] = [
  [
    'custom-resource-state',
    {
      'kube-state-metrics': {
        customResourceState: {
          enabled: false,
          config: {
            resources: [
              {
                groupVersionKind: { group: 'a.example', version: 'v1', kind: 'B' },
                metrics: [{ name: 'c', each: { type: 'Gauge', path: ['d'] } }],
              },
            ],
          },
        },
      },
    },
  ],
  ['values-thanos-sidecar', { prometheus: { thanosService: { enabled: true }, prometheusSpec: {} } }],
  ['values-quoted-flag', prometheusSpec({ ruleSelectorNilUsesHelmValues: 'false' })],
  ['values-unknown-key', prometheusSpec({ serviceMonitorSelectorNilUseHelmValues: false })],
  ['alertmanager-config', { alertmanager: { config: { route: { group_by: 'job', receiver: 'null' } } } }],
  ['field-type', { additionalPrometheusRulesMap: [{ groups: [] }] }],
  ['field-type', prometheusSpec({ probeSelector: '{}' })],
  [
    'mounted-files',
    {
      ...prometheusSpec({}),
      kubeEtcd: { serviceMonitor: { caFile: '/etc/prometheus/secrets/etcd/ca.crt' } },
    },
  ],
];
