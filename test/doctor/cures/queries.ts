import { yaml } from '../checks/yaml';
import { alert, recording, rules, shop } from '../expressions/shop';

/** One alert on this expression. */
const on = (expr: string): string => rules(alert(expr));

const prometheus = (spec: string): string =>
  yaml(
    'Prometheus',
    'name: k8s',
    `spec: { serviceMonitorSelector: {}, serviceMonitorNamespaceSelector: {}, ruleSelector: {}, ruleNamespaceSelector: {}, ${spec} }`,
  );

/** Wrong expressions beside the shop, whose metrics are known, by the check that reports them. */
export const WRONG_QUERIES = (
  [
    ['absent-of-nothing', on('absent(shop_queue_length{colour="red"})')],
    ['beyond-retention', on('shop_queue_length offset 30d > 1') + prometheus('retention: 1d')],
    ['external-label', on('up{region="eu"} == 0') + prometheus('externalLabels: { region: eu }')],
    [
      'group-interval',
      yaml(
        'PrometheusRule',
        '',
        "spec: { groups: [{ name: a, interval: 10m, rules: [{ record: 'job:up:sum', expr: sum by (job) (up) }] }, { name: b, rules: [{ alert: A, expr: 'job:up:sum == 0' }] }] }",
      ),
    ],
    ['rate-window', on('rate(shop_requests_total[30s]) > 1')],
    ['recorded-label', rules(recording('sum(shop_queue_length)'), alert('a:b:c{job="shop"} > 1'))],
    ['rule-kind', rules('alert: A, record: b, expr: up == 0')],
    ['rule-names', rules('record: a-b, expr: up') + prometheus('version: v2.50.0')],
    ['aggregation-label', on('sum by (job, statsu) (shop_queue_length) > 5')],
    ['alert-condition', on('shop_queue_length > 5 or vector(0)')],
    ['counter-without-rate', on('shop_requests_total > 10')],
    ['counter-without-rate', on('max_over_time(shop_requests_total[1h]) > 10')],
    ['delta-of-counter', on('delta(shop_requests_total[5m]) > 1')],
    ['delta-of-counter', on('shop_requests_total - shop_requests_total offset 5m > 1')],
    ['duplicate-rule', rules(recording('sum(shop_queue_length)'), recording('max(shop_queue_length)'))],
    ['exporter-join', on('container_memory_working_set_bytes / kube_pod_container_resource_limits > 0.9')],
    ['impossible-threshold', on('count(shop_queue_length) == 0')],
    ['le-bucket', on('sum(rate(shop_duration_seconds_bucket{le="0.3"}[5m])) > 1')],
    [
      'quantile-out-of-range',
      on('histogram_quantile(95, sum by (le) (rate(shop_duration_seconds_bucket[5m]))) > 0.4'),
    ],
    [
      'quantile-without-le',
      on('histogram_quantile(0.95, sum by (job) (rate(shop_duration_seconds_bucket[5m]))) > 0.4'),
    ],
    ['quantile-without-le', on('histogram_quantile(0.95, rate(other_seconds_count[5m])) > 0.4')],
    ['impossible-threshold', on('shop_queue_length > 5 and shop_queue_length < 3')],
    ['impossible-threshold', on('shop_queue_length > 5 unless shop_queue_length > 3')],
    ['impossible-threshold', on('shop_queue_length == NaN')],
    ['impossible-threshold', on('time() - timestamp(shop_queue_length) > 600')],
    ['unknown-label-value', on('up{cluster="test", cluster="dev"} == 0')],
    ['unknown-label-value', on('shop_requests_total{status="5.."} > 1')],
    ['selector-without-regex', on('requests_total{status="5.."} - requests_total{status=~"5.."} > 1')],
    [
      'vector-matching',
      on('kube_node_status_condition == 0 and kube_node_spec_unschedulable{node="a"} == 0'),
    ],
    ['vector-matching', on('up == 0 and hour() > 9')],
    ['vector-matching', on('(up == 0) / count(up) > 0.5')],
    ['rate-of-gauge', on('rate(shop_queue_length[5m]) > 1')],
    [
      'ratio-always-one',
      on(
        'sum by (status) (rate(shop_requests_total{status="500"}[5m])) / sum by (status) (rate(shop_requests_total[5m])) > 0.1',
      ),
    ],
    ['recorded-name-taken', rules(recording('sum(shop_queue_length)', 'shop_queue_length'))],
    ['sum-before-rate', on('rate(sum(shop_requests_total)[5m:1m]) > 1')],
    ['summed-buckets', on('sum(rate(shop_duration_seconds_bucket[5m])) > 1')],
    ['unknown-label', on('shop_queue_length{colour="red"} > 1')],
    ['unknown-label-value', on('rate(shop_requests_total{route="/crat"}[5m]) > 1')],
    ['unknown-metric', on('shop_queue_lenght > 1')],
    ['unknown-target', on('up{job="shop", namespace="other"} == 0')],
    ['value-in-labels', rules(alert('shop_queue_length > 1', 'labels: { value: "{{ $value }}" }'))],
    [
      'vector-matching',
      on(
        'sum by (route) (rate(shop_requests_total[5m])) / sum by (status) (rate(shop_requests_total[5m])) > 1',
      ),
    ],
    [
      'vector-matching',
      on('rate(shop_requests_total{status="500"}[5m]) / rate(shop_requests_total{status="200"}[5m]) > 1'),
    ],
    ['rule-text-values', rules('alert: A, expr: up == 0, labels: { a: 5 }')],
    ['recording-rule-fields', rules('record: b, expr: up == 0, for: 5m')],
  ] as const
).map(([check, text]) => [check, shop() + text] as const);
