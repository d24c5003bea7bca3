import { parseAllDocuments } from 'yaml';
import { defineService, type ServiceProps } from '../../src/catalog/service';
import { existing, podMonitor, pushed, serviceMonitor } from '../../src/index';
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

describe('pushed', () => {
  const service = external({
    scrape: pushed({
      labels: { service_namespace: 'pay', service_name: 'payments' },
      instance: 'k8s_pod_name',
    }),
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
      'service "payments": not a scrape (scrape: "prometheus"). Build it with serviceMonitor({ ... }), podMonitor({ ... }), existing({ ... }) or pushed({ ... }).',
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
      'pushed: an empty label is no label (labels.service_name: ""). Give the value that its series have.',
    ],
    [
      'that is pushed under a label with a dot',
      () => pushed({ labels: { 'service.name': 'payments' } }),
      'not a label name of Prometheus',
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
