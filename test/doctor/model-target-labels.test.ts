import { modelTargetLabels } from '../../src/doctor/model-target-labels';
import { prometheusSettings } from '../../src/operator/prometheus-settings';
import { scrapePaths } from '../../src/operator/scrape-path';
import { manifests, prometheus, shop } from '../operator/objects';

// test/e2e/target-labels.test.ts proves the labels on a real Prometheus.

const objects = (kind: string) => [
  {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'shop', namespace: 'web', labels: { app: 'shop' } },
    spec: { selector: { app: 'shop' }, ports: [{ name: 'http', port: 80, targetPort: 8080 }] },
  },
  {
    apiVersion: 'apps/v1',
    kind,
    metadata: { name: 'shop', namespace: 'web' },
    spec: {
      template: {
        metadata: { labels: { app: 'shop' } },
        spec: { containers: [{ name: 'main', ports: [{ containerPort: 8080 }] }] },
      },
    },
  },
];

/** The target of an endpoint, of a Deployment if nothing else is said. */
function targetOf(endpoint: object, prometheusSpec: object = {}, kind = 'Deployment') {
  const monitor = shop('ServiceMonitor', {
    selector: { matchLabels: { app: 'shop' } },
    endpoints: [{ port: 'http', ...endpoint }],
  });
  const read = manifests(...objects(kind), monitor, prometheus(prometheusSpec));
  const [path] = scrapePaths(read);
  const [link] = path!.links;
  const model = modelTargetLabels(prometheusSettings(read));
  const target = model.of(path!, link!, link!.targets[0]!);
  expect(model.of(path!, link!, link!.targets[0]!)).toBe(target);
  return target;
}

test('a target has the labels of the scrape, and pods differ in pod and instance', () => {
  const target = targetOf({});
  expect(target.labels).toEqual({
    container: 'main',
    endpoint: 'http',
    instance: '10.244.1.1:8080',
    job: 'shop',
    namespace: 'web',
    pod: 'shop-5d8f7c9b4-x2xbb',
    service: 'shop',
  });
  expect([...target.varying]).toEqual(['instance', 'pod']);
  expect(target.error).toBeUndefined();
});

test('a series is stored with its name, and with what the service said under exported_', () => {
  expect(targetOf({}).series('requests_total', { endpoint: '/buy' })).toMatchObject({
    __name__: 'requests_total',
    endpoint: 'http',
    exported_endpoint: '/buy',
    job: 'shop',
  });
});

test('a series that loses its name is not stored', () => {
  const dropsName = { metricRelabelings: [{ action: 'labeldrop', regex: '__name__' }] };
  expect(targetOf(dropsName).series('requests_total', {})).toBeUndefined();
});

test('a target that relabeling drops has no labels and no series', () => {
  const target = targetOf({ relabelings: [{ action: 'drop', sourceLabels: ['service'], regex: 'shop' }] });
  expect(target).toMatchObject({ varying: new Set() });
  expect(target.labels).toBeUndefined();
  expect(target.error).toBeUndefined();
  expect(target.series('requests_total', {})).toBeUndefined();
});

test.each([
  [{ relabelings: [{ action: 'hashmod', targetLabel: 'h' }] }, 'action hashmod requires a modulus'],
  [
    { metricRelabelings: [{ regex: '(', targetLabel: 'h' }] },
    'invalid RE2 regular expression: missing closing ): `(`',
  ],
  [
    { relabelings: [{ action: 'labeldrop', regex: '__address__' }] },
    'no address: relabeling removes __address__',
  ],
  [
    { relabelings: [{ targetLabel: '__address__', replacement: 'http://a' }] },
    '"http://a" is not a valid hostname',
  ],
])('what Prometheus refuses is told: %j', (endpoint, error) => {
  const target = targetOf(endpoint);
  expect(target.error).toBe(error);
  expect(target.labels).toBeUndefined();
  expect(target.series('requests_total', {})).toBeUndefined();
});

test('a target is dropped only if the hash of none of several pods keeps it', () => {
  const half = (regex: string) => ({
    relabelings: [
      { action: 'hashmod', sourceLabels: ['pod'], modulus: 2, targetLabel: '__tmp_half' },
      { action: 'keep', sourceLabels: ['__tmp_half'], regex },
    ],
  });
  for (const share of ['0', '1']) expect(targetOf(half(share)).varying).toEqual(new Set(['instance', 'pod']));
  expect(targetOf(half('2')).labels).toBeUndefined();
});

test('where one pod of a StatefulSet is kept, its labels are still its own', () => {
  const leader = { relabelings: [{ action: 'keep', sourceLabels: ['pod'], regex: 'shop-1' }] };
  const target = targetOf(leader, {}, 'StatefulSet');
  expect(target.labels).toMatchObject({ pod: 'shop-1' });
  expect(target.varying).toEqual(new Set(['instance', 'pod']));
});

test('the targets of all shards count', () => {
  expect(targetOf({}, { shards: 5 }).labels).toMatchObject({ job: 'shop' });
});

test('whether a label can have a name depends on the version of Prometheus', () => {
  const named = {
    relabelings: [{ sourceLabels: ['container', 'service'], separator: '-', targetLabel: '$1' }],
  };
  expect(targetOf(named).labels).toMatchObject({ 'main-shop': 'main-shop' });
  expect(targetOf(named, { version: 'v2.55.1' }).labels).not.toHaveProperty('main-shop');
});
