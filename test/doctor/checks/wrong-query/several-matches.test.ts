import { check } from '../../../../src/doctor/checks/wrong-query/several-matches';
import { inForeign, recording } from '../../expressions/shop';

const found = (expr: string) => inForeign(check, recording(expr));

test('a side is grouped by a label that is not matched', () => {
  expect(found('sum by (namespace, pod) (a) / on (namespace) sum by (namespace) (b)')).toMatchObject([
    {
      code: 'several-matches',
      severity: 'warning',
      message:
        'recording rule a:b:c: several series of the left side match at on (namespace): they differ in pod',
      expected: 'group_left or group_right for the side with several series',
      fix: 'write / on (namespace) group_left',
    },
  ]);
});

test.each([
  ['sum by (job) (a) / on (job) sum by (job, code) (b)', 'write / on (job) group_right'],
  ['sum by (job, code) (a) / ignoring (code) sum by (job) (b)', 'write / ignoring (code) group_left'],
  ['sum by (job, code) (a) / ignoring (code) sum by (job, code) (b)', 'write / ignoring ()'],
  ['sum by (job, code) (a) == on (job) sum by (job, code) (b)', 'write == on (job, code)'],
  [
    'sum by (pod) (a) * on (pod) group_left (node) kube_pod_info',
    'keep namespace on both sides, and match by it, too: pods of two namespaces can have one name',
  ],
  ['a * on (job) group_left sum by (job, code) (b)', 'aggregate the right side, so that code is gone'],
  [
    'container_memory_usage_bytes * on (namespace) group_left (label_team) kube_pod_labels',
    'write * on (namespace, pod) group_left (label_team)',
  ],
  [
    'rate(node_network_receive_bytes_total[5m]) / on (instance) node_network_speed_bytes',
    'write / on (instance, device)',
  ],
  [
    '{__name__=~"pg_settings_.*"} != on (__name__) ({__name__=~"pg_settings_.*"} offset 5m)',
    'write != on (__name__, instance)',
  ],
])('%s', (expr, fix) => {
  expect(found(expr)).toMatchObject([{ fix }]);
});

test.each([
  'sum by (namespace, pod) (a) / on (namespace) group_left sum by (namespace) (b)',
  'sum by (pod) (a) * on (pod) group_left (node) max by (pod, node) (kube_pod_info)',
  'a * on (pod) group_left (node) topk by (pod) (1, max by (pod, node) (kube_pod_info))',
  'sum by (job, code) (a{code="200"}) / ignoring (code) sum by (job) (b)',
  'sum by (instance, job) (a) / on (instance) sum by (instance) (b)',
  'sum by (code) (a) and on () b',
  'a * on (namespace) group_left (label_team) kube_namespace_labels',
  'kube_pod_container_info * on (pod) group_left (node) kube_pod_info{namespace="a"}',
  'kube_pod_container_info * on (namespace, pod) group_left (node) kube_pod_info',
  'sum by (job, code) (a) / sum by (job) (b)',
  '{__name__=~"job:.*"} != on (__name__) ({__name__=~"job:.*"} offset 5m)',
  'a / on (job) b',
])('nothing is found in %s', (expr) => {
  expect(found(expr)).toEqual([]);
});
