import { check } from '../../../../src/doctor/checks/wrong-query/aggregation-label';
import { inForeign, inShop, problemsIn, recording, rules } from '../../expressions/shop';

it('tells which labels there are', () => {
  expect(inShop(check, rules(recording('sum by (method) (rate(shop_queue_length[5m]))')))).toMatchObject([
    {
      code: 'aggregation-label',
      check: 'aggregation-label',
      severity: 'error',
      resource: 'PrometheusRule default/r',
      path: 'spec.groups[0].rules[0].expr',
      message:
        'recording rule a:b:c: the aggregated series do not have the label method: shop_queue_length of ServiceMonitor default/shop-monitor has the labels container, endpoint, instance, job, namespace, pod, service',
      found: 'method',
      expected: 'one of container, endpoint, instance, job, namespace, pod, service',
      fix: 'write sum(...), or keep method inside',
    },
  ]);
});

it.each([
  ['a label that an aggregation dropped', 'max by (job, pod) (sum by (job) (x))', 'pod'],
  ['a label that without dropped', 'sum by (pod) (sum without (pod) (x))', 'pod'],
  ['a label that a join dropped', 'sum by (pod) (a / on (job) b)', 'pod'],
  ['a label that ignoring dropped', 'sum by (pod) (a / ignoring (pod) b)', 'pod'],
  [
    'a label of the many side only',
    'sum by (node) (sum by (pod) (a) * on (pod) group_left (role) b)',
    'node',
  ],
  ['le after a quantile', 'max by (le) (histogram_quantile(0.9, x_bucket))', 'le'],
  ['any label of a constant', 'sum by (job) (vector(1))', 'job'],
  ['a label that absent cannot give', 'sum by (pod) (absent(up{job="a"}))', 'pod'],
  ['a label in neither part of a union', 'sum by (pod) (sum by (job) (a) or sum by (node) (b))', 'pod'],
  ['a label that a matcher excludes', 'sum by (pod) (x{pod=""})', 'pod'],
])('finds %s', (_what, expr, label) => {
  expect(inForeign(check, recording(expr)).map(({ found }) => found)).toEqual([label]);
});

it('finds what a recorded series has lost', () => {
  const found = inShop(
    check,
    rules(recording('sum by (job) (x)', 'x:sum'), recording('sum by (job, pod) (x:sum)', 'y:sum')),
  );
  expect(found.map(({ message: problem, fix }) => [problem, fix])).toEqual([
    [
      'recording rule y:sum: the aggregated series do not have the label pod: in the rule of x:sum, sum by (job) keeps job',
      'write sum by (job), or keep pod inside',
    ],
  ]);
});

it('leaves alone labels that are there or may be', () => {
  expect(
    problemsIn(
      check,
      'sum by (job, route, status) (shop_requests_total)',
      'sum by (le, pod) (shop_duration_seconds_bucket)',
      'sum without (method) (shop_queue_length)',
      'sum by (pod) (up)',
    ),
  ).toEqual([]);
  expect(
    inForeign(
      check,
      ...[
        'sum by (pod) (x)',
        'sum by (a) (label_replace(sum by (job) (x), "a", "$1", "job", "(.*)"))',
        'sum by (a) (label_join(sum by (job) (x), "a", "-", "job"))',
        'sum by (v) (count_values("v", x))',
        'sum by (node) (sum by (pod) (a) * on (pod) group_left (node) b)',
        'sum by (node) (b * on (pod) group_right (node) sum by (pod) (a))',
        'sum by (pod) (sum by (job) (a) or b)',
        'sum by (job) (absent(up{job="a"}))',
        'sum by (pod) (topk(3, x))',
        'sum by (pod) (-x ^ 2)',
        'sum by (pod) (2 * max_over_time(x[5m]))',
        'sum by (le) (histogram_fraction(0, 1, x_bucket))',
        'sum by (pod) (rate(x[5m]) > bool 1)',
        'sum by (pod) (max_over_time(sum by (pod) (x)[1h:5m]))',
      ].map((expr) => recording(expr)),
    ),
  ).toEqual([]);
});

it('does not follow recordings in a circle', () => {
  expect(inForeign(check, recording('sum by (a) (q)', 'p'), recording('sum by (a) (p)', 'q'))).toEqual([]);
});
