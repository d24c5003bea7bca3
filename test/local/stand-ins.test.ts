import { modelTargetLabels } from '../../src/doctor/model-target-labels';
import { planOf } from '../../src/local/plan';
import { placePods } from '../../src/local/pods';
import { parseTarget } from '../../src/local/options';
import { standIns } from '../../src/local/stand-ins';
import { scrapeJobs } from '../../src/local/scrape-jobs';
import { placeServices } from '../../src/catalog/placement';
import { readManifests } from '../../src/kubernetes/read';
import { basket } from '../fixtures/services/basket';
import { checkout } from '../fixtures/services/checkout';
import { ledger } from '../fixtures/services/ledger';
import { storefront } from '../fixtures/services/storefront';
import { testEnvironment } from '../support/catalog';

const monitor = (kind: 'ServiceMonitor' | 'PodMonitor', endpoint: string) =>
  readManifests(
    `apiVersion: monitoring.coreos.com/v1
kind: ${kind}
metadata: { name: payments, namespace: monitoring, labels: { release: prometheus } }
spec:
  selector: { matchLabels: { app.kubernetes.io/name: payments } }
  namespaceSelector: { matchNames: [pay] }
  ${kind === 'PodMonitor' ? 'podMetricsEndpoints' : 'endpoints'}: [{ ${endpoint} }]
`,
    'monitor.yaml',
  );

describe.each([
  ['a Service port by name', 'ServiceMonitor', 'port: http-metrics, path: /metrics'],
  ['a container port by number', 'ServiceMonitor', 'targetPort: 9090, path: /metrics'],
  ['a container port by name', 'ServiceMonitor', 'targetPort: prom, path: /metrics'],
  ['pods without a Service', 'PodMonitor', 'port: management, path: /metrics'],
] as const)('an external service with %s', (_what, kind, endpoint) => {
  const targets = ['payments=http://127.0.0.1:8001', 'payments=http://127.0.0.1:8002'].map(parseTarget);
  const objects = monitor(kind, endpoint);
  const plan = planOf([...objects, ...standIns(objects, targets)], undefined);

  it('is scraped at its targets, as in the namespace that its monitor searches', async () => {
    const pods = await placePods(plan, { folder: '', traffic: 'steady', speed: 1, targets });
    const clock = { speed: 1, real: 0, shown: 0 };
    const jobs = scrapeJobs(plan, pods, { folder: '/run', version: [3, 5], clock });
    const found = jobs.flatMap((job) => job.targets);
    expect(found.map((target) => target.targets)).toEqual([['127.0.0.1:8001'], ['127.0.0.1:8002']]);
    for (const { labels } of found) expect(labels['__meta_kubernetes_namespace']).toBe('pay');
  });
});

test('what the manifests deploy needs no stand-in', () => {
  const objects = monitor('PodMonitor', 'port: management');
  const targets = [parseTarget('payments=http://127.0.0.1:8001')];
  const first = standIns(objects, targets);
  expect(first.map(({ kind }) => kind)).toEqual(['Deployment']);
  expect(standIns([...objects, ...first], targets)).toEqual([]);
});

test('a target without a name is that of the only monitor', () => {
  const objects = standIns(monitor('PodMonitor', 'port: management'), [parseTarget('http://127.0.0.1:8001')]);
  expect(objects.map(({ kind, name }) => `${kind} ${name}`)).toEqual(['Deployment payments']);
});

test.each([
  ['a monitor', monitor('PodMonitor', 'port: a'), 'Name one of payments.'],
  ['nothing', [], 'Add a monitor to the folder.'],
])('an unknown name beside %s is rejected', (_what, objects, fix) => {
  expect(() => standIns(objects, [parseTarget('shop=http://127.0.0.1:1')])).toThrow(
    `local: no workload or monitor has this name (--target: "shop"). ${fix}`,
  );
});

describe('a service that no monitor of the folder scrapes', () => {
  const services = placeServices([checkout, ledger, basket, storefront], testEnvironment);

  it.each([
    [
      'something else',
      'checkout',
      { namespace: 'shop', job: 'kubernetes-pods', app: 'checkout' },
      '/metrics',
    ],
    ['a ScrapeConfig', 'ledger', { namespace: 'shop', job: 'ledger' }, '/metrics'],
    ['nothing', 'basket', { service_namespace: 'shop', service_name: 'basket' }, '/internal'],
  ])('because %s scrapes it gets the labels that its rules select', (_what, name, labels, path) => {
    const scheme = name === 'ledger' ? 'https' : 'http';
    const targets = [parseTarget(`${name}=${scheme}://127.0.0.1:8001${path}`)];
    const plan = planOf(standIns([], targets, services), undefined);
    expect(plan.paths.map(({ endpoint }) => endpoint.path)).toEqual([path]);
    const [scraped] = plan.paths;
    const found = modelTargetLabels(plan.settings).of(
      scraped!,
      scraped!.links[0]!,
      scraped!.links[0]!.targets[0]!,
    );
    expect(found.labels).toMatchObject(labels);
  });

  it('is none that an exporter probes', () => {
    expect(() => standIns([], [parseTarget('storefront=http://127.0.0.1:1')], services)).toThrow(
      'no workload or monitor has this name (--target: "storefront"). Name one of basket, checkout, ledger.',
    );
  });
});

describe('one service of a stack of several', () => {
  const of = (name: string) =>
    `labels: { release: prometheus, app.kubernetes.io/managed-by: cdk8s, app.kubernetes.io/name: ${name} }`;
  const service = (name: string) => `---
apiVersion: monitoring.coreos.com/v1
kind: PodMonitor
metadata: { name: ${name}, namespace: monitoring, ${of(name)} }
spec: { selector: { matchLabels: { app: ${name} } }, podMetricsEndpoints: [{ port: a }] }
`;
  const rules = (name: string, labels: string) => `---
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata: { name: ${name}-alerts, namespace: monitoring, ${labels} }
spec: { groups: [{ name: ${name}, rules: [{ alert: Down, expr: up == 0 }] }] }
`;
  const stack = readManifests(
    ['payments', 'orders'].map((name) => service(name) + rules(name, of(name))).join('') +
      rules('coredns', of('coredns')) +
      rules('own', 'labels: { release: prometheus }') +
      rules('cluster', 'labels: { release: prometheus, app.kubernetes.io/managed-by: cdk8s }'),
    'stack.yaml',
  );

  it('is run without the rules of the others, which are listed', () => {
    const targets = [parseTarget('payments=http://127.0.0.1:8001')];
    const plan = planOf([...stack, ...standIns(stack, targets)], undefined);
    expect(plan.rules.map(({ name }) => name)).toEqual(['payments-alerts', 'own-alerts', 'cluster-alerts']);
    expect(plan.notes.filter((note) => note.startsWith('Rules'))).toEqual([
      'Rules of orders are not loaded, because the run does not scrape it: give --target orders=http://127.0.0.1:8000 to include it.',
      'Rules of coredns are not loaded, because the run does not scrape it.',
    ]);
  });

  it('needs a name', () => {
    expect(() => standIns(stack, [parseTarget('http://127.0.0.1:8001')])).toThrow(
      'local: the folder has several monitors, so the address needs a name (--target: "http://127.0.0.1:8001/"). Write it like payments=http://127.0.0.1:8001, with one of orders, payments.',
    );
  });

  it('is asked for where none is given', () => {
    expect(() => planOf(stack, undefined)).toThrow(
      'Give --target payments=http://127.0.0.1:8000 for a service that already runs; otherwise run "signalproof doctor" on the same folder, and fix its findings.',
    );
  });
});
