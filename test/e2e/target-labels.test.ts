import { isDeepStrictEqual } from 'node:util';
import fc from '../support/fast-check';
import type { Labels } from '../../src/kubernetes/object';
import { ARBITRARY_LABELS, arbitraryRelabeling } from '../operator/arbitrary-relabeling';
import { ENGINE } from '../support/engines';
import { bareTarget, startLab, type Lab, type LabCase } from '../support/relabel-lab';

/** Expected differences from the plain case. */
interface Row extends LabCase {
  /** Some labels of the first pod's target, `null` for one that it must not have; or that both are dropped. */
  readonly target?: 'dropped' | Readonly<Record<string, string | null>>;
  /** Some labels that a stored series has. */
  readonly stored?: Labels;
}

const relabel = (...relabelings: readonly object[]) => ({ endpoint: { port: 'http', relabelings } });
const metricRelabel = (...metricRelabelings: readonly object[]) => ({
  endpoint: { port: 'http', metricRelabelings },
});
const POD = 'shop-5d8f7c9b4-x2xbb';
const scrapeClasses = [
  { name: 'usual', default: true, relabelings: [{ targetLabel: 'class', replacement: 'usual' }] },
  {
    name: 'special',
    relabelings: [{ targetLabel: 'class', replacement: 'special' }],
    metricRelabelings: [{ sourceLabels: ['code'], targetLabel: 'status' }],
  },
];

const ROWS: Readonly<Record<string, Row>> = {
  'a plain ServiceMonitor: the labels of the scrape win, exposed ones are renamed': {
    target: { job: 'shop', namespace: 'web', service: 'shop', pod: POD, container: 'shop', endpoint: 'http' },
    stored: { endpoint: 'http', exported_endpoint: '/buy', job: 'shop', exported_job: 'inner' },
  },
  'an exported_ label that exists already gets a second prefix': {
    stored: { pod: POD, exported_pod: 'older', exported_exported_pod: 'own' },
  },
  'honorLabels: the exposed labels win, and an empty one removes a label of the scrape': {
    endpoint: { port: 'http', honorLabels: true },
    stored: { endpoint: '/buy', job: 'inner', namespace: 'Inner', pod: POD },
  },
  'overrideHonorLabels: the labels of the scrape win after all': {
    endpoint: { port: 'http', honorLabels: true },
    prometheus: { overrideHonorLabels: true },
    stored: { job: 'shop', exported_job: 'inner' },
  },
  'a port that the Service does not have drops every target': {
    endpoint: { port: 'web' },
    target: 'dropped',
  },
  'a port is a regular expression': { endpoint: { port: 'htt.' }, target: { endpoint: 'htt.' } },
  'targetPort by name': {
    endpoint: { targetPort: 'web' },
    target: { endpoint: 'web', container: 'shop' },
  },
  'targetPort by number': { endpoint: { targetPort: 8080 }, target: { endpoint: '8080' } },
  'path, scheme and parameters are labels while relabeling': {
    endpoint: {
      port: 'http',
      path: '/m',
      scheme: 'HTTP',
      params: { format: ['text', 'json'], none: [] },
      relabelings: [
        {
          sourceLabels: ['__scheme__', '__metrics_path__', '__param_format', '__param_none'],
          targetLabel: 'how',
        },
      ],
    },
    target: { how: 'http;/m;text;' },
  },
  'jobLabel: the value of a label of the Service': { spec: { jobLabel: 'tier' }, target: { job: 'front' } },
  'jobLabel that the Service lacks: its name stays': { spec: { jobLabel: 'mall' }, target: { job: 'shop' } },
  'targetLabels and podTargetLabels, sanitized, of the monitor and of Prometheus': {
    spec: { targetLabels: ['app.kubernetes.io/part-of', 'none'], podTargetLabels: ['version'] },
    prometheus: { podTargetLabels: ['app'] },
    target: { app_kubernetes_io_part_of: 'Mall', version: 'v1.2', app: 'shop', none: null },
  },
  'a PodMonitor: its own name is the job, and there is no service': {
    kind: 'PodMonitor',
    target: { job: 'web/c12', endpoint: 'web', pod: POD, service: null },
  },
  'a PodMonitor with jobLabel and a port by number': {
    kind: 'PodMonitor',
    endpoint: { portNumber: 8080 },
    spec: { jobLabel: 'app' },
    target: { job: 'shop', endpoint: null },
  },
  'discovery by EndpointSlice': { spec: { serviceDiscoveryRole: 'EndpointSlice' }, target: { pod: POD } },
  matchExpressions: {
    spec: {
      selector: {
        matchExpressions: [
          { key: 'app', operator: 'In', values: ['shop', 'other'] },
          { key: 'tier', operator: 'NotIn', values: ['back'] },
          { key: 'tier', operator: 'Exists' },
          { key: 'legacy', operator: 'DoesNotExist' },
        ],
      },
    },
    target: { job: 'shop' },
  },
  'the default scrape class, before the own relabelings': {
    ...relabel({ sourceLabels: ['class'], targetLabel: 'seen', replacement: 'after $1' }),
    prometheus: { scrapeClasses },
    target: { class: 'usual', seen: 'after usual' },
  },
  'a scrape class by name, with metricRelabelings': {
    spec: { scrapeClass: 'special' },
    prometheus: { scrapeClasses },
    target: { class: 'special' },
    stored: { status: '200' },
  },
  'enforcedNamespaceLabel: after the own relabelings, of targets and of series': {
    endpoint: {
      port: 'http',
      relabelings: [{ targetLabel: 'tenant', replacement: 'somebody' }],
      metricRelabelings: [{ targetLabel: 'tenant', replacement: 'else' }],
    },
    prometheus: { enforcedNamespaceLabel: 'tenant' },
    target: { tenant: 'web' },
    stored: { tenant: 'web' },
  },
  'a share of two shards': { prometheus: { shards: 2 }, shard: 1 },
  'the targets of all shards': { prometheus: { shards: 2 }, target: { job: 'shop' } },
  'replace with groups, numbered and named': {
    ...relabel(
      {
        sourceLabels: ['pod'],
        regex: '(.+)-([a-z0-9]+)-[a-z0-9]{5}',
        targetLabel: 'workload',
        replacement: '$1/${2}x',
      },
      {
        sourceLabels: ['pod'],
        regex: '(?P<first>[^-]+)-.*',
        targetLabel: 'first',
        replacement: '${first}_$$_$none',
      },
      { sourceLabels: ['pod'], regex: '([^-]+)-.*', targetLabel: 'unknown', replacement: '$1x' },
    ),
    target: { workload: 'shop/5d8f7c9b4x', first: 'shop_$_', unknown: null },
  },
  'replace with nothing takes the label away': {
    ...relabel({ sourceLabels: ['service'], targetLabel: 'container', replacement: '' }),
    target: { container: null },
  },
  'replace of what does not match changes nothing': {
    ...relabel({ sourceLabels: ['service'], regex: 'sho', targetLabel: 'container', replacement: 'x' }),
    target: { container: 'shop' },
  },
  'replace with the target label from a group, and with one that only Prometheus 3 takes for a name': {
    ...relabel(
      {
        sourceLabels: ['service', 'endpoint'],
        separator: '@',
        regex: '(.*)@(.*)',
        targetLabel: 'is_$1',
        replacement: '$2',
      },
      { sourceLabels: ['pod'], regex: '(.*)', targetLabel: 'x_$1', replacement: 'no' },
    ),
    target: { is_shop: 'http', 'x_shop-5d8f7c9b4-x2xbb': ENGINE.version[0] < 3 ? null : 'no' },
  },
  'instance from the pod': {
    ...relabel({ sourceLabels: ['__meta_kubernetes_pod_name'], targetLabel: 'instance' }),
    target: { instance: POD },
  },
  'keep of what matches, with an action as Go writes it': {
    ...relabel({ action: 'Keep', sourceLabels: ['service', 'endpoint'], regex: 'shop;h.*' }),
    target: { job: 'shop' },
  },
  'keep of what does not': {
    ...relabel({ action: 'keep', sourceLabels: ['service'], regex: 'sho' }),
    target: 'dropped',
  },
  'drop by an annotation': {
    ...relabel({
      action: 'drop',
      sourceLabels: ['__meta_kubernetes_service_annotation_team'],
      regex: 'T.l+',
    }),
    target: 'dropped',
  },
  'keepequal of equal values': {
    ...relabel({ action: 'keepequal', sourceLabels: ['service'], targetLabel: 'container' }),
    target: { job: 'shop' },
  },
  'keepequal of others': {
    ...relabel({ action: 'KeepEqual', sourceLabels: ['service'], targetLabel: 'endpoint' }),
    target: 'dropped',
  },
  'dropequal of equal values': {
    ...relabel({ action: 'dropequal', sourceLabels: ['service'], targetLabel: 'container' }),
    target: 'dropped',
  },
  'dropequal of others': {
    ...relabel({ action: 'dropequal', sourceLabels: ['service'], targetLabel: 'endpoint' }),
    target: { job: 'shop' },
  },
  'hashmod, and keep by it: one of the pods': relabel(
    { action: 'hashmod', sourceLabels: ['pod', 'namespace'], modulus: 1000, targetLabel: 'hash' },
    { action: 'hashmod', sourceLabels: ['pod'], modulus: 2, targetLabel: '__tmp_half' },
    { action: 'keep', sourceLabels: ['__tmp_half'], regex: '1' },
  ),
  labelmap: {
    ...relabel({
      action: 'labelmap',
      regex: '__meta_kubernetes_(service|pod)_label_(.+)',
      replacement: '${1}_$2',
    }),
    target: { service_tier: 'front', pod_version: 'v1.2', pod_pod_template_hash: '5d8f7c9b4' },
  },
  labeldrop: {
    ...relabel({ action: 'labeldrop', regex: 'endpoint|cont.*' }),
    target: { endpoint: null, container: null },
  },
  'labelkeep of what the scrape needs': {
    ...relabel({ action: 'labelkeep', regex: '__.*|job' }),
    target: { job: 'shop', namespace: null },
    stored: { job: 'shop', namespace: 'Inner' },
  },
  'lowercase and uppercase': {
    ...relabel(
      {
        action: 'lowercase',
        sourceLabels: ['__meta_kubernetes_service_annotation_team'],
        targetLabel: 'low',
      },
      { action: 'Uppercase', sourceLabels: ['service', 'endpoint'], separator: '_', targetLabel: 'HIGH' },
    ),
    target: { low: 'till', HIGH: 'SHOP_HTTP' },
  },
  'the usual remedy for the label endpoint': {
    ...relabel(
      { sourceLabels: ['endpoint'], targetLabel: 'port' },
      { action: 'labeldrop', regex: 'endpoint' },
    ),
    target: { port: 'http', endpoint: null },
    stored: { endpoint: '/buy', port: 'http' },
  },
  'metricRelabelings that rename a label back': {
    ...metricRelabel(
      { sourceLabels: ['exported_endpoint'], regex: '(.+)', targetLabel: 'endpoint' },
      { action: 'labeldrop', regex: 'exported_endpoint' },
    ),
    stored: { endpoint: '/buy' },
  },
  'metricRelabelings that rename a metric and drop others': {
    ...metricRelabel(
      { action: 'drop', sourceLabels: ['__name__'], regex: '.*_(nested|empty)' },
      {
        sourceLabels: ['__name__'],
        regex: '(.*)_requests',
        targetLabel: '__name__',
        replacement: '${1}_calls',
      },
      { action: 'lowercase', sourceLabels: ['path'], targetLabel: 'path' },
    ),
    stored: { __name__: 'c40_calls', path: '/buy/42' },
  },
  'metricRelabelings that keep few labels': {
    ...metricRelabel({ action: 'labelkeep', regex: '__name__|instance|code' }),
    stored: { __name__: 'c41_requests', code: '200' },
  },
};

describe('the model of target labels and a real Prometheus agree', () => {
  const names = Object.keys(ROWS);
  // A fixed seed: what fails once fails again.
  const bare = fc
    .sample(fc.array(arbitraryRelabeling, { minLength: 1, maxLength: 6 }), { numRuns: 150, seed: 42 })
    .map((relabelings) => ({ labels: ARBITRARY_LABELS, relabelings }));
  let lab: Lab;

  beforeAll(async () => {
    lab = await startLab(Object.values(ROWS), bare);
  });
  afterAll(() => lab.stop());

  it.each(names.map((name, index) => [name, index] as const))('%s', (name, index) => {
    const { target, stored, shard } = ROWS[name]!;
    const real = lab.real[index]!;
    expect(lab.experiments[index]!.modelled).toEqual(real);

    const [first] = real.targets;
    if (target === 'dropped') expect(real.targets).toEqual([undefined, undefined]);
    else
      for (const [label, value] of Object.entries(target ?? {}))
        expect([label, first![label] ?? null]).toEqual([label, value]);
    // Which shard a target is in depends on its port: of a share alone it is not known whether it holds a pod.
    const none = shard !== undefined && real.targets.every((labels) => labels === undefined);
    if (target === 'dropped' || none) expect(real.series).toEqual([]);
    else expect(real.series).toContainEqual(expect.objectContaining(stored ?? {}));
  });

  it('for generated relabelings', () => {
    const differing = bare.filter(
      (each, index) => !isDeepStrictEqual({ ...bareTarget(each, index) }, { ...lab.bare[index] }),
    );
    expect(differing).toEqual([]);
  });

  it('on the labels that differ between pods', () => {
    const { viaModel } = lab.experiments[0]!;
    const [first, second] = lab.real[0]!.targets;
    const different = Object.keys(first!).filter((label) => first![label] !== second![label]);
    expect([...viaModel.varying].toSorted()).toEqual(different.toSorted());
    expect({ ...viaModel.labels, instance: '' }).toEqual({ ...first, instance: '' });
  });
});
