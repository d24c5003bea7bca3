import { check } from '../../../../src/doctor/checks/wrong-query/vector-matching';
import { alert, inForeign, inShop, problemsIn, recording, rules } from '../../expressions/shop';

it('names the label that one side lacks', () => {
  expect(
    inShop(
      check,
      rules(recording('sum by (job, route) (shop_requests_total) / sum by (job) (shop_requests_total)')),
    ),
  ).toMatchObject([
    {
      code: 'vector-matching',
      check: 'vector-matching',
      severity: 'error',
      resource: 'PrometheusRule default/r',
      path: 'spec.groups[0].rules[0].expr',
      message:
        'recording rule a:b:c: the two sides of / never match: the right side has no route (sum by (job) keeps job)',
      found: 'sum by (job, route) (shop_requests_total) / sum by (job) (shop_requests_total)',
      expected: 'labels that both sides have with the same values',
      fix: 'write / ignoring (route) group_left',
    },
  ]);
});

it.each([
  [
    'on a label that the left side lacks',
    'sum(a) * on (pod) b{pod="x"}',
    'the two sides of * never match: the left side has no pod (sum keeps no label)',
  ],
  [
    'on a label with different values',
    'a{job="x"} and on (job) b{job="y"}',
    'the two sides of and never match: job is x on the left and y on the right',
  ],
  [
    'without on, with different values',
    'a{kind="x"} > b{kind="y"}',
    'the two sides of > never match: kind is x on the left and y on the right',
  ],
  [
    'ignoring too little',
    'a{kind="x"} / ignoring (job) sum without (kind) (b)',
    'the two sides of / never match: the right side has no kind',
  ],
])('finds a join %s', (_what, expr, problem) => {
  expect(inForeign(check, recording(expr)).map((finding) => finding.message)).toEqual([
    `recording rule a:b:c: ${problem}`,
  ]);
});

it('tells which labels to join on instead', () => {
  expect(inForeign(check, recording('sum(a) * on (job, pod) b{pod="x"}')).map(({ fix }) => fix)).toEqual([
    'write * on (job)',
  ]);
});

it.each([
  ['max(a) and b{job="x"}', 'write and on ()'],
  ['a{job="x"} > 50 unless sum(b)', 'write unless on ()'],
  ['sum(a) / b{job="x"}', 'write / on () group_right'],
  ['a{job="x"} / sum(b)', 'write / on () group_left'],
  ['a{kind="x"} / b{kind="y"}', 'write / ignoring (kind)'],
  ['sum by (job) (a{job="x"}) and b{job="x", pod="y"}', 'write and on (job)'],
  ['a{kind="x"} / on (kind, job) group_left (version) b{kind="y"}', 'write / on (job) group_left (version)'],
])('proposes a join of %s that can match', (expr, fix) => {
  expect(inForeign(check, recording(expr)).map((finding) => finding.fix)).toEqual([fix]);
});

it('reports one mismatch once', () => {
  expect(inForeign(check, recording('a{s="x"} / (a{s="x"} + a{s="y"}) > 0.5'))).toHaveLength(1);
});

it('only warns of an unless that removes nothing', () => {
  expect(inForeign(check, recording('a{job="x"} unless b{job="y"}')).map(({ severity }) => severity)).toEqual(
    ['warning'],
  );
});

it('leaves alone what may match, and unions', () => {
  expect(
    problemsIn(
      check,
      'sum by (pod) (a) / x:b',
      'x:a * on (pod) sum by (pod) (b)',
      'ALERTS and sum(b)',
      'a{job="x"} or b{job="y"}',
      'a{job="x"} / ignoring (job) b{job="y"}',
      'a{job="x"} and on () b{job="y"}',
      'a{job=~"x|y"} + b{job="y"}',
      'sum(a) / sum(b)',
      'a{job="x"} * 2',
      'shop_requests_total / on (pod) group_left (version) shop_build_info',
      'a{kind="x"} / on (job) b{kind="y"}',
    ),
  ).toEqual([]);
});

it.each([
  [
    'sum by (pod) (a) / sum(b)',
    'the left side is grouped by pod, and the right side has no pod (sum keeps no label)',
    'write / on () group_left',
  ],
  [
    'sum(rate(a[5m])) / sum by (job) (rate(b[5m])) * 100 > 5',
    'the right side is grouped by job, and the left side has no job (sum keeps no label)',
    'write / on () group_right',
  ],
  [
    'sum by (pod) (a) / sum by (namespace, pod) (b)',
    'the right side is grouped by namespace, and the left side has no namespace (sum by (pod) keeps pod)',
    'write / ignoring (namespace) group_right',
  ],
  [
    'max by (namespace, pod) (a) * on (namespace, pod) sum by (pod) (b)',
    'the left side is grouped by namespace, and the right side has no namespace (sum by (pod) keeps pod)',
    'write * on (pod)',
  ],
  [
    'histogram_quantile(0.9, sum by (le, route) (rate(a_bucket[5m]))) > on () sum(b) and avg by (job) (-(c)) > max(d)',
    'the left side is grouped by job, and the right side has no job (max keeps no label)',
    'write > on () group_left',
  ],
  [
    'sum by (namespace, pod) (a) * kube_pod_status_ready',
    'the right side has the labels of kube-state-metrics, and the left side has no job (sum by (namespace, pod) keeps namespace, pod)',
    'write * on (namespace, pod) group_right',
  ],
  [
    'node_load1 / count(node_cpu_seconds_total{mode="idle"})',
    'the left side has the labels of node-exporter, and the right side has no job (count keeps no label)',
    'write / on () group_left',
  ],
  [
    'up == 0 and hour() > 9',
    'the left side has the labels of its target, and the right side has no job',
    'write and on ()',
  ],
  [
    '(up == 0) / count(up)',
    'the left side has the labels of its target, and the right side has no job (count keeps no label)',
    'write / on () group_left',
  ],
  [
    'process_resident_memory_bytes > sum by (job) (x)',
    'the left side has the labels of its target, and the right side has no instance (sum by (job) keeps job)',
    'write > on (job) group_left',
  ],
  [
    'max by (job) (x) and prometheus_tsdb_head_series > 0',
    'the right side has the labels of Prometheus, and the left side has no instance (max by (job) keeps job)',
    'write and on (job)',
  ],
  [
    'sum without (instance) (x) / node_load1',
    'the right side has the labels of node-exporter, and the left side has no instance',
    'write / ignoring (instance) group_right',
  ],
])('finds a label that an aggregation of %s dropped', (expr, because, fix) => {
  const found = inForeign(check, recording(expr));
  expect(found.map(({ severity }) => severity)).toEqual(['error']);
  expect(found[0]!.message).toMatch(`never match: ${because}`);
  expect(found[0]!.fix).toBe(fix);
});

it('only warns of labels that many clusters do not have', () => {
  expect(inForeign(check, recording('sum by (cluster) (a) / sum(b)'))).toMatchObject([
    { severity: 'warning' },
  ]);
});

it('reports a dropped label where it is joined first', () => {
  expect(
    inForeign(check, recording('(sum by (pod) (a) * kube_pod_info) and kube_pod_status_ready')),
  ).toHaveLength(1);
});

it('leaves alone groups that agree', () => {
  expect(
    problemsIn(
      check,
      'sum by (pod) (a) / sum by (pod) (b)',
      'sum by (pod) (a) / ignoring (pod) group_left sum(b)',
      'sum by (pod) (a) / on () group_left sum(b)',
      'label_replace(sum by (pod) (a), "x", "$1", "pod", ".*") / sum by (x) (b)',
      'topk(3, x:a) / sum(b)',
      'label_replace(a, "x", "$1", "pod", ".*") / sum(b)',
      'sum by (pod) (a or b) or sum(c)',
      '(sum by (pod) (a) or sum by (job) (b)) / sum by (pod) (c)',
      '(a * on (job) group_left (x) sum by (job, x) (b)) / sum by (job) (c)',
      '2 * sum by (pod) (a) > sum by (pod) (b) * 3',
      'max_over_time(sum by (pod) (a)[5m:1m]) > sum by (pod) (b)',
      'sum by (pod) (a / on (pod) b) / sum by (pod) (c)',
      '(sum by (pod, job) (a) / on (pod) sum by (pod) (b)) / sum by (pod) (c)',
      '(sum by (pod, job) (a) / ignoring (job) sum by (pod) (b)) / sum by (pod) (c)',
    ),
  ).toEqual([]);
});

test('both sides with several series: one of them is summed', () => {
  const expr =
    'sum by (route) (rate(shop_requests_total[5m])) / sum by (status) (rate(shop_requests_total[5m]))';
  expect(inShop(check, rules(recording(expr)))).toMatchObject([
    {
      fix: 'write sum by (route) (rate(shop_requests_total[5m])) / on () group_left () sum(sum by (status) (rate(shop_requests_total[5m])))',
    },
  ]);
});

it.each([
  ['a - sum(b)', 'write - on () group_left'],
  ['sum by (job) (a) / rate(b[5m])', 'write / on (job) group_right'],
  ['a > 5 and hour() > 9', 'write and on ()'],
  ['a / b - sum(c)', 'write - on () group_left'],
])('only warns of %s, as a name without a colon can be recorded elsewhere', (expr, fix) => {
  expect(inForeign(check, recording(expr))).toMatchObject([{ severity: 'warning', fix }]);
});

it('knows that a name is recorded', () => {
  expect(inForeign(check, recording('sum(x)', 'total'), recording('total / sum(y)'))).toEqual([]);
});

it.each([
  [
    'kube_node_status_condition{condition="Ready",status="true"} == 0 and kube_node_spec_unschedulable == 0',
    'error',
    'the series of the right side have no condition, which tells those of the other side apart',
    'write and on (node)',
  ],
  [
    'kube_pod_status_phase{phase="Pending"} * kube_pod_start_time',
    'error',
    'the series of the right side have no phase, which tells those of the other side apart',
    'write * on (namespace, pod) group_left',
  ],
  [
    'kube_deployment_spec_replicas > kube_deployment_status_condition',
    'error',
    'the series of the left side have no condition, which tells those of the other side apart',
    'write > on (namespace, deployment) group_right',
  ],
  [
    'kube_pod_status_phase / kube_pod_status_ready',
    'error',
    'the series of the right side have no phase, which tells those of the other side apart',
    'aggregate both sides by labels that they share: sum by (namespace, pod) (...) / sum by (namespace, pod) (...)',
  ],
  [
    'node_filesystem_avail_bytes / node_memory_MemTotal_bytes',
    'error',
    'the series of the right side have no device, which tells those of the other side apart',
    'write / on (instance) group_left',
  ],
  [
    'kube_node_spec_unschedulable * kube_pod_created',
    'error',
    'the series of the right side have no node, which tells those of the other side apart',
    'join through a series that has the labels of both sides, as they have no label in common',
  ],
  [
    'rate(alertmanager_notifications_failed_total[5m]) / rate(alertmanager_notifications_total[5m])',
    'warning',
    'the series of the right side have no reason, which tells those of the other side apart',
    'write / on (integration, instance) group_left',
  ],
  [
    'kube_pod_created unless kube_pod_status_phase{phase="Running"}',
    'warning',
    'the series of the left side have no phase, which tells those of the other side apart',
    'write unless on (namespace, pod)',
  ],
])('finds series about different things: %s', (expr, severity, because, fix) => {
  const [operator] = / (and|unless|[*/>]) /.exec(expr)!.slice(1);
  expect(inForeign(check, recording(expr))).toMatchObject([
    { severity, message: `recording rule a:b:c: the two sides of ${operator} never match: ${because}`, fix },
  ]);
});

it('leaves alone series about the same things, and those that are matched by it', () => {
  expect(
    problemsIn(
      check,
      'kube_deployment_spec_replicas != kube_deployment_status_replicas_available',
      'kube_node_status_condition == 0 and on (node) kube_node_spec_unschedulable == 0',
      'kube_node_status_condition == 0 and ignoring (condition, status) kube_node_spec_unschedulable',
      'node_filesystem_avail_bytes / node_filesystem_size_bytes < 0.1 and node_filesystem_readonly == 0',
      'kube_pod_container_resource_limits / kube_pod_container_resource_requests',
      'kube_pod_info and kube_pod_status_phase',
      'max by (node) (kube_node_status_condition) and max by (node) (kube_node_spec_unschedulable)',
    ),
  ).toEqual([]);
});

it('warns of a condition that limits one of two metrics', () => {
  const expr =
    'increase(signup_events_total{event="signup"}[6h]) > 0 and increase(app_activated_total[6h]) == 0';
  expect(inForeign(check, alert(expr))).toMatchObject([
    {
      severity: 'warning',
      message:
        'alert A: only the left side of and is limited to event="signup", so nothing matches unless the series of app_activated_total have event, too',
      fix: 'write and on (job, instance)',
    },
  ]);
  expect(
    problemsIn(
      check,
      'a_x{event="signup"} > 0 and b_y{event=~"s.*"} == 0',
      'a_x{event="signup"} > 0 and on (job) b_y == 0',
      'a_x{event="signup"} > 0 and ignoring (event) b_y == 0',
      'a_x{job="a"} > 0 and b_y == 0',
      'a_x{event="signup"} > 0 and a_x_total == 0',
      'a_x{event!="signup"} > 0 and b_y == 0',
      'a_x{event="signup"} > b_y',
      'a_x{event="signup"} > 0 and a:b:c',
    ),
  ).toEqual([]);
  expect(inForeign(check, alert('a_x{event="s"} > 0 and b_y == 0'), alert('b_y{event=""} > 1'))).toEqual([]);
});
