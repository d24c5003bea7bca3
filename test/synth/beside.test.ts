import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { Service } from '../../src/catalog/service';
import { InvalidInput } from '../../src/findings/invalid-input';
import { existing, podMonitor, scrapeConfig, serviceMonitor } from '../../src/index';
import { readManifests } from '../../src/kubernetes/read';
import { renderStack } from '../../src/synth/synthesize';
import { basket as aBasket } from '../fixtures/services/basket';
import { checkout as aCheckout } from '../fixtures/services/checkout';
import { orders as ofOrders } from '../fixtures/services/orders';
import { payments as ofPayments } from '../fixtures/services/payments';
import { searchIndex } from '../fixtures/services/search-index';
import { testEnvironment } from '../support/catalog';

/** Objectives have nothing to do with other objects, and take most of the time. */
const light = ({ signals: _signals, ...service }: Service): Service => ({ ...service, slos: [] });
const [payments, orders, basket, checkout] = [ofPayments, ofOrders, aBasket, aCheckout].map(light) as [
  Service,
  Service,
  Service,
  Service,
];

const real = readFileSync(join(__dirname, '..', 'fixtures', 'services', 'real-objects.yaml'), 'utf8');

const beside = (service: Service, objects: string, environment = testEnvironment) =>
  renderStack([service], environment, {}, { objects: readManifests(objects, 'real.yaml') });

/** The errors that prevent writing. */
function errorsOf(
  service: Service,
  objects: string,
  environment = testEnvironment,
): InvalidInput['problems'] {
  try {
    beside(service, objects, environment);
    return [];
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    return error.problems;
  }
}

/** What a fix calls. Their arguments are flow mappings of YAML as well. */
const FUNCTIONS = { serviceMonitor, podMonitor, scrapeConfig, existing } as Readonly<
  Record<string, (fields: never) => unknown>
>;

/** The field of a service that a fix in terms of the catalog sets. */
function fieldsOf(fix: string): Partial<Service> {
  const [, field = '', call, fields = '', text] =
    /^in the catalog: (\w+): (?:(\w+)\((.*)\)|'(.*)')$/.exec(fix) ?? [];
  return { [field]: call === undefined ? text : FUNCTIONS[call]!(parse(fields) as never) };
}

const SERVICE_PORTS = `{ name: http, port: 80, targetPort: http }
    - { name: http-metrics, port: 9090, targetPort: metrics }`;
const SERVICE_SELECTOR = 'selector: { app.kubernetes.io/name: payments }\n  ports';
const SERVICE_LABELS = 'labels: { app.kubernetes.io/name: payments, helm.sh/chart: payments-2.3.1 }';
const second = (labels: string) => `---
apiVersion: v1
kind: Service
metadata: { name: payments-headless, namespace: pay, labels: { ${labels} } }
spec:
  clusterIP: None
  selector: { app.kubernetes.io/name: payments }
  ports: [{ name: http-metrics, port: 9090, targetPort: metrics }]
`;

describe('objects of others', () => {
  it('prove a service, and what they do not show is unknown', () => {
    expect(beside(payments, real).beside).toEqual([
      'proven beside the given objects: payments.',
      'unknown: neither a Prometheus resource nor Helm values were given, so its selectors are those of the rendered values.',
    ]);
  });

  it.each<[string, Service, string, string, string, string]>([
    [
      'another label of the Service',
      payments,
      SERVICE_LABELS,
      'labels: { app: payments }',
      'monitor-selects-service',
      "scrape: serviceMonitor({ selector: { app: 'payments' }, port: 'http-metrics' })",
    ],
    [
      'a Service without labels',
      payments,
      SERVICE_LABELS,
      'annotations: {}',
      'monitor-selects-service',
      "scrape: podMonitor({ selector: { 'app.kubernetes.io/name': 'payments' }, port: 'metrics' })",
    ],
    [
      'a renamed port',
      payments,
      'name: http-metrics',
      'name: prometheus',
      'monitor-service-port',
      "scrape: serviceMonitor({ selector: { 'app.kubernetes.io/name': 'payments' }, port: 'prometheus' })",
    ],
    [
      'a port by number only',
      payments,
      SERVICE_PORTS,
      '{ port: 9090 }',
      'monitor-service-port',
      "scrape: serviceMonitor({ selector: { 'app.kubernetes.io/name': 'payments' }, targetPort: 9090 })",
    ],
    [
      'a port without a name that leads to a named one',
      payments,
      SERVICE_PORTS,
      '{ port: 80, targetPort: metrics }',
      'monitor-service-port',
      "scrape: serviceMonitor({ selector: { 'app.kubernetes.io/name': 'payments' }, targetPort: 9090 })",
    ],
    [
      'metrics on a port that only the pods declare',
      payments,
      SERVICE_PORTS,
      '{ name: http, port: 80, targetPort: http }',
      'monitor-service-port',
      "scrape: serviceMonitor({ selector: { 'app.kubernetes.io/name': 'payments' }, targetPort: 9090 })",
    ],
    [
      'another namespace',
      payments,
      'namespace: pay',
      'namespace: billing',
      'monitor-selects-service',
      "namespace: 'billing'",
    ],
    [
      'a Service without a selector',
      payments,
      SERVICE_SELECTOR,
      'ports',
      'service-has-pods',
      "scrape: podMonitor({ selector: { 'app.kubernetes.io/name': 'payments' }, port: 'metrics' })",
    ],
    [
      'a Service that selects other pods',
      payments,
      SERVICE_SELECTOR,
      'selector: { app.kubernetes.io/name: payment }\n  ports',
      'service-has-pods',
      "scrape: podMonitor({ selector: { 'app.kubernetes.io/name': 'payments' }, port: 'metrics' })",
    ],
    [
      'an alias of a host',
      payments,
      SERVICE_SELECTOR,
      'type: ExternalName\n  externalName: pay.example.com\n  ports',
      'service-has-pods',
      "scrape: scrapeConfig({ targets: ['pay.example.com:9090'] })",
    ],
    [
      'a second Service, told apart by a label',
      payments,
      '---\napiVersion: apps/v1',
      `${second('app.kubernetes.io/name: payments, app.kubernetes.io/component: peers')}---\napiVersion: apps/v1`,
      'double-scrape',
      "scrape: serviceMonitor({ selector: { 'app.kubernetes.io/name': 'payments', 'app.kubernetes.io/component': 'peers' }, port: 'http-metrics' })",
    ],
    [
      'a second Service, told apart by its chart only',
      payments,
      '---\napiVersion: apps/v1',
      `${second('app.kubernetes.io/name: payments')}---\napiVersion: apps/v1`,
      'double-scrape',
      "scrape: podMonitor({ selector: { 'app.kubernetes.io/name': 'payments' }, port: 'metrics' })",
    ],
    [
      'another label of the pods',
      orders,
      'metadata: { labels: { app: orders } }',
      'metadata: { labels: { app: order } }',
      'monitor-selects-pod',
      "scrape: podMonitor({ selector: { app: 'order' }, port: 'management', path: '/actuator/prometheus' })",
    ],
    [
      'a renamed port of the pods',
      orders,
      'name: management',
      'name: admin',
      'monitor-target-port',
      "scrape: podMonitor({ selector: { app: 'orders' }, port: 'admin', path: '/actuator/prometheus' })",
    ],
    [
      'a workload of another kind',
      searchIndex,
      'kind: StatefulSet\nmetadata: { name: search,',
      'kind: Deployment\nmetadata: { name: search,',
      'watched-workload',
      "workload: existing({ kind: 'Deployment', name: 'search' })",
    ],
    [
      'a renamed workload',
      searchIndex,
      'kind: StatefulSet\nmetadata: { name: search,',
      'kind: StatefulSet\nmetadata: { name: search-v2,',
      'watched-workload',
      "workload: existing({ kind: 'StatefulSet', name: 'search-v2' })",
    ],
    [
      'a renamed container',
      { ...searchIndex, workload: existing({ kind: 'StatefulSet', name: 'search', container: 'search' }) },
      '- name: search\n',
      '- name: index\n',
      'watched-container',
      "workload: existing({ kind: 'StatefulSet', name: 'search', container: 'index' })",
    ],
    [
      'an autoscaler of another name',
      { ...searchIndex, workload: existing({ kind: 'StatefulSet', name: 'search', autoscaler: 'hpa' }) },
      'apiVersion: apps/v1',
      'apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: { name: search, namespace: pay }\nspec: { maxReplicas: 9, scaleTargetRef: { kind: StatefulSet, name: search } }\n---\napiVersion: apps/v1',
      'watched-autoscaler',
      "workload: existing({ kind: 'StatefulSet', name: 'search', autoscaler: 'search' })",
    ],
  ])(
    'reject %s, and the fix is a field of the catalog that passes',
    (_what, service, from, to, code, fix) => {
      expect(real).toContain(from);
      const objects = from === 'namespace: pay' ? real.replaceAll(from, to) : real.replace(from, to);
      expect(errorsOf(service, objects)).toMatchObject([{ code, fix: `in the catalog: ${fix}` }]);
      const { beside: lines } = beside({ ...service, ...fieldsOf(`in the catalog: ${fix}`) }, objects);
      const isListed = !fix.includes('scrapeConfig');
      expect(lines).toContain(
        isListed
          ? `proven beside the given objects: ${service.name}.`
          : `unknown: service "payments": scrape: scrapeConfig({ ... }) leads to no Kubernetes objects to compare with.`,
      );
    },
  );

  it('have fixes that keep what else the scrape states', () => {
    const credentials = { name: 'scrape', key: 'token' };
    const page = {
      path: '/m',
      params: { format: 'prometheus', part: ['a', 'b'] },
      scheme: 'https',
      tls: { serverName: 'pay.example.com', ca: { name: 'pay-ca', key: 'ca.crt' } },
      authorization: { type: 'Bearer', credentials },
      interval: '1m',
      timeout: '5s',
      honorLabels: true,
      relabelings: [{ sourceLabels: ['__meta_kubernetes_pod_node_name'], targetLabel: 'node' }],
      metricRelabelings: [{ action: 'drop', sourceLabels: ['__name__'], regex: 'go_.*' }],
      limits: { samples: 900 },
    } as const;
    const ofMonitor = { targetLabels: ['team'], job: 'pay', namespaces: ['pay'] };
    const scraped = (port: string): Service => ({
      ...payments,
      scrape: serviceMonitor({
        selector: { 'app.kubernetes.io/name': 'payments' },
        port,
        ...page,
        ...ofMonitor,
      }),
    });
    const fixed = (from: string, to: string): Service => {
      const [problem] = errorsOf(scraped('http-metrics'), real.replace(from, to));
      return { ...payments, ...fieldsOf(problem!.fix) };
    };
    expect(fixed('name: http-metrics', 'name: prometheus')).toEqual(scraped('prometheus'));
    expect(fixed(SERVICE_LABELS, 'annotations: {}').scrape).toEqual(
      podMonitor({
        selector: { 'app.kubernetes.io/name': 'payments' },
        port: 'metrics',
        ...page,
        ...ofMonitor,
      }),
    );
    const alias = 'type: ExternalName\n  externalName: pay.example.com\n  ports';
    expect(fixed(SERVICE_SELECTOR, alias).scrape).toEqual(
      scrapeConfig({ targets: ['pay.example.com:9090'], ...page, job: 'pay' }),
    );
  });

  it('reject a NetworkPolicy that does not admit Prometheus to the pods', () => {
    const policy = `
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: closed, namespace: pay }
spec: { podSelector: {}, policyTypes: [Ingress], ingress: [] }
`;
    expect(errorsOf(payments, real + policy)).toMatchObject([
      { code: 'network-policy-admits', resource: 'NetworkPolicy pay/closed' },
    ]);
  });

  it('warn of an alert on a memory limit that does not exist, until it is off', () => {
    const unlimited = real.replace('          resources: { limits: { memory: 2Gi } }\n', '');
    const { warnings } = beside(searchIndex, unlimited);
    const warning = warnings.find((each) => each.includes('memory limit'));
    expect(warning).toMatch(
      /^service "search-index": SearchIndexMemoryNearLimit never fires, because no container of StatefulSet pay\/search has a memory limit/,
    );
    const builtInAlerts = parse(/builtInAlerts: ([^;]*);/.exec(warning!)![1]!) as Service['builtInAlerts'];
    const cured = beside({ ...searchIndex, builtInAlerts }, unlimited);
    expect(cured.warnings.join('\n')).not.toContain('memory limit');
  });

  it('accept a headless Service', () => {
    const headless = real.replace(SERVICE_SELECTOR, `clusterIP: None\n  ${SERVICE_SELECTOR}`);
    expect(errorsOf(payments, headless)).toEqual([]);
  });

  it.each<[string, Service, string]>([
    [
      'other namespaces',
      payments,
      'service "payments": no Service of namespace pay were given, so labels and port were not compared.',
    ],
    [
      'other namespaces, of pods',
      orders,
      'service "customer-order-history-service": no pods of namespace pay were given, so labels and port were not compared.',
    ],
    [
      'other namespaces, of a workload',
      searchIndex,
      'service "search-index": no workloads of its namespace were given, so StatefulSet search was not looked for.',
    ],
    [
      'a service that something else scrapes',
      checkout,
      'service "checkout": scrape: existing({ ... }) leads to no Kubernetes objects to compare with.',
    ],
    [
      'a service that pushes',
      basket,
      'service "basket": scrape: pushed({ ... }) leads to no Kubernetes objects to compare with.',
    ],
  ])('leave unknown what was not given: %s', (_what, service, sentence) => {
    const other = '{ apiVersion: v1, kind: Service, metadata: { name: web, namespace: web } }';
    const { beside: lines = [] } = beside(service, other);
    expect(lines).toContain(`unknown: ${sentence}`);
    expect(lines.filter((line) => line.startsWith('proven'))).toEqual([]);
  });

  it('leave unknown the pods of a Service', () => {
    const [service] = real.split('---');
    expect(beside(payments, service!).beside).toContain(
      'unknown: service "payments": no pods of Service pay/payments-http were given, so its targetPort was not compared.',
    );
  });

  it('are compared in each namespace of a service from which some were given', () => {
    const both = { ...payments, namespace: ['pay', 'shop'] };
    const missing = (objects: string) =>
      errorsOf(both, objects).filter(({ code }) => code === 'monitor-selects-service');
    expect(missing(real)).toEqual([]);
    const other = '\n---\n{ apiVersion: v1, kind: Service, metadata: { name: web, namespace: shop } }';
    expect(missing(real + other)).toMatchObject([
      { found: ['shop'], fix: "in the catalog: namespace: 'pay'" },
    ]);
  });

  it('may have defects of their own, to which nothing in the catalog leads', () => {
    const broken = `
---
apiVersion: monitoring.coreos.com/v1
kind: ServiceMonitor
metadata: { name: web, namespace: web }
spec: { selector: { matchLabels: { app: web } }, endpoints: [{ port: http, interval: 5s, scrapeTimeout: 9s }] }
`;
    expect(errorsOf(payments, real + broken)).toEqual([]);
  });

  it('may hold what an earlier synthesis wrote', () => {
    const earlier = renderStack(
      [{ ...payments, ...fieldsOf("in the catalog: namespace: 'old'") }],
      testEnvironment,
    )
      .files.filter(({ path }) => path.endsWith('.k8s.yaml'))
      .map(({ content }) => content);
    expect(errorsOf(payments, [real, ...earlier].join('\n---\n'))).toEqual([]);
  });
});

describe('the Prometheus of others', () => {
  const prometheus = (selectors: string) => `---
apiVersion: monitoring.coreos.com/v1
kind: Prometheus
metadata: { name: k8s, namespace: monitoring }
spec:
  retention: 60d
  podMonitorSelector: {}
  podMonitorNamespaceSelector: {}
  serviceMonitorNamespaceSelector: {}
  ruleSelector: {}
  ruleNamespaceSelector: {}
  ${selectors}
`;

  it('rejects monitors without its release, and the environment is changed', () => {
    const objects = real + prometheus('serviceMonitorSelector: { matchLabels: { release: kps } }');
    expect(errorsOf(payments, objects)).toMatchObject([
      { code: 'selector-labels', fix: "in the environment: release: 'kps'" },
    ]);
    expect(beside(payments, objects, { ...testEnvironment, release: 'kps' }).beside).toEqual([
      'proven beside the given objects: payments.',
    ]);
  });

  it('rejects monitors without a label that only a patch adds', () => {
    const objects = real + prometheus('serviceMonitorSelector: { matchLabels: { example.com/team: pay } }');
    const [error, ...others] = errorsOf(payments, objects);
    expect(others).toEqual([]);
    const operations = [{ op: 'add', path: '/metadata/labels/example.com~1team', value: 'pay' }] as const;
    const patches = [{ target: { kind: 'ServiceMonitor' }, operations: [...operations] }];
    expect(error?.fix).toBe(
      "in the environment: patches: [{ target: { kind: 'ServiceMonitor' }, operations: [{ op: 'add', path: '/metadata/labels/example.com~1team', value: 'pay' }] }]",
    );
    expect(errorsOf(payments, objects, { ...testEnvironment, patches })).toEqual([]);
  });

  it('may be given as Helm values, of the release that the environment names', () => {
    const others = (values: unknown) => ({
      objects: readManifests(real, 'real.yaml'),
      values: { values, name: 'values.yaml' },
    });
    const spec = { retention: '60d', serviceMonitorSelector: { matchLabels: { team: 'pay' } } };
    expect(() =>
      renderStack([payments], testEnvironment, {}, others({ prometheus: { prometheusSpec: spec } })),
    ).toThrow(/team=pay \(prometheus\.prometheusSpec\.serviceMonitorSelector of Helm values values\.yaml\)/);
    const { beside: lines } = renderStack(
      [payments],
      testEnvironment,
      {},
      others({ prometheus: { prometheusSpec: { retention: '60d' } } }),
    );
    expect(lines).toEqual(['proven beside the given objects: payments.']);
  });
});
