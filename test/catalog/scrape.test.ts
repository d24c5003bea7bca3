import { parseAllDocuments } from 'yaml';
import { defineService, type ServiceProps } from '../../src/catalog/service';
import { existing, podMonitor, probe, pushed, scrapeConfig, serviceMonitor } from '../../src/index';
import { diagnose } from '../../src/doctor/diagnose';
import { kubernetesObject } from '../../src/kubernetes/object';
import { renderStack } from '../../src/synth/synthesize';
import { matching } from '../../src/promql/build';
import { availabilitySlo } from '../../src/slo/slo';
import { aService, aSignalledContract, testEnvironment } from '../support/catalog';

const { metrics } = aSignalledContract;
const { port: _port, ...withoutPort } = aService;

/** A service of another team in namespace `pay`, with one objective. */
const external = (fields: Partial<ServiceProps>) =>
  defineService({
    ...withoutPort,
    name: 'payments',
    namespace: 'pay',
    metrics,
    workload: 'external',
    slos: [
      availabilitySlo({
        name: 'availability',
        objective: 99.9,
        period: '30d',
        requests: metrics.requests,
        errors: { status: matching('5..') },
      }),
    ],
    ...fields,
  });

const rendered = (service: ReturnType<typeof external>) =>
  renderStack([service], testEnvironment).files.filter(({ path }) => path.endsWith('.k8s.yaml'));

const objectsOf = (yaml: string) =>
  parseAllDocuments(yaml).map((document) => document.toJS() as { kind: string; spec: object } | null);

const monitorOf = (service: ReturnType<typeof external>) =>
  rendered(service)
    .flatMap(({ content }) => objectsOf(content))
    .find((object) => object?.kind.endsWith('Monitor'));

const SERVICE = `
apiVersion: v1
kind: Service
metadata:
  name: payments-http
  namespace: pay
  labels: { app.kubernetes.io/name: payments, helm.sh/chart: payments-2 }
spec:
  selector: { app.kubernetes.io/name: payments }
  ports:
    - { name: http, port: 80, targetPort: http }
    - { name: http-metrics, port: 9090, targetPort: metrics }
`;
const PODS = `
apiVersion: apps/v1
kind: Deployment
metadata: { name: payments, namespace: pay }
spec:
  selector: { matchLabels: { app.kubernetes.io/name: payments } }
  template:
    metadata: { labels: { app.kubernetes.io/name: payments } }
    spec:
      containers:
        - name: server
          image: payments:2
          ports: [{ name: http, containerPort: 8080 }, { name: metrics, containerPort: 9090 }]
          resources: { limits: { memory: 512Mi } }
`;

/** Errors and warnings of the doctor about what is rendered beside the real objects. */
function findings(service: ReturnType<typeof external>, ...real: readonly string[]) {
  const objects = [...rendered(service).map(({ content }) => content), ...real].flatMap((text, index) =>
    objectsOf(text).flatMap((object) => kubernetesObject(object, { file: `${index}.yaml` }) ?? []),
  );
  return diagnose({ services: [service], objects })
    .report.findings.filter(({ severity }) => severity !== 'info')
    .map(({ check, message, fix }) => ({ check, message, fix }));
}

describe('serviceMonitor', () => {
  const scrape = serviceMonitor({ selector: { 'app.kubernetes.io/name': 'payments' }, port: 'http-metrics' });

  it('selects a Service that exists, and gives its series the job of the service', () => {
    expect(monitorOf(external({ scrape }))).toMatchObject({
      kind: 'ServiceMonitor',
      spec: {
        selector: { matchLabels: { 'app.kubernetes.io/name': 'payments' } },
        namespaceSelector: { matchNames: ['pay'] },
        endpoints: [
          {
            port: 'http-metrics',
            path: '/metrics',
            scheme: 'http',
            interval: '30s',
            scrapeTimeout: '10s',
            relabelings: [{ targetLabel: 'job', replacement: 'payments' }],
          },
        ],
      },
    });
  });

  it('writes every option in the words of the operator', () => {
    const secret = (key: string) => ({ name: 'metrics', key });
    const all = serviceMonitor({
      selector: { app: 'payments' },
      targetPort: 9090,
      namespaces: ['pay', 'pay-2'],
      path: '/internal/metrics',
      params: { format: 'prometheus' },
      scheme: 'https',
      tls: { serverName: 'payments', ca: secret('ca'), insecureSkipVerify: false },
      basicAuth: { username: secret('user'), password: secret('password') },
      interval: '15s',
      timeout: '5s',
      honorLabels: true,
      targetLabels: ['team'],
      relabelings: [{ action: 'labeldrop', regex: 'pod' }],
      metricRelabelings: [{ action: 'drop', sourceLabels: ['__name__'], regex: 'go_.*' }],
      job: 'pay',
    });
    expect(monitorOf(external({ scrape: all, seriesBudget: 300 }))!.spec).toEqual({
      selector: { matchLabels: { app: 'payments' } },
      namespaceSelector: { matchNames: ['pay', 'pay-2'] },
      sampleLimit: 600,
      targetLabels: ['team'],
      endpoints: [
        {
          targetPort: 9090,
          path: '/internal/metrics',
          params: { format: ['prometheus'] },
          scheme: 'https',
          interval: '15s',
          scrapeTimeout: '5s',
          tlsConfig: { serverName: 'payments', ca: { secret: secret('ca') }, insecureSkipVerify: false },
          basicAuth: { username: secret('user'), password: secret('password') },
          honorLabels: true,
          relabelings: [
            { targetLabel: 'job', replacement: 'pay' },
            { action: 'labeldrop', regex: 'pod' },
          ],
          metricRelabelings: [{ action: 'drop', sourceLabels: ['__name__'], regex: 'go_.*' }],
        },
      ],
    });
  });

  it('writes credentials, limits and the label of the job in the words of the operator', () => {
    const secret = (key: string) => ({ name: 'metrics', key });
    const one = serviceMonitor({
      selector: { app: 'payments' },
      port: 'http',
      tls: { cert: secret('cert'), key: secret('key') },
      oauth2: {
        clientId: secret('id'),
        clientSecret: secret('secret'),
        tokenUrl: 'https://login.example.com/token',
        scopes: ['metrics'],
        endpointParams: { audience: 'metrics' },
      },
      jobLabel: 'app.kubernetes.io/name',
      limits: { samples: 500, targets: 10, labels: 30, labelNameLength: 64, labelValueLength: 200 },
    });
    expect(monitorOf(external({ scrape: one, seriesBudget: 300 }))!.spec).toEqual({
      selector: { matchLabels: { app: 'payments' } },
      namespaceSelector: { matchNames: ['pay'] },
      jobLabel: 'app.kubernetes.io/name',
      sampleLimit: 500,
      targetLimit: 10,
      labelLimit: 30,
      labelNameLengthLimit: 64,
      labelValueLengthLimit: 200,
      endpoints: [
        {
          port: 'http',
          path: '/metrics',
          scheme: 'http',
          interval: '30s',
          scrapeTimeout: '10s',
          tlsConfig: { cert: { secret: secret('cert') }, keySecret: secret('key') },
          oauth2: {
            clientId: { secret: secret('id') },
            clientSecret: secret('secret'),
            tokenUrl: 'https://login.example.com/token',
            scopes: ['metrics'],
            endpointParams: { audience: 'metrics' },
          },
          relabelings: [],
        },
      ],
    });
    const bearer = podMonitor({
      selector: { app: 'payments' },
      port: 'http',
      authorization: { credentials: secret('token') },
    });
    expect(monitorOf(external({ scrape: bearer }))!.spec).toMatchObject({
      podMetricsEndpoints: [{ authorization: { type: 'Bearer', credentials: secret('token') } }],
    });
  });

  it('whose job is a label of the Service is proven with its value', () => {
    const labelled = (job: string) =>
      external({
        scrape: serviceMonitor({
          selector: { 'app.kubernetes.io/name': 'payments' },
          port: 'http-metrics',
          jobLabel: 'helm.sh/chart',
          job,
        }),
      });
    expect(findings(labelled('payments-2'), SERVICE, PODS)).toEqual([]);
    expect(findings(labelled('payments'), SERVICE, PODS).map(({ check }) => check)).toContain(
      'unknown-target',
    );
  });

  it('is proven against the objects that exist', () => {
    expect(findings(external({ scrape }), SERVICE, PODS)).toEqual([]);
  });

  it('with the wrong port gets a fix for the catalog', () => {
    const wrong = serviceMonitor({ selector: { 'app.kubernetes.io/name': 'payments' }, port: 'metrics' });
    expect(findings(external({ scrape: wrong }), SERVICE, PODS)).toEqual([
      {
        check: 'monitor-service-port',
        message: 'the value is the targetPort, not the name, of a port of Service pay/payments-http',
        fix: "in the catalog: scrape: serviceMonitor({ selector: { 'app.kubernetes.io/name': 'payments' }, port: 'http-metrics' })",
      },
    ]);
  });
});

describe('an external service without a scrape', () => {
  const plain = external({ port: 8080 });

  it('that selects nothing is an error as soon as its Service was read', () => {
    expect(findings(plain, SERVICE, PODS)).toEqual([
      {
        check: 'monitor-selects-service',
        message: expect.stringContaining(
          'no Service in namespace pay matches the selector of this external service; Service pay/payments-http',
        ),
        fix: "in the catalog: scrape: serviceMonitor({ selector: { 'app.kubernetes.io/name': 'payments' }, port: 'http-metrics' })",
      },
    ]);
  });

  it('is silent while nothing of that namespace or name was read', () => {
    expect(findings(plain)).toEqual([]);
    expect(findings(plain, SERVICE.replaceAll('pay', 'cart'))).toEqual([]);
  });

  it.each([
    ['a Service', plain],
    ['pods', external({ scrape: podMonitor({ selector: { app: 'payments' }, port: 'metrics' }) })],
  ])(
    'whose %s may be anywhere is silent beside what the catalog deploys in its namespace',
    (_what, service) => {
      const deployed = defineService({ ...aService, name: 'cart', namespace: 'pay' });
      const beside = findings(service, ...rendered(deployed).map(({ content }) => content));
      expect(beside.filter(({ check }) => check.startsWith('monitor-selects'))).toEqual([]);
    },
  );

  it('is found by its name in another namespace', () => {
    const moved = SERVICE.replace('name: payments-http', 'name: payments').replace(
      'namespace: pay',
      'namespace: other',
    );
    expect(findings(plain, moved).map(({ check }) => check)).toEqual(['monitor-selects-service']);
  });
});

test('podMonitor selects pods', () => {
  const service = external({
    scrape: podMonitor({ selector: { 'app.kubernetes.io/name': 'payments' }, port: 'metrics' }),
  });
  expect(monitorOf(service)).toMatchObject({
    kind: 'PodMonitor',
    spec: {
      podMetricsEndpoints: [
        { port: 'metrics', relabelings: [{ targetLabel: 'job', replacement: 'payments' }] },
      ],
    },
  });
  expect(findings(service, PODS)).toEqual([]);
});

test('existing writes rules for its job, and no monitor', () => {
  const service = external({ scrape: existing({ job: 'shop/payments' }) });
  expect(monitorOf(service)).toBeUndefined();
  const rules = rendered(service)
    .map(({ content }) => content)
    .join('\n');
  expect(rules).toContain('up{namespace="pay", job="shop/payments"}');
  expect(rules).not.toContain('job="payments"');
});

describe('existing with labels of its targets', () => {
  const rulesOf = (labels: Readonly<Record<string, string>>) =>
    rendered(
      external({ scrape: existing({ job: 'kubernetes-pods', labels }), signals: aSignalledContract.signals }),
    ).map(({ content }) => content);

  it('selects them besides namespace and job, and keeps them in recorded series', () => {
    const text = rulesOf({ app: 'payments' }).join('\n');
    expect(text).toContain('up{namespace="pay", job="kubernetes-pods", app="payments"}');
    expect(text).toContain('by (namespace, job, app, pod, instance)');
    expect(text).toContain('absent(up{namespace="pay", job="kubernetes-pods", app="payments"})');
    expect(text).toContain(String.raw`namespace=\"$namespace\", job=\"kubernetes-pods\", app=\"payments\"`);
    expect(text).not.toMatch(/job=\\?"kubernetes-pods\\?"(?!, app=)/);
  });

  it('are outside of the overview, which tells services apart by their job', () => {
    expect(rulesOf({ app: 'payments' }).join('\n')).not.toContain('All services');
  });

  it('selects targets of another namespace, and names that of the service in alerts', () => {
    const text = rulesOf({ namespace: 'edge' }).join('\n');
    expect(text).toContain('up{namespace="edge", job="kubernetes-pods"}');
    expect(text).toContain('in namespace pay fail their scrapes');
    expect(text).not.toMatch(/\$labels\.namespace|\$namespace/);
  });

  it('has nothing for the doctor to miss', () => {
    expect(
      findings(external({ scrape: existing({ job: 'kubernetes-pods', labels: { app: 'payments' } }) })),
    ).toEqual([]);
  });
});

describe('pushed', () => {
  const service = external({
    scrape: pushed({
      labels: { service_namespace: 'pay', service_name: 'payments' },
      instance: 'k8s_pod_name',
    }),
    workload: existing({ kind: 'Deployment', name: 'payments' }),
    signals: aSignalledContract.signals,
  });
  const written = rendered(service).map(({ content }) => content);

  it('writes rules for its labels, and no monitor', () => {
    expect(monitorOf(service)).toBeUndefined();
    const rules = written.filter((text) => text.includes('kind: PrometheusRule')).join('\n');
    expect(rules).toContain('{service_namespace="pay", service_name="payments"}');
    expect(rules).toContain('by (service_namespace, service_name, k8s_pod_name)');
    expect(rules).toContain('alert: PaymentsSeriesMissing');
    expect(rules).not.toMatch(/\bup\{|job=|alert: Payments(Down|Target)/);
  });

  it('draws dashboards of its labels, without a namespace to choose and outside of the overview', () => {
    const dashboards = written.filter((text) => text.includes('grafana_dashboard'));
    expect(dashboards).toHaveLength(2);
    for (const text of dashboards) {
      expect(text).toContain('service_name=');
      expect(text).not.toMatch(/\$namespace|\bup\{/);
    }
  });

  it('has nothing for the doctor to miss', () => {
    expect(findings(service)).toEqual([]);
  });
});

/** What is written for a scrape, apart from rules and dashboards. */
const writtenFor = (service: ReturnType<typeof external>, kind: string) =>
  rendered(service)
    .flatMap(({ content }) => objectsOf(content))
    .find((object) => object?.kind === kind);

const MONITORING = {
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name: testEnvironment.namespaces.monitoring, labels: { team: 'platform' } },
};

/** Errors of the doctor where Prometheus selects monitors, probes and the like by other labels or namespaces. */
function unselected(service: ReturnType<typeof external>, prometheusSpec: object) {
  const objects = rendered(service).flatMap(({ content }, index) =>
    objectsOf(content).flatMap((object) => kubernetesObject(object, { file: `${index}.yaml` }) ?? []),
  );
  return diagnose({
    services: [service],
    objects: [...objects, kubernetesObject(MONITORING, { file: 'namespace.yaml' })!],
    values: {
      values: { prometheus: { prometheusSpec: { retention: '31d', ...prometheusSpec } } },
      name: 'values.yml',
      release: testEnvironment.release,
      namespace: testEnvironment.namespaces.monitoring,
    },
  })
    .report.findings.filter(({ severity }) => severity === 'error')
    .map(({ check, resource }) => `${check}: ${resource}`);
}

const secret = (key: string) => ({ name: 'metrics', key });

describe('probe', () => {
  const prober = { url: 'blackbox-exporter.monitoring:9115' };
  const scrape = probe({
    prober,
    module: 'http_2xx',
    targets: ['https://pay.example.com/health'],
    authorization: { credentials: secret('token') },
    relabelings: [{ targetLabel: 'region', replacement: 'eu' }],
    metricRelabelings: [{ action: 'drop', sourceLabels: ['__name__'], regex: 'probe_ip_.*' }],
    limits: { samples: 100 },
  });

  it('writes a Probe whose series have the namespace and the job of the service', () => {
    expect(writtenFor(external({ scrape }), 'Probe')).toMatchObject({
      apiVersion: 'monitoring.coreos.com/v1',
      metadata: { name: 'payments', namespace: testEnvironment.namespaces.monitoring },
      spec: {
        jobName: 'payments',
        prober: { ...prober, scheme: 'http', path: '/probe' },
        module: 'http_2xx',
        interval: '30s',
        scrapeTimeout: '10s',
        targets: {
          staticConfig: {
            static: ['https://pay.example.com/health'],
            labels: { namespace: 'pay' },
            relabelingConfigs: [{ targetLabel: 'region', replacement: 'eu' }],
          },
        },
        authorization: { type: 'Bearer', credentials: secret('token') },
        metricRelabelings: [{ action: 'drop', sourceLabels: ['__name__'], regex: 'probe_ip_.*' }],
        sampleLimit: 100,
      },
    });
  });

  it('probes Ingresses of any namespace in the name of the service', () => {
    const ingress = probe({
      prober,
      ingress: { selector: { app: 'pay' }, namespaces: ['edge'] },
      job: 'edge',
    });
    expect(writtenFor(external({ scrape: ingress }), 'Probe')!.spec).toMatchObject({
      jobName: 'edge',
      targets: {
        ingress: {
          selector: { matchLabels: { app: 'pay' } },
          namespaceSelector: { matchNames: ['edge'] },
          relabelingConfigs: [{ targetLabel: 'namespace', replacement: 'pay' }],
        },
      },
    });
  });

  it('is proven: Prometheus selects it by label and namespace', () => {
    expect(unselected(external({ scrape }), {})).toEqual([]);
    expect(unselected(external({ scrape }), { probeSelector: { matchLabels: { probes: 'yes' } } })).toEqual([
      'selector-labels: Probe monitoring/payments',
    ]);
    expect(
      unselected(external({ scrape }), { probeNamespaceSelector: { matchLabels: { probes: 'yes' } } }).join(),
    ).toContain('Probe monitoring/payments');
  });

  it('pages on failed probes instead of failed scrapes', () => {
    const alerts = rendered(external({ scrape }))
      .map(({ content }) => content)
      .join('\n');
    expect(alerts).toContain('PaymentsProbesFailing');
    expect(alerts).not.toMatch(/alert: Payments(Down|TargetDown|TargetsFailing)/);
  });
});

describe('scrapeConfig', () => {
  const scrape = scrapeConfig({
    targets: ['pay-1.example.com:9187'],
    labels: { region: 'eu' },
    path: '/internal/metrics',
    params: { format: 'prometheus', 'match[]': ['a', 'b'] },
    scheme: 'https',
    tls: { serverName: 'pay', ca: secret('ca') },
    basicAuth: { username: secret('user'), password: secret('password') },
    interval: '1m',
    timeout: '20s',
    honorLabels: true,
    relabelings: [{ targetLabel: 'site', replacement: 'ams' }],
    metricRelabelings: [{ action: 'drop', sourceLabels: ['__name__'], regex: 'go_.*' }],
    limits: { targets: 5 },
  });

  it('writes a ScrapeConfig whose series have the namespace and the job of the service', () => {
    expect(writtenFor(external({ scrape, seriesBudget: 100 }), 'ScrapeConfig')).toMatchObject({
      apiVersion: 'monitoring.coreos.com/v1alpha1',
      spec: {
        jobName: 'payments',
        staticConfigs: [{ targets: ['pay-1.example.com:9187'], labels: { region: 'eu' } }],
        metricsPath: '/internal/metrics',
        params: { format: ['prometheus'], 'match[]': ['a', 'b'] },
        scheme: 'HTTPS',
        scrapeInterval: '1m',
        scrapeTimeout: '20s',
        tlsConfig: { serverName: 'pay', ca: { secret: secret('ca') } },
        basicAuth: { username: secret('user'), password: secret('password') },
        honorLabels: true,
        relabelings: [
          { targetLabel: 'namespace', replacement: 'pay' },
          { targetLabel: 'site', replacement: 'ams' },
        ],
        metricRelabelings: [{ action: 'drop', sourceLabels: ['__name__'], regex: 'go_.*' }],
        sampleLimit: 200,
        targetLimit: 5,
      },
    });
  });

  it.each([
    [
      scrapeConfig({ httpDiscovery: { url: 'https://sd.example.com/pay', refreshInterval: '5m' } }),
      { httpSDConfigs: [{ url: 'https://sd.example.com/pay', refreshInterval: '5m' }] },
    ],
    [
      scrapeConfig({ dnsDiscovery: { names: ['pay.example.com'], type: 'A', port: 9187 }, job: 'pay' }),
      { jobName: 'pay', dnsSDConfigs: [{ names: ['pay.example.com'], type: 'A', port: 9187 }] },
    ],
  ])('discovers targets: %#', (discovery, spec) => {
    expect(writtenFor(external({ scrape: discovery }), 'ScrapeConfig')!.spec).toMatchObject(spec);
  });

  it('is proven: Prometheus selects it by label and namespace', () => {
    expect(unselected(external({ scrape }), {})).toEqual([]);
    expect(
      unselected(external({ scrape }), { scrapeConfigSelector: { matchLabels: { scrape: 'yes' } } }),
    ).toEqual(['selector-labels: ScrapeConfig monitoring/payments']);
    expect(
      unselected(external({ scrape }), {
        scrapeConfigNamespaceSelector: { matchLabels: { scrape: 'yes' } },
      }).join(),
    ).toContain('ScrapeConfig monitoring/payments');
  });
});

describe('a wrong scrape', () => {
  it.each<[string, () => unknown, string]>([
    [
      'without a port',
      () => serviceMonitor({ selector: { app: 'a' } }),
      "serviceMonitor: no port is given (port). Set one of them: port: 'metrics' names it, targetPort: 9090 is the number of the container port.",
    ],
    [
      'with two ports',
      () => podMonitor({ selector: { app: 'a' }, port: 'http', targetPort: 80 }),
      'podMonitor: the port is given by name and by number (port: "http").',
    ],
    [
      'that selects everything',
      () => serviceMonitor({ selector: {}, port: 'http' }),
      "serviceMonitor: an empty selector matches everything (selector: {}). Select by labels, e.g. { 'app.kubernetes.io/name': 'payments' }.",
    ],
    [
      'of no kind',
      () => external({ scrape: 'prometheus' as never }),
      'service "payments": not a scrape (scrape: "prometheus"). Build it with serviceMonitor({ ... }), podMonitor({ ... }), probe({ ... }), scrapeConfig({ ... }), existing({ ... }) or pushed({ ... }).',
    ],
    [
      'with a timeout above its interval',
      () => serviceMonitor({ selector: { app: 'a' }, port: 'http', interval: '15s', timeout: '20s' }),
      'serviceMonitor: the operator rejects a timeout longer than the interval of 15s (timeout: "20s"). Use 15s or less, or a longer interval.',
    ],
    [
      "with a timeout above the environment's interval",
      () =>
        rendered(external({ scrape: podMonitor({ selector: { app: 'a' }, port: 'http', timeout: '40s' }) })),
      'service "payments": the operator rejects a timeout longer than the interval of 30s (scrape.timeout: "40s"). Use 30s or less, or a longer interval.',
    ],
    [
      'with two identities',
      () =>
        podMonitor({
          selector: { app: 'a' },
          port: 'http',
          basicAuth: { username: { name: 'a', key: 'u' }, password: { name: 'a', key: 'p' } },
          authorization: { credentials: { name: 'a', key: 't' } },
        }),
      'podMonitor: the operator rejects basicAuth together with authorization',
    ],
    [
      'with half a certificate',
      () => serviceMonitor({ selector: { app: 'a' }, port: 'http', tls: { cert: { name: 'a', key: 'c' } } }),
      'serviceMonitor: a certificate and its key are needed together, and key is missing',
    ],
    [
      'that probes nothing',
      () => probe({ prober: { url: 'blackbox:9115' } }),
      "probe: nothing to probe is given (targets). Set one of them: targets: ['https://shop.example.com/health'], or ingress: { selector: { app: 'shop' } }.",
    ],
    [
      'that probes addresses and Ingresses',
      () => probe({ prober: { url: 'blackbox:9115' }, targets: ['a'], ingress: { selector: { app: 'a' } } }),
      'probe: both targets and ingress are given',
    ],
    [
      'whose prober has a scheme',
      () => probe({ prober: { url: 'http://blackbox:9115' }, targets: ['a'] }),
      'probe: not a host and port (prober.url: "http://blackbox:9115"). Write it like \'blackbox-exporter.monitoring:9115\', with scheme and path apart.',
    ],
    [
      'of a target with a path',
      () => scrapeConfig({ targets: ['db.example.com:9187/metrics'] }),
      'scrapeConfig: not a host and port (targets[0]: "db.example.com:9187/metrics"). Write it like \'db.example.com:9187\', with scheme and path apart.',
    ],
    [
      'of a path with a query',
      () => scrapeConfig({ targets: ['vault:8200'], path: '/v1/sys/metrics?format=prometheus' }),
      `scrapeConfig: not an HTTP path (path: "/v1/sys/metrics?format=prometheus"). Start it with /, and write a query as params, e.g. { format: 'prometheus' }.`,
    ],
    [
      'of no target',
      () => scrapeConfig({}),
      "scrapeConfig: no targets are given (targets). Set one of them, e.g. targets: ['db.example.com:9187'].",
    ],
    [
      'of targets from two places',
      () => scrapeConfig({ targets: ['a:1'], dnsDiscovery: { names: ['a'] } }),
      'scrapeConfig: targets and dnsDiscovery are given',
    ],
    [
      'of addresses without a port',
      () => scrapeConfig({ dnsDiscovery: { names: ['a'], type: 'A' } }),
      'scrapeConfig: records of type A have no port (dnsDiscovery.port). Give the port of the targets, or resolve SRV records.',
    ],
    [
      'that is pushed under no label',
      () => pushed({ labels: {} }),
      "pushed: without a label it would be every series (labels: {}). Give those that its series have, e.g. { service_namespace: 'shop', service_name: 'checkout' }.",
    ],
    [
      'that is pushed under the name of a metric',
      () => pushed({ labels: { __name__: 'a' } }),
      'the name of a metric cannot identify a service',
    ],
    [
      'that is pushed under an empty label',
      () => pushed({ labels: { service_name: '' } }),
      'pushed: a label with an empty value does not exist (labels.service_name: ""). Give the value that its series have.',
    ],
    [
      'that is pushed under a label with a dot',
      () => pushed({ labels: { 'service.name': 'payments' } }),
      'not a label that rules can join by',
    ],
    [
      'that exists under a job among its labels',
      () => existing({ labels: { job: 'pods' } }),
      'the label has a field of its own',
    ],
    [
      'that exists under an empty label',
      () => existing({ labels: { namespace: '' } }),
      'existing: a label with an empty value does not exist (labels.namespace: ""). Give the value that its series have.',
    ],
    [
      'that is pushed in several namespaces',
      () =>
        rendered(
          external({ namespace: ['eu', 'us'], scrape: pushed({ labels: { service_name: 'payments' } }) }),
        ),
      'service "payments": the series of scrape: pushed({ ... }) are the same in every namespace of the service (namespace: ["eu","us"]). Name one namespace, or define a service for each with a scrape of its own.',
    ],
    [
      'of targets outside of the cluster in several namespaces',
      () => rendered(external({ namespace: ['eu', 'us'], scrape: scrapeConfig({ targets: ['db:9187'] }) })),
      'the series of scrape: scrapeConfig({ ... }) are the same in every namespace',
    ],
    [
      'that exists in several namespaces under one namespace',
      () =>
        rendered(external({ namespace: ['eu', 'us'], scrape: existing({ labels: { namespace: 'edge' } }) })),
      'the series of scrape: existing({ ... }) are the same in every namespace',
    ],
    [
      'of a service that the stack deploys',
      () => external({ port: 8080, workload: { image: 'payments:1' }, scrape: existing() }),
      'service "payments": the Service that is deployed has a ServiceMonitor of its own (scrape: "existing").',
    ],
    [
      'that is missing, without a port',
      () => external({}),
      'service "payments": required field is missing (port). Give the port, or scrape: serviceMonitor({ selector: { ... }, port: \'metrics\' }) for a service that something else deploys.',
    ],
  ])('%s is rejected', (_what, build, message) => {
    expect(build).toThrow(message);
  });
});
