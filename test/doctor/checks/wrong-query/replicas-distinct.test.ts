import { check } from '../../../../src/doctor/checks/wrong-query/replicas-distinct';
import { findingsFor } from '../../../support/doctor';
import { chain, pods, serviceMonitor } from '../scrape-chain';
import { values } from '../yaml';

const endpoint = (fields: string) => serviceMonitor(`endpoints: [{ port: web, ${fields} }]`);
const SAME_INSTANCE = '{ sourceLabels: [service], targetLabel: instance }';
const NO_POD = '{ action: labeldrop, regex: pod }';
const merged = endpoint(`relabelings: [${SAME_INSTANCE}, ${NO_POD}]`);

test('replicas without instance and pod write into the same series', () => {
  expect(findingsFor(check, chain({ monitor: merged }))).toEqual([
    {
      code: 'replicas-distinct',
      check: 'replicas-distinct',
      severity: 'error',
      resource: 'ServiceMonitor monitoring/cart',
      path: 'spec.endpoints[0].relabelings',
      message: 'the pods of Deployment shop/cart have no distinguishing label and write the same series',
      found: [
        { sourceLabels: ['service'], targetLabel: 'instance' },
        { action: 'labeldrop', regex: 'pod' },
      ],
      expected: 'series with instance or pod',
      fix: 'relabelings: [{"action":"replace","sourceLabels":["__meta_kubernetes_pod_name"],"targetLabel":"pod"}]',
      at: { file: 'test.yaml', line: 2 },
    },
  ]);
});

test('metric relabelings can take both away too', () => {
  const monitor = endpoint('metricRelabelings: [{ action: labeldrop, regex: "instance|pod" }]');
  expect(findingsFor(check, chain({ monitor }))).toMatchObject([
    {
      path: 'spec.endpoints[0].metricRelabelings',
      fix: 'remove instance and pod from the step that drops or overwrites them',
    },
  ]);
});

test('a DaemonSet has a pod on every node', () => {
  const deployment = pods({ kind: 'DaemonSet' });
  expect(findingsFor(check, chain({ monitor: merged, deployment }))).toHaveLength(1);
});

const COPIED = '{ sourceLabels: [pod], targetLabel: replica, regex: ".*-(.*)" }';

test.each([
  ['one replica', merged, pods({ replicas: 1 })],
  ['pods without instance', endpoint('metricRelabelings: [{ action: labeldrop, regex: instance }]'), pods()],
  [
    'an instance that relabeling drops, since Prometheus sets it again',
    endpoint('relabelings: [{ action: labeldrop, regex: "instance|pod" }]'),
    pods(),
  ],
  [
    'a part of the name of the pod in another label',
    endpoint(`metricRelabelings: [${COPIED}, { action: labeldrop, regex: "instance|pod" }]`),
    pods(),
  ],
  [
    'a keep that may leave one pod',
    endpoint(
      `relabelings: [${SAME_INSTANCE}, { action: keep, sourceLabels: [pod], regex: ".*" }, ${NO_POD}]`,
    ),
    pods(),
  ],
  ['series that are all dropped', endpoint('metricRelabelings: [{ action: drop }]'), pods()],
  ['targets that are all dropped', endpoint('relabelings: [{ action: drop }]'), pods()],
])('it finds nothing in %s', (_what, monitor, deployment) => {
  expect(findingsFor(check, chain({ monitor, deployment }))).toEqual([]);
});

test('with shards, a Prometheus may have one replica only', () => {
  const shards = values({ prometheus: { prometheusSpec: { shards: 2 } } });
  expect(findingsFor(check, chain({ monitor: merged }), shards)).toEqual([]);
});

const scaler = (least: number, name = 'cart') =>
  `\n---\n{ apiVersion: autoscaling/v2, kind: HorizontalPodAutoscaler, metadata: { name: h, namespace: shop }, spec: { scaleTargetRef: { kind: Deployment, name: ${name} }, minReplicas: ${least}, maxReplicas: 9 } }\n`;

test('replicas that an autoscaler keeps count', () => {
  const one = { monitor: merged, deployment: pods({ replicas: 1 }) };
  expect(findingsFor(check, chain({ ...one, more: scaler(3) }))).toHaveLength(1);
  expect(findingsFor(check, chain({ ...one, more: scaler(1) }))).toEqual([]);
  expect(findingsFor(check, chain({ ...one, more: scaler(3, 'other') }))).toEqual([]);
});
