import { planOf } from '../../src/local/plan';
import { placePods } from '../../src/local/pods';
import { parseTarget } from '../../src/local/options';
import { standIns } from '../../src/local/stand-ins';
import { scrapeJobs } from '../../src/local/scrape-jobs';
import { readManifests } from '../../src/kubernetes/read';

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
